import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import type { TableKey } from '../cache/table-key.ts'

/** Changes of rows of one table, as JSON text: an array of `{st_id, op, changed_paths}`. */
export interface Changes {
  readonly table: string
  readonly rows: string
}

/** The tenant that owns the feed. */
interface FeedTarget {
  readonly client: pg.ClientBase
  readonly tenantId: string
}

/**
 * Appends changes to the tenant's feed, in order of table and `st_id`. The numbers are taken from the tenant's
 * position, whose row stays locked until the commit, so they have no gaps and become visible in order. Call it last in
 * the transaction: a transaction that has locked the position waits for no other lock, so it blocks the tenant's other
 * tables only briefly.
 */
export async function appendChanges(
  { client, tenantId }: FeedTarget,
  changes: readonly Changes[],
  now: Date,
): Promise<void> {
  const published = changes.filter(({ rows }) => rows !== '[]')
  if (published.length === 0) return
  await client.query(
    `WITH change AS MATERIALIZED (
       SELECT list.table_name, list.ord, row.*
         FROM unnest($3::text[], $4::text[]) WITH ORDINALITY AS list (table_name, rows, ord)
        CROSS JOIN LATERAL json_to_recordset(list.rows::json) AS row (st_id bigint, op text, changed_paths text[])
     ),
     position AS (
       INSERT INTO raw.change_positions AS position (tenant_id, last_seq, updated_at)
       SELECT $1::bigint, count(*), $2::timestamptz FROM change
       ON CONFLICT (tenant_id) DO UPDATE SET last_seq = position.last_seq + excluded.last_seq, updated_at = excluded.updated_at
       RETURNING last_seq
     )
     INSERT INTO raw.changes (tenant_id, seq, table_name, st_id, op, changed_paths, at)
     SELECT $1, position.last_seq - count(*) OVER () + row_number() OVER (ORDER BY table_name, st_id, ord),
            table_name, st_id, op, changed_paths, $2
       FROM change CROSS JOIN position`,
    [tenantId, now, published.map(({ table }) => table), published.map(({ rows }) => rows)],
  )
}

/**
 * Publishes that consumers must read the whole table, because its first full sync has ended. Call it last in the
 * transaction.
 */
export async function publishSnapshot(
  client: pg.ClientBase,
  { tenantId, tableName }: TableKey,
  now: Date,
): Promise<void> {
  const rows = JSON.stringify([{ st_id: null, op: 'snapshot', changed_paths: [] }])
  await appendChanges({ client, tenantId }, [{ table: tableName, rows }], now)
}

/** The tables whose first full sync has ended, so that changes of single rows are published. */
export async function publishedTables(
  { client, tenantId }: FeedTarget,
  tables: readonly string[],
): Promise<ReadonlySet<string>> {
  if (tables.length === 0) return new Set()
  const { rows } = await client.query<CamelRow<'raw.sync_state', 'table_name'>>(
    `SELECT table_name AS "tableName" FROM raw.sync_state
      WHERE tenant_id = $1 AND table_name = ANY ($2) AND last_full_sync IS NOT NULL`,
    [tenantId, tables],
  )
  return new Set(rows.map(({ tableName }) => tableName))
}
