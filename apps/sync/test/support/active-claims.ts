import type pg from 'pg'
import { readClaims } from '../../src/worker/claims/read-claims.ts'

/** The tables of a tenant, or of all of them, that workers have claimed and not given back, by name. */
export async function activeClaims(
  pool: pg.Pool,
  tenantId?: string | number,
): Promise<{ readonly tenantId: string; readonly tableName: string }[]> {
  const claims = (await readClaims(pool)).filter(({ expiredMs }) => expiredMs === null)
  return claims.filter((claim) => tenantId === undefined || claim.tenantId === String(tenantId))
}

/** Lets every lease expire, as time does when its worker renews it no more. */
export async function expireClaims(pool: pg.Pool): Promise<void> {
  await pool.query(
    `UPDATE raw.sync_state SET leased_until = now() - interval '1 second' WHERE lease_id IS NOT NULL`,
  )
}
