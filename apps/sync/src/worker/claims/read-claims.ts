import type pg from 'pg'
import type { TableKey } from '../../cache/table-key.ts'
import { hasLease } from './table-claims.ts'

/** A claim as stored in the database. */
export interface KnownClaim extends TableKey {
  /** How long ago its lease expired, in milliseconds; null: it is valid. */
  readonly expiredMs: number | null
}

/** All claims that were not released, by tenant and table: valid ones, and expired ones of workers that died. */
export async function readClaims(client: pg.ClientBase | pg.Pool): Promise<KnownClaim[]> {
  const { rows } = await client.query<KnownClaim>(
    `SELECT tenant_id AS "tenantId", table_name AS "tableName",
            CASE WHEN NOT ${hasLease} THEN greatest(extract(epoch FROM now() - leased_until) * 1000, 0)::float8 END AS "expiredMs"
       FROM raw.sync_state WHERE lease_id IS NOT NULL ORDER BY tenant_id, table_name`,
  )
  return rows
}

/** SQL of the tables of `tenants` that any worker has claimed, without expired leases. */
export const claimedTables = `ARRAY(SELECT table_name FROM raw.sync_state
                   WHERE sync_state.tenant_id = tenants.tenant_id AND lease_id IS NOT NULL AND ${hasLease})`
