import type pg from 'pg'
import { readClaims } from '../../src/worker/claims/read-claims.ts'

/** The names of the claimed tables of a tenant, or of all tenants. */
export async function activeClaims(
  pool: pg.Pool,
  tenantId?: string | number,
): Promise<{ readonly tenantId: string; readonly tableName: string }[]> {
  const claims = (await readClaims(pool)).filter(({ expiredMs }) => expiredMs === null)
  return claims.filter((claim) => tenantId === undefined || claim.tenantId === String(tenantId))
}

/** Expires every lease, as if its worker no longer renewed it. */
export async function expireClaims(pool: pg.Pool): Promise<void> {
  await pool.query(
    `UPDATE raw.sync_state SET leased_until = now() - interval '1 second' WHERE lease_id IS NOT NULL`,
  )
}
