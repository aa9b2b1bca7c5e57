import type pg from 'pg'
import { tables } from '../../src/cache/tables.ts'

/** All rows of a tenant by table, without `tenant_id` and the columns with times of writing. */
export async function tenantContents(pool: pg.Pool, tenantId: string): Promise<Record<string, unknown[]>> {
  const result: Record<string, unknown[]> = {}
  for (const { name } of tables) {
    const { rows } = await pool.query(
      `SELECT to_jsonb(row) - '{tenant_id,synced_at,created_at,updated_at}'::text[] AS row
         FROM raw.${name} AS row WHERE tenant_id = $1 ORDER BY st_id`,
      [tenantId],
    )
    result[name] = rows.map(({ row }) => row)
  }
  return result
}
