import type pg from 'pg'
import { tables } from '../cache/tables.ts'

export interface RowCount {
  readonly rows: number
  /** Whether the number comes from PostgreSQL's statistics instead of the table. */
  readonly isEstimate: boolean
}

/** Tables with more rows than this are not counted through: an index-only scan of so many takes a second or two. */
const countLimit = 2_000_000

/**
 * How many rows without a tombstone each tenant has in each cache table, by `<tenant>:<table>`. The index that has the
 * hash is enough to count: a tombstone has an empty one, and the few rows without one yet are read.
 * @param limit how many rows a table may have to be counted through. @default 2_000_000
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

/** What the planner expects; tombstones are in it. */
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
