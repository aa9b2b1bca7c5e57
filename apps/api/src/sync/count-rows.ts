import type pg from 'pg'

export interface RowCount {
  readonly rows: number
  /** Whether the number is the planner's estimate. */
  readonly isEstimate: boolean
}

/** Larger tables are estimated, not counted: the page that shows the numbers is requested often. */
const countLimit = 50_000

/**
 * Counts the tenant's rows without a tombstone in each table. The primary key's index includes the content hash, which
 * a tombstone empties, so an index-only scan suffices. Only rows without a hash yet are read from the table; their ids
 * are an array because without statistics the planner would join by a nested loop.
 * @param tables names from our own list, never from a request
 */
export async function countRows(
  client: pg.ClientBase,
  tenantId: string,
  tables: readonly string[],
  limit = countLimit,
): Promise<Map<string, RowCount>> {
  const { rows } = await client.query<{ table: string; rows: number; isComplete: boolean }>(
    tables.map(countText).join(' UNION ALL '),
    [tenantId, limit],
  )
  const counts = new Map<string, RowCount>()
  for (const { table, rows: counted, isComplete } of rows) {
    const estimate = isComplete ? 0 : await estimateRows(client, tenantId, table)
    counts.set(table, { rows: Math.max(counted, estimate), isEstimate: !isComplete })
  }
  return counts
}

function countText(table: string): string {
  return `
SELECT '${table}' AS table, count(*) < $2::integer AS "isComplete",
       (count(*) FILTER (WHERE content_hash <> '') + (
         SELECT count(*) FROM (SELECT deleted_at FROM raw.${table} WHERE tenant_id = $1 AND st_id = ANY (ARRAY(
           SELECT st_id FROM raw.${table} WHERE tenant_id = $1 AND content_hash = '' LIMIT $2::integer))) AS unhashed
          WHERE deleted_at IS NULL))::float8 AS rows
  FROM (SELECT content_hash FROM raw.${table} WHERE tenant_id = $1 LIMIT $2::integer) AS counted`
}

/** The planner's estimate, which includes tombstones. */
async function estimateRows(client: pg.ClientBase, tenantId: string, table: string): Promise<number> {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    `EXPLAIN (FORMAT json) SELECT FROM raw.${table} WHERE tenant_id = ${BigInt(tenantId)}`,
  )
  return rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0
}
