import type { WritableTable } from '../fields/field.ts'
import { noteDeleted } from './outbox.ts'
import type { RecordWrite } from './record-write.ts'
import type { StoredRecord } from './stored-record.ts'
import { setColumns } from './update-record.ts'

/**
 * Marks a locked record as deleted.
 * @param texts fields that are emptied, of which the entry has the values: its parent may move to another customer, and the
 *   record is not found by an erasure of the former one
 */
export function removeRecord(
  write: RecordWrite,
  table: WritableTable,
  record: StoredRecord,
  texts: readonly string[],
): void {
  const filled = Object.entries(record.values).filter(([, value]) => value !== null)
  const emptied = filled.filter(([name]) => texts.includes(name))
  setColumns(write, table.table, record.id, {
    active: { value: false, kind: 'boolean' },
    deletedAt: { value: write.act.now.toISOString(), kind: 'instant' },
    ...Object.fromEntries(emptied.map(([name]) => [name, { value: null, kind: 'text' as const }])),
  })
  write.publish(table.table, record.id, 'delete')
  noteDeleted(write, table, record)
  write.enter({
    action: 'delete',
    entity: `lazi.${table.table}`,
    entityId: record.id,
    changes: Object.fromEntries(
      filled.map(([name, value]) => [
        name,
        texts.includes(name) ? { old: value, new: null } : { old: value },
      ]),
    ),
  })
}
