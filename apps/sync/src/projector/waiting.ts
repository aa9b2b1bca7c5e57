import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import { rowsOf } from 'records'
import type { RefusedRow } from '../followers/write-halving.ts'
import { canBeProjected } from './may-be-ours.ts'
import type { Projection } from './tables.ts'

interface Target {
  readonly client: pg.ClientBase
  readonly tenantId: string
  readonly now: Date
}

/** A row whose missing record has arrived. */
export type DueRow = CamelRow<'sync.waiting', 'table_name' | 'st_id' | 'needs_table' | 'needs_st_id'>

/**
 * Records what rows of a table wait for, in place of what was recorded for them.
 * @param missing JSON text of the references to records that do not exist
 */
export async function recordWaiting(
  { client, tenantId, now }: Target,
  table: string,
  { ids, missing, refused }: WaitingRows,
): Promise<void> {
  await client.query(
    `DELETE FROM sync.waiting AS stored
      WHERE tenant_id = $1 AND table_name = $2 AND st_id = ANY ($3::bigint[])
        AND NOT EXISTS (SELECT FROM json_to_recordset($4::json) AS missing (st_id bigint, needs_table text, needs_st_id bigint)
                         WHERE missing.st_id = stored.st_id AND missing.needs_table = stored.needs_table
                           AND missing.needs_st_id = stored.needs_st_id)
        AND NOT (reason = 'refused' AND st_id = ANY ($5::bigint[]))`,
    [tenantId, table, ids, missing, refused.map(({ id }) => id)],
  )
  if (missing !== '[]') {
    await client.query(
      `INSERT INTO sync.waiting (tenant_id, table_name, st_id, needs_table, needs_st_id, reason, since)
       SELECT $1::bigint, $2, st_id, needs_table, needs_st_id, 'reference', $4::timestamptz
         FROM json_to_recordset($3::json) AS missing (st_id bigint, needs_table text, needs_st_id bigint)
       ON CONFLICT (tenant_id, table_name, st_id, needs_table, needs_st_id) DO UPDATE SET is_due = false
        WHERE waiting.is_due`,
      [tenantId, table, missing, now],
    )
  }
  if (refused.length > 0) {
    await client.query(
      `INSERT INTO sync.waiting AS stored (tenant_id, table_name, st_id, needs_table, needs_st_id, reason, error, since)
       SELECT $1::bigint, $2, st_id, '', 0, 'refused', error, $5::timestamptz
         FROM unnest($3::bigint[], $4::text[]) AS refused (st_id, error)
       ON CONFLICT (tenant_id, table_name, st_id, needs_table, needs_st_id) DO UPDATE SET error = excluded.error`,
      [tenantId, table, refused.map(({ id }) => id), refused.map(({ error }) => error), now],
    )
  }
}

export interface WaitingRows {
  /** The rows that were projected. */
  readonly ids: readonly string[]
  readonly missing: string
  readonly refused: readonly RefusedRow[]
}

/**
 * Notes which rows of a table are new in ServiceTitan while LAZI owns its records, in place of what was recorded for
 * them: they have no record, and are not deleted. References that records wait for stay.
 */
export async function noteNew(
  { client, tenantId, now }: Target,
  { name, cacheTable }: Pick<Projection, 'name' | 'cacheTable'>,
  ids: readonly string[],
): Promise<void> {
  const isNew = `EXISTS (SELECT FROM ${rowsOf(`raw.${cacheTable}`, 'st_id', { ids: '$3::bigint[]', name: 'cached' })}
                    WHERE cached.st_id = given_id AND cached.deleted_at IS NULL)
        AND NOT EXISTS (SELECT FROM lazi.${name} AS record WHERE record.tenant_id = $1 AND record.st_id = given_id)`
  await client.query(
    `WITH fresh AS MATERIALIZED (SELECT given_id FROM unnest($3::bigint[]) AS given_id WHERE ${isNew}),
     gone AS (
       DELETE FROM sync.waiting AS stored
        WHERE tenant_id = $1 AND table_name = $2 AND st_id = ANY ($3::bigint[])
          AND reason <> 'reference' AND NOT (reason = 'new' AND st_id IN (SELECT given_id FROM fresh))
     )
     INSERT INTO sync.waiting (tenant_id, table_name, st_id, needs_table, needs_st_id, reason, since)
     SELECT $1::bigint, $2, given_id, '', 0, 'new', $4::timestamptz FROM fresh
     ON CONFLICT (tenant_id, table_name, st_id, needs_table, needs_st_id) DO NOTHING`,
    [tenantId, name, ids, now],
  )
}

/** Marks the rows that wait for new records of a table: the next step projects them. @returns whether there are any */
export async function markDue(
  { client, tenantId }: Target,
  table: string,
  newIds: readonly string[],
): Promise<boolean> {
  if (newIds.length === 0) return false
  const { rowCount } = await client.query(
    `UPDATE sync.waiting SET is_due = true
      WHERE tenant_id = $1 AND needs_table = $2 AND needs_st_id = ANY ($3::bigint[]) AND reason = 'reference'`,
    [tenantId, table, newIds],
  )
  return (rowCount ?? 0) > 0
}

/** The next rows whose missing record has arrived, and those that are not being created by LAZI. */
export async function readDue({ client, tenantId }: Target, limit: number): Promise<DueRow[]> {
  const { rows } = await client.query<DueRow>(
    `SELECT table_name AS "tableName", st_id AS "stId", needs_table AS "needsTable",
            needs_st_id AS "needsStId" FROM sync.waiting
      WHERE tenant_id = $1 AND is_due AND ${canBeProjected} ORDER BY table_name, st_id LIMIT ${limit}`,
    [tenantId],
  )
  return rows
}

/** Removes rows whose missing record has arrived, and was referred to. */
export async function settleDue(
  { client, tenantId }: Target,
  table: string,
  due: readonly DueRow[],
): Promise<void> {
  await client.query(
    `DELETE FROM sync.waiting USING unnest($3::bigint[], $4::text[], $5::bigint[]) AS due (st_id, needs_table, needs_st_id)
      WHERE waiting.tenant_id = $1 AND waiting.table_name = $2 AND waiting.st_id = due.st_id
        AND waiting.needs_table = due.needs_table AND waiting.needs_st_id = due.needs_st_id`,
    [
      tenantId,
      table,
      due.map(({ stId }) => stId),
      due.map(({ needsTable }) => needsTable),
      due.map(({ needsStId }) => needsStId),
    ],
  )
}

/** One JSON text of the elements of several arrays, each as JSON text. */
export function joinLists(lists: readonly string[]): string {
  const filled = lists.filter((list) => list !== '[]')
  return `[${filled.map((list) => list.trim().slice(1, -1)).join(',')}]`
}
