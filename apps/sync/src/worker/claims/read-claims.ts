import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'

/** A claim as any client of the database sees it. */
export interface KnownClaim extends CamelRow<'raw.sync_state', 'tenant_id' | 'table_name'> {
  /** How long ago its lease expired, in milliseconds; null: it holds. */
  readonly expiredMs: number | null
}

/** All claims that were not given back, by tenant and table: those that hold, and those of workers that died. */
export async function readClaims(client: pg.ClientBase | pg.Pool): Promise<KnownClaim[]> {
  const { rows } = await client.query<KnownClaim>(
    `SELECT tenant_id AS "tenantId", table_name AS "tableName",
            CASE WHEN leased_until <= now() THEN (extract(epoch FROM now() - leased_until) * 1000)::float8 END AS "expiredMs"
       FROM raw.sync_state WHERE lease_id IS NOT NULL ORDER BY tenant_id, table_name`,
  )
  return rows
}
