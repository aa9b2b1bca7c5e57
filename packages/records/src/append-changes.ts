import { pipelined } from 'cli-kit/postgres'
import type pg from 'pg'

/**
 * Changes of records of one table, as JSON text: an array of `{id, op, changed_paths}`. In place of `id` it may have
 * `st_id`, from which the id is computed.
 */
export interface RecordChanges {
  readonly table: string
  readonly rows: string
}

/** Who caused the changes, and when. */
export interface Cause {
  /** As kind:id, or `servicetitan`. */
  readonly actor: string
  /** The number in `raw.changes` up to which ServiceTitan's changes are in them; null: it did not cause them. */
  readonly causeSeq: string | null
  /** The request to the API that made them, a UUID. @default none */
  readonly requestId?: string | undefined
  readonly now: Date
}

/**
 * Appends changes to the tenant's feed of records, in the order given. The numbers are taken from the tenant's position,
 * whose row stays locked until the commit, so they have no gaps and become visible in order. Call it last in the
 * transaction.
 * @example
 * await appendRecordChanges(client, '1001', [{ table: 'jobs', rows: projected.changes }], cause)
 */
export async function appendRecordChanges(
  client: pg.ClientBase,
  tenantId: string,
  changes: readonly RecordChanges[],
  { actor, causeSeq, requestId, now }: Cause,
): Promise<void> {
  const published = changes.filter(({ rows }) => rows !== '[]')
  if (published.length === 0) return
  const lists = published.map(({ rows }) => rows)
  // Prepared: planning them takes longer than appending the changes of one request. One document in place of arrays,
  // whose length PostgreSQL estimates: it would plan the statement anew for each.
  const document = `[${published.map(({ table, rows }) => `{"table_name":${JSON.stringify(table)},"rows":${rows}}`)}]`
  const held = client.query({
    name: 'lazi_change_position',
    text: `INSERT INTO lazi.change_positions AS position (tenant_id, last_seq, updated_at)
     SELECT $1::bigint, sum(json_array_length(list::json)), $2::timestamptz FROM unnest($3::text[]) AS list
     ON CONFLICT (tenant_id) DO UPDATE SET last_seq = position.last_seq + excluded.last_seq, updated_at = excluded.updated_at`,
    values: [tenantId, now, lists],
  })
  const appended = client.query({
    name: 'lazi_append_changes',
    text: `WITH change AS MATERIALIZED (
       SELECT list.table_name, list.place, row.*
         FROM ROWS FROM (
                json_to_recordset($3::json) AS (table_name text, rows json)
              ) WITH ORDINALITY AS list (table_name, rows, place)
        CROSS JOIN LATERAL ROWS FROM (
                   json_to_recordset(list.rows) AS (id uuid, st_id bigint, op text, changed_paths text[])
                 ) WITH ORDINALITY AS row (id, st_id, op, changed_paths, number)
     ),
     appended AS (
     INSERT INTO lazi.changes (tenant_id, seq, table_name, id, op, changed_paths, actor, cause_seq, request_id, at)
     SELECT $1, position.last_seq - count(*) OVER () + row_number() OVER (ORDER BY place, number),
            table_name, coalesce(change.id, lazi.projected_id(position.tenant_id, table_name, change.st_id)), op, changed_paths, $4, $5, $6, $2::timestamptz
       FROM change CROSS JOIN lazi.change_positions AS position
      WHERE position.tenant_id = $1
     RETURNING 1
     )
     SELECT count(*) FROM appended`,
    values: [tenantId, now, document, actor, causeSeq, requestId ?? null],
  })
  await pipelined(held, appended)
}

/** The change that asks consumers to read the whole table. */
export const snapshotOf = (table: string): RecordChanges => ({
  table,
  rows: JSON.stringify([{ id: null, op: 'snapshot', changed_paths: [] }]),
})
