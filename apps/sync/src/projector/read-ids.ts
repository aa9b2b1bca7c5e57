import type pg from 'pg'
import { rowsOf } from 'records'
import type { Projection } from './tables.ts'

/** Before every id. With a condition for null, a generic plan would read all ids before the next ones. */
const beforeAll = String(-(2n ** 63n))

/** The next ids of a cache table, in order. @param options.after the last one before them; null: from the first */
export async function readNextIds(
  client: pg.ClientBase,
  tenantId: string,
  { projection, after, limit }: { projection: Projection; after: string | null; limit: number },
): Promise<string[]> {
  const { rows } = await client.query<{ stId: string }>(
    `SELECT st_id AS "stId" FROM raw.${projection.cacheTable}
      WHERE tenant_id = $1 AND st_id > $2 ORDER BY st_id LIMIT ${limit}`,
    [tenantId, after ?? beforeAll],
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
    `SELECT st_id AS "stId" FROM ${rowsOf(`lazi.${table}`, column, { ids: '$2::uuid[]', name: 'copy' })}
      WHERE st_id IS NOT NULL`,
    [tenantId, ids],
  )
  return rows.map(({ stId }) => stId)
}
