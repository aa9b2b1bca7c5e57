import type { RecordChanges } from '../../append-changes.ts'
import { mergeFieldsOf } from '../../merge/index.ts'
import type { SyncedWrite } from '../outbox-row.ts'
import { syncedTableNamed } from '../synced-tables.ts'
import { baseOfCreated } from './created-values.ts'
import { foldProjected, lockTaken } from './fold-projected.ts'
import type { NewRecord } from './lock-creation.ts'

/** A record, and the one that ServiceTitan has created for it. */
export interface CreatedRecord {
  readonly record: NewRecord
  readonly stId: string
}

/**
 * Links records with those that ServiceTitan has created for them, and wakes those that waited for them. What people
 * changed since differs from what was sent, and is sent next; a record that is gone in LAZI is to be deleted there.
 * @param created whose rows are locked
 * @param heldId the record that the worker has claimed, and still handles
 * @returns the changes for `lazi.changes`
 * @throws {TakenError} when LAZI has one of ServiceTitan's as another record, which people have changed
 */
export async function linkCreated(
  { client, tenantId, now }: SyncedWrite,
  created: readonly CreatedRecord[],
  heldId: string,
): Promise<readonly RecordChanges[]> {
  const changes: RecordChanges[] = []
  for (const { record, stId } of created) {
    const taken = await lockTaken({ client, tenantId, now }, record.table, stId)
    if (taken?.isEdited) throw new TakenError(record.table, taken.id, stId)
    if (taken) {
      const fold = { table: record.table, from: taken.id, into: record.id }
      changes.push(...(await foldProjected({ client, tenantId, now }, fold)))
    }
    const { table, id, local, outbox, isDeleted } = record
    const fields = mergeFieldsOf(syncedTableNamed(table).writable)
    const base = isDeleted ? {} : baseOfCreated(fields, local, outbox.attempt?.sent ?? {})
    await client.query(
      `UPDATE lazi.${table} SET st_id = $3, version = version + 1, updated_at = $4, updated_by = 'servicetitan'
        WHERE tenant_id = $1 AND id = $2`,
      [tenantId, id, stId, now],
    )
    await client.query(
      `UPDATE sync.outbox SET op = $4, base = $5, state = 'pending', due_at = $6, attempts = 0, blocked_by = NULL,
              error = NULL, error_status = NULL, trace_id = NULL, failed_fields = '{}',
              leased_until = CASE WHEN record_id = $7 THEN leased_until END
        WHERE tenant_id = $1 AND table_name = $2 AND record_id = $3`,
      [tenantId, table, id, isDeleted ? 'delete' : 'update', JSON.stringify(base), now, heldId],
    )
  }
  await wake(
    { client, tenantId, now },
    created.map(({ record: { table, id } }) => `${table}/${id}`),
  )
  const tables = Map.groupBy(created, ({ record }) => record.table)
  const linked = [...tables].map(([table, rows]) => ({
    table,
    rows: JSON.stringify(rows.map(({ record: { id } }) => ({ id, op: 'update', changed_paths: ['st_id'] }))),
  }))
  return [...changes, ...linked]
}

/** LAZI has the record that ServiceTitan created already, and people have changed it: both cannot be one by themselves. */
export class TakenError extends Error {
  override readonly name = 'TakenError'

  constructor(table: string, id: string, stId: string) {
    super(
      `LAZI has ServiceTitan's ${table} ${stId} as another record, ${id}, and people have changed it. Take these changes back, then send this one again.`,
    )
  }
}

/** Sends what waited for records, or looks for it if it may have been sent. */
async function wake({ client, tenantId, now }: SyncedWrite, names: readonly string[]): Promise<void> {
  await client.query(
    `UPDATE sync.outbox SET state = CASE WHEN sent IS NULL AND state <> 'unknown' THEN 'pending' ELSE 'unknown' END, due_at = $3, blocked_by = NULL
      WHERE tenant_id = $1 AND blocked_by = ANY ($2)`,
    [tenantId, names, now],
  )
}
