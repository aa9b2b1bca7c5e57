import type { RecordChanges, RecordTable } from 'records'
import { linkAssignments, mergeCached, type SyncedWrite, syncedTableOf } from 'records/synced'
import { tableOf } from '../cache/tables.ts'

/** Rows whose records people changed, merged; the others are projected. */
export interface MergedRows {
  /** LAZI's ids of the records that changed. */
  readonly updated: readonly string[]
  /** Their changes for `lazi.changes`, as JSON text. */
  readonly changes: string
  /** Changes of records that ended with them. */
  readonly ended: readonly RecordChanges[]
  /** ServiceTitan's ids of the rows whose records both sides agree on. */
  readonly others: readonly string[]
  /** LAZI's ids of all records: what they are copied to follows them, also where a push has written them. */
  readonly known: readonly string[]
}

/** Of rows whose records people did not change. */
export const noneEdited = (ids: readonly string[]): MergedRows => ({
  updated: [],
  changes: '[]',
  ended: [],
  others: ids,
  known: [],
})

/**
 * Merges the rows whose records people changed since both sides agreed. The records are locked first, so that none is
 * changed between the question and the projection of the others.
 * @param ids ServiceTitan's ids
 */
export async function mergeEdited(
  write: SyncedWrite,
  table: RecordTable,
  ids: readonly string[],
): Promise<MergedRows> {
  const synced = syncedTableOf(table.name)
  if (synced === undefined) return noneEdited(ids)
  if (table.name === 'appointment_assignments') await linkAssignments(write, { assignments: ids })
  const known = await lockKnown(write, table.name, ids)
  const edited = await findEdited(write, table.name, known)
  const changes: { readonly id: string; readonly op: 'update'; readonly changed_paths: readonly string[] }[] =
    []
  const ended: RecordChanges[] = []
  for (const { id } of edited) {
    const merged = await mergeCached(write, synced, id, { kind: 'version', endsAttempt: false })
    if (merged && merged.changed.length > 0) changes.push({ id, op: 'update', changed_paths: merged.changed })
    ended.push(...(merged?.ended ?? []))
  }
  const removed = 'active' in synced.writable.fields ? [] : await findRemoved(write, table, ids)
  const taken = new Set([...edited.map(({ stId }) => stId), ...removed])
  return {
    updated: changes.map(({ id }) => id),
    changes: JSON.stringify(changes),
    ended,
    others: ids.filter((id) => !taken.has(id)),
    known: known.map(({ id }) => id),
  }
}

interface Known {
  readonly id: string
  readonly stId: string
}

async function lockKnown(
  { client, tenantId }: SyncedWrite,
  table: string,
  ids: readonly string[],
): Promise<readonly Known[]> {
  const { rows } = await client.query<Known>(
    `SELECT id::text, st_id::text AS "stId" FROM lazi.${table}
      WHERE tenant_id = $1 AND st_id = ANY ($2::bigint[]) ORDER BY id FOR NO KEY UPDATE`,
    [tenantId, ids],
  )
  return rows
}

async function findEdited(
  { client, tenantId }: SyncedWrite,
  table: string,
  rows: readonly Known[],
): Promise<readonly Known[]> {
  const { rows: edited } = await client.query<{ id: string }>(
    `SELECT record_id::text AS id FROM sync.outbox WHERE tenant_id = $1 AND table_name = $2 AND record_id = ANY ($3::uuid[])`,
    [tenantId, table, rows.map(({ id }) => id)],
  )
  const editedIds = new Set(edited.map(({ id }) => id))
  return rows.filter(({ id }) => editedIds.has(id))
}

/**
 * Those of the rows whose records were removed in LAZI, and in ServiceTitan, but which are the version from before: it was
 * read just before the removal, and the feed has not brought a later one yet.
 */
async function findRemoved(
  { client, tenantId }: SyncedWrite,
  { name, resource }: RecordTable,
  ids: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await client.query<{ stId: string }>(
    `SELECT record.st_id::text AS "stId" FROM lazi.${name} AS record
       JOIN raw.${tableOf(resource).name} AS cached ON cached.tenant_id = $1 AND cached.st_id = record.st_id
      WHERE record.tenant_id = $1 AND record.st_id = ANY ($2::bigint[]) AND NOT record.active
        AND cached.active AND cached.deleted_at IS NULL
        AND (record.st_modified_on IS NULL OR cached.modified_on <= record.st_modified_on)`,
    [tenantId, ids],
  )
  return rows.map(({ stId }) => stId)
}
