import type pg from 'pg'
import { tables } from '../cache/tables.ts'

export interface RowCount {
  readonly rows: number
  /** Whether the number comes from PostgreSQL's statistics instead of the table. */
  readonly isEstimate: boolean
}

/** Larger tables are estimated, not counted: an index-only scan of so many rows takes one to two seconds. */
const countLimit = 2_000_000

/**
 * Counts the rows without a tombstone of each tenant and cache table, by `<tenant>:<table>`. An index-only scan of the
 * content hash suffices: a tombstone has an empty hash, and only the few rows without a hash yet are read from the
 * table.
 * @param limit tables with more rows are estimated. @default 2_000_000
 */
export async function countRows(
  client: pg.ClientBase | pg.Pool,
  tenantIds: readonly string[],
  limit = countLimit,
): Promise<Map<string, RowCount>> {
  const counts = new Map<string, RowCount>()
  const { rows: sizes } = await client.query<{ name: string; rows: number }>(
    `SELECT relname AS name, reltuples::float8 AS rows FROM pg_class WHERE relnamespace = 'raw'::regnamespace`,
  )
  for (const { name } of tables) {
    const size = sizes.find((table) => table.name === name)?.rows ?? 0
    if (size <= limit) {
      for (const { tenantId, rows } of await countExactly(client, name, tenantIds)) {
        counts.set(`${tenantId}:${name}`, { rows, isEstimate: false })
      }
      continue
    }
    for (const tenantId of tenantIds) {
      const estimate = await estimateRows(client, name, tenantId)
      const exact = estimate <= limit ? (await countExactly(client, name, [tenantId]))[0]?.rows : undefined
      counts.set(`${tenantId}:${name}`, { rows: exact ?? estimate, isEstimate: exact === undefined })
    }
  }
  return counts
}

async function countExactly(
  client: pg.ClientBase | pg.Pool,
  name: string,
  tenantIds: readonly string[],
): Promise<{ tenantId: string; rows: number }[]> {
  const { rows } = await client.query<{ tenantId: string; rows: number }>(
    `SELECT tenant_id AS "tenantId", sum(rows)::float8 AS rows FROM (
       SELECT tenant_id, count(*) AS rows FROM raw.${name}
        WHERE tenant_id = ANY ($1::bigint[]) AND content_hash <> '' GROUP BY 1
       UNION ALL
       SELECT tenant_id, count(*) FROM raw.${name} WHERE deleted_at IS NULL AND (tenant_id, st_id) IN (
         SELECT tenant_id, st_id FROM raw.${name} WHERE tenant_id = ANY ($1::bigint[]) AND content_hash = '')
        GROUP BY 1) AS counted
      GROUP BY 1`,
    [tenantIds],
  )
  return rows
}

/** The planner's estimate, which includes tombstones. */
async function estimateRows(
  client: pg.ClientBase | pg.Pool,
  name: string,
  tenantId: string,
): Promise<number> {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    `EXPLAIN (FORMAT json) SELECT FROM raw.${name} WHERE tenant_id = ${BigInt(tenantId)}`,
  )
  return rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0
}
