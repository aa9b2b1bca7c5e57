import type pg from 'pg'

/** Changes of rows of one table, as JSON text: an array of `{st_id, op, changed_paths}`. */
export interface Changes {
  readonly table: string
  readonly rows: string
}

interface FeedPlace {
  readonly tenantId: string
  readonly now: Date
}

/**
 * Appends changes to the tenant's feed, by table and `st_id`. The numbers come from the tenant's position, whose
 * row stays locked until the commit: so they have no gaps and are seen in order. Call it last in the transaction:
 * whoever holds the position waits for nothing more, and holds up the tenant's other tables for a moment only.
 */
export async function appendChanges(
  client: pg.ClientBase,
  { tenantId, now }: FeedPlace,
  changes: readonly Changes[],
): Promise<void> {
  const told = changes.filter(({ rows }) => rows !== '[]')
  if (told.length === 0) return
  await client.query(
    `WITH told AS MATERIALIZED (
       SELECT list.table_name, list.place, row.*
         FROM unnest($3::text[], $4::text[]) WITH ORDINALITY AS list (table_name, rows, place)
        CROSS JOIN LATERAL json_to_recordset(list.rows::json) AS row (st_id bigint, op text, changed_paths text[])
     ),
     position AS (
       INSERT INTO raw.change_positions AS held (tenant_id, last_seq, updated_at)
       SELECT $1::bigint, count(*), $2::timestamptz FROM told
       ON CONFLICT (tenant_id) DO UPDATE SET last_seq = held.last_seq + excluded.last_seq, updated_at = excluded.updated_at
       RETURNING last_seq
     )
     INSERT INTO raw.changes (tenant_id, seq, table_name, st_id, op, changed_paths, at)
     SELECT $1, position.last_seq - count(*) OVER () + row_number() OVER (ORDER BY table_name, st_id, place),
            table_name, st_id, op, changed_paths, $2
       FROM told CROSS JOIN position`,
    [tenantId, now, told.map(({ table }) => table), told.map(({ rows }) => rows)],
  )
}

/** Tells consumers to read a whole table: its first full sync has ended. Call it last in the transaction. */
export async function announceSnapshot(
  client: pg.ClientBase,
  { tenantId, tableName }: { readonly tenantId: string; readonly tableName: string },
  now: Date,
): Promise<void> {
  const rows = JSON.stringify([{ st_id: null, op: 'snapshot', changed_paths: [] }])
  await appendChanges(client, { tenantId, now }, [{ table: tableName, rows }])
}

/** Which of the tables have ended their first full sync, so that changes of single rows are told. */
export async function announcedTables(
  client: pg.ClientBase,
  tenantId: string,
  tables: readonly string[],
): Promise<ReadonlySet<string>> {
  if (tables.length === 0) return new Set()
  const { rows } = await client.query<{ table_name: string }>(
    `SELECT table_name FROM raw.sync_state
      WHERE tenant_id = $1 AND table_name = ANY ($2) AND last_full_sync IS NOT NULL`,
    [tenantId, tables],
  )
  return new Set(rows.map(({ table_name }) => table_name))
}
