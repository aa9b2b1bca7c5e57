import type pg from 'pg'
import { tenantId } from './account.ts'

/** Publishes changes of cached rows, as a run of the sync does. */
export async function publishRows(
  client: pg.ClientBase,
  table: string,
  op: 'insert' | 'update' | 'delete',
  ids: readonly string[],
): Promise<void> {
  await client.query(
    `WITH position AS (
       UPDATE raw.change_positions SET last_seq = last_seq + cardinality($3::bigint[]) WHERE tenant_id = $1 RETURNING last_seq)
     INSERT INTO raw.changes (tenant_id, seq, table_name, st_id, op, changed_paths, at)
     SELECT $1, last_seq - cardinality($3::bigint[]) + place, $2, id, $4, '{}', now()
       FROM position CROSS JOIN unnest($3::bigint[]) WITH ORDINALITY AS changed (id, place)`,
    [tenantId, table, ids, op],
  )
}

/** A copy of a cached row with another id, published as new. @param more other values, by column */
export async function copyRow(
  client: pg.ClientBase,
  { table, from, to }: { readonly table: string; readonly from: string; readonly to: string },
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { rows } = await client.query<{ columns: string }>(
    `SELECT string_agg(column_name, ', ') AS columns FROM information_schema.columns
      WHERE table_schema = 'raw' AND table_name = $1 AND is_generated = 'NEVER'`,
    [table],
  )
  const columns = rows[0]?.columns
  await client.query(
    `INSERT INTO raw.${table} (${columns})
     SELECT ${columns} FROM (
       SELECT (jsonb_populate_record(row, $3::jsonb)).* FROM raw.${table} AS row WHERE tenant_id = $1 AND st_id = $2
     ) AS copied`,
    [tenantId, from, JSON.stringify({ st_id: to, ...more })],
  )
  await publishRows(client, table, 'insert', [to])
}
