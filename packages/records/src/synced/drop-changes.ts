import { actorText } from '../audit/record-entries.ts'
import { type Conflict, groupValues, type MergeFields, mergeFieldsOf, ungroupValues } from '../merge/index.ts'
import { NoSuchRecordError, RefusedChangeError } from '../writes/errors.ts'
import { forget } from '../writes/outbox.ts'
import type { RecordWrite } from '../writes/record-write.ts'
import { lockRecord } from '../writes/stored-record.ts'
import { changesOf, setColumns } from '../writes/update-record.ts'
import { lockOutboxRow, readOpenConflicts } from './outbox-row.ts'
import { syncedTableNamed } from './synced-tables.ts'
import { newValues } from './version-statement.ts'
import { writeConflicts } from './write-conflicts.ts'

/**
 * Gives up what LAZI has to send of a record: it takes the values that ServiceTitan had when both agreed last, and each
 * field is stored as a conflict that was decided for ServiceTitan. A request that is under way may still be applied: LAZI then
 * takes its values as any others.
 * @throws {NoSuchRecordError} when the record does not differ
 * @throws {RefusedChangeError} when ServiceTitan does not have the record yet
 * @example
 * await writeRecords(client, { tenantId, domains, act }, (write) => dropChanges(write, { table: 'customers', id }))
 */
export async function dropChanges(
  write: RecordWrite,
  { table: name, id }: { readonly table: string; readonly id: string },
): Promise<void> {
  const { client, tenantId, act, defer } = write
  const table = syncedTableNamed(name)
  const { writable } = table
  const key = { tenantId, table: name, id }
  const record = await lockRecord(write, writable, id)
  const outbox = await lockOutboxRow(client, key)
  if (outbox === undefined || outbox.state === 'kept')
    throw new NoSuchRecordError('This record has no changes that wait to be sent.')
  if (outbox.op !== 'update')
    throw new RefusedChangeError(
      'ServiceTitan does not have this record yet: its values cannot be taken over.',
    )
  if (Object.hasOwn(outbox.base, 'technicianIds'))
    throw new RefusedChangeError('Its technicians are not given up: assign those of ServiceTitan again.')
  const open = await readOpenConflicts(client, key)
  const fields = mergeFieldsOf(writable)
  const local = groupValues(fields, record.values)
  const changed = ungroupValues(fields, outbox.base)
  const columns = newValues(table, changed).map(({ name: field, ...column }) => [field, column] as const)
  if (columns.length > 0) setColumns(write, name, id, Object.fromEntries(columns))
  const conflicts = Object.entries(outbox.base)
    .filter(([field]) => !isOpen(field, open))
    .map(
      ([field, theirs]): Conflict => ({
        field,
        kind: 'both-changed',
        base: theirs,
        laziValue: local[field],
        servicetitanValue: theirs,
        policy: policyOf(fields, field),
        decision: 'servicetitan',
      }),
    )
  await writeConflicts({ client, tenantId, now: act.now }, key, {
    conflicts,
    settled: Object.keys(open),
    modifiedOn: null,
    decidedBy: actorText(act.actor),
  })
  defer(forget(write, name, record))
  write.enter({
    action: 'drop',
    entity: `lazi.${name}`,
    entityId: id,
    changes: changesOf(record, changed),
  })
}

/** Whether a field has an open conflict; of texts by key, one of them. */
const isOpen = (field: string, open: Readonly<Record<string, Conflict>>) =>
  Object.keys(open).some((name) => name === field || name.startsWith(`${field}.`))

function policyOf(fields: MergeFields, name: string): Conflict['policy'] {
  return fields[name]?.onConflict ?? 'servicetitan'
}
