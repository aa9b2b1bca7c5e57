import type { WritableTable } from '../fields/field.ts'
import { noteDeleted } from './outbox.ts'
import type { RecordWrite } from './record-write.ts'
import type { StoredRecord } from './stored-record.ts'
import { setColumns } from './update-record.ts'

/** Marks a locked record as deleted. */
export function removeRecord(write: RecordWrite, table: WritableTable, record: StoredRecord): void {
  setColumns(write, table.table, record.id, {
    active: { value: false, kind: 'boolean' },
    deletedAt: { value: write.act.now.toISOString(), kind: 'instant' },
  })
  write.publish(table.table, record.id, 'delete')
  noteDeleted(write, table, record)
  write.enter({
    action: 'delete',
    entity: `lazi.${table.table}`,
    entityId: record.id,
    changes: Object.fromEntries(
      Object.entries(record.values)
        .filter(([, value]) => value !== null)
        .map(([name, value]) => [name, { old: value }]),
    ),
  })
}
