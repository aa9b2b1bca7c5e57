import type pg from 'pg'
import type { Projection } from './tables.ts'

/** The next ids of a cache table, in order. @param options.after the last one before them; null: from the first */
export async function readNextIds(
  client: pg.ClientBase,
  tenantId: string,
  { projection, after, limit }: { projection: Projection; after: string | null; limit: number },
): Promise<string[]> {
  const { rows } = await client.query<{ stId: string }>(
    `SELECT st_id AS "stId" FROM raw.${projection.cacheTable}
      WHERE tenant_id = $1 AND ($2::bigint IS NULL OR st_id > $2) ORDER BY st_id LIMIT ${limit}`,
    [tenantId, after],
  )
  return rows.map(({ stId }) => stId)
}

/** ServiceTitan's ids of the rows that copy values of these records. */
export async function readCopies(
  client: pg.ClientBase,
  tenantId: string,
  { table, column }: { readonly table: string; readonly column: string },
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return []
  const { rows } = await client.query<{ stId: string }>(
    `SELECT st_id AS "stId" FROM lazi.${table}
      WHERE tenant_id = $1 AND ${column} = ANY ($2::uuid[]) AND st_id IS NOT NULL`,
    [tenantId, ids],
  )
  return rows.map(({ stId }) => stId)
}
