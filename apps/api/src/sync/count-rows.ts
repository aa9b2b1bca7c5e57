import type pg from 'pg'

export interface RowCount {
  readonly rows: number
  /** Whether the planner was asked instead of the table. */
  readonly isEstimate: boolean
}

/** Tables with more rows of the tenant than this are not counted through: the page that shows it is asked for often. */
const countLimit = 50_000

/**
 * How many rows without a tombstone the tenant has in each table. The primary key has the hash, and a tombstone an empty
 * one, so the index is enough; only rows that have no hash yet are looked at. They are an array, since without statistics
 * a join would look for each row of the table among them.
 * @param tables names from our own list
 */
export async function countRows(
  client: pg.ClientBase,
  tenantId: string,
  tables: readonly string[],
  limit = countLimit,
): Promise<Map<string, RowCount>> {
  const { rows } = await client.query<{ table: string; rows: number; isWhole: boolean }>(
    tables.map(countText).join(' UNION ALL '),
    [tenantId, limit],
  )
  const counts = new Map<string, RowCount>()
  for (const { table, rows: found, isWhole } of rows) {
    const estimate = isWhole ? 0 : await estimateRows(client, tenantId, table)
    counts.set(table, { rows: Math.max(found, estimate), isEstimate: !isWhole })
  }
  return counts
}

function countText(table: string): string {
  return `
SELECT '${table}' AS table, count(*) < $2::integer AS "isWhole",
       (count(*) FILTER (WHERE content_hash <> '') + (
         SELECT count(*) FROM (SELECT deleted_at FROM raw.${table} WHERE tenant_id = $1 AND st_id = ANY (ARRAY(
           SELECT st_id FROM raw.${table} WHERE tenant_id = $1 AND content_hash = '' LIMIT $2::integer))) AS unhashed
          WHERE deleted_at IS NULL))::float8 AS rows
  FROM (SELECT content_hash FROM raw.${table} WHERE tenant_id = $1 LIMIT $2::integer) AS counted`
}

/** What the planner expects; tombstones are in it. */
async function estimateRows(client: pg.ClientBase, tenantId: string, table: string): Promise<number> {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    `EXPLAIN (FORMAT json) SELECT FROM raw.${table} WHERE tenant_id = ${BigInt(tenantId)}`,
  )
  return rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0
}
