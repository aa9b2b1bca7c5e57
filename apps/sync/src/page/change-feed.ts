import { inSavepoint, pipelined } from 'cli-kit/postgres'
import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import type { TableKey } from '../cache/table-key.ts'
import { isDataError } from '../postgres/data-errors.ts'

/**
 * Changes of rows of one table, as JSON text: an array of objects with the columns of `raw.changes` that differ from row
 * to row: `st_id`, `op`, `changed_paths`, `before` as text, `added` and `before_columns`. The text comes from PostgreSQL
 * and returns to it as it is, so that no number passes through JavaScript.
 */
export interface Changes {
  readonly table: string
  readonly rows: string
}

/** The tenant that owns the feed, and the run that writes the changes. */
interface FeedTarget {
  readonly client: pg.ClientBase
  readonly tenantId: string
  /** `raw.sync_runs.run_id`. @default no run */
  readonly runId?: string
}

/**
 * Appends changes to the tenant's feed, in order of table and `st_id`. The numbers are taken from the tenant's
 * position, whose row stays locked until the commit, so they have no gaps and become visible in order. Call it last in
 * the transaction: a transaction that has locked the position waits for no other lock, so it blocks the tenant's other
 * tables only briefly.
 */
export async function appendChanges(
  { client, tenantId, runId }: FeedTarget,
  changes: readonly Changes[],
  now: Date,
): Promise<void> {
  const published = changes.filter(({ rows }) => rows !== '[]')
  if (published.length === 0) return
  const tables = published.map(({ table }) => table)
  const lists = published.map(({ rows }) => rows)
  const send = (brackets: number | null) =>
    client.query(appendStatement, [tenantId, now, tables, lists, runId ?? null, brackets])
  const append = () =>
    inSavepoint(client, () => send(null)).catch((error: unknown) => {
      if (!isDataError(error)) throw error
      return send(SAFE_BRACKETS)
    })
  await pipelined(
    client.query(
      `INSERT INTO raw.change_positions AS position (tenant_id, last_seq, updated_at)
       SELECT $1::bigint, sum(json_array_length(list::json)), $2::timestamptz FROM unnest($3::text[]) AS list
       ON CONFLICT (tenant_id) DO UPDATE SET last_seq = position.last_seq + excluded.last_seq, updated_at = excluded.updated_at`,
      [tenantId, now, lists],
    ),
    lists.some((rows) => hasFormerValues.test(rows)) ? append() : send(null),
  )
}

/** Within a JSON string the quotes would be escaped. */
const hasFormerValues = /"before" ?: ?"/

/** The number of opening brackets up to which no value is nested too deeply, at any `max_stack_depth`. */
const SAFE_BRACKETS = 300

/**
 * A value that is nested almost too deeply could be stored, and may yet be refused here: a refusal must not fail the
 * page, so that only `before` of such a record is left out. `$6`: the most brackets in `before`, or NULL for any number.
 */
const appendStatement = `
WITH change AS MATERIALIZED (
  SELECT list.table_name, list.ord, row.*
    FROM unnest($3::text[], $4::text[]) WITH ORDINALITY AS list (table_name, rows, ord)
   CROSS JOIN LATERAL json_to_recordset(list.rows::json) AS row (
          st_id bigint, op text, changed_paths text[], before text, added text[], before_columns jsonb)
),
appended AS (
  INSERT INTO raw.changes (tenant_id, seq, table_name, st_id, op, changed_paths, before, added, before_columns, run_id, at)
  SELECT $1, position.last_seq - count(*) OVER () + row_number() OVER (ORDER BY table_name, st_id, ord),
         table_name, st_id, op, changed_paths,
         CASE WHEN $6::integer IS NULL OR length(before) - length(translate(before, '[{', '')) <= $6 THEN before::jsonb END,
         added, before_columns, $5::bigint, $2::timestamptz
    FROM change CROSS JOIN raw.change_positions AS position
   WHERE position.tenant_id = $1
  RETURNING 1
)
SELECT count(*) FROM appended`

/**
 * Publishes that consumers must read the whole table, because its first full sync has ended. Call it last in the
 * transaction.
 */
export async function publishSnapshot(
  client: pg.ClientBase,
  { tenantId, tableName }: TableKey,
  { now, runId }: { readonly now: Date; readonly runId: string },
): Promise<void> {
  const rows = JSON.stringify([{ st_id: null, op: 'snapshot', changed_paths: [] }])
  await appendChanges({ client, tenantId, runId }, [{ table: tableName, rows }], now)
}

/** The tables whose first full sync has ended, so that changes of single rows are published. */
export async function publishedTables(
  { client, tenantId }: Pick<FeedTarget, 'client' | 'tenantId'>,
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
