import type { WritableTable } from '../fields/field.ts'
import { noteDeleted } from './outbox.ts'
import type { RecordWrite } from './record-write.ts'
import type { StoredRecord } from './stored-record.ts'
import { setColumns } from './update-record.ts'

/**
 * Marks a locked record as deleted; while ServiceTitan has records too, as inactive, which is how it says so itself.
 * @param texts fields that are emptied, of which the entry has the values: its parent may move to another customer, and the
 *   record is not found by an erasure of the former one
 */
export async function removeRecord(
  write: RecordWrite,
  table: WritableTable,
  record: StoredRecord,
  texts: readonly string[],
): Promise<void> {
  const filled = Object.entries(record.values).filter(([, value]) => value !== null)
  const isTheirs = record.stId !== null && (await write.isHybrid())
  const emptied = isTheirs ? [] : filled.filter(([name]) => texts.includes(name)).map(([name]) => name)
  setColumns(write, table.table, record.id, {
    active: { value: false, kind: 'boolean' },
    ...(!isTheirs && { deletedAt: { value: write.act.now.toISOString(), kind: 'instant' } }),
    ...Object.fromEntries(emptied.map((name) => [name, { value: null, kind: 'text' as const }])),
  })
  if (!isTheirs) write.publish(table.table, record.id, 'delete')
  noteDeleted(write, table, record)
  write.enter({
    action: 'delete',
    entity: `lazi.${table.table}`,
    entityId: record.id,
    changes: Object.fromEntries(
      filled.map(([name, value]) => [
        name,
        emptied.includes(name) ? { old: value, new: null } : { old: value },
      ]),
    ),
  })
}
