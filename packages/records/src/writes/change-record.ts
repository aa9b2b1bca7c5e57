import type { WritableTable } from '../fields/field.ts'
import { lockParents, type NewReference } from './lock-parents.ts'
import type { RecordWrite } from './record-write.ts'
import { assertVersion, lockRecord, type RecordReference, type StoredRecord } from './stored-record.ts'
import { updateRecord } from './update-record.ts'

/** New values of some fields of a record. */
export interface RecordChange {
  readonly table: WritableTable
  readonly reference: RecordReference
  /** The version for which the change was made. */
  readonly version: string
  /** By field, as JSON has them. */
  readonly values: Readonly<Record<string, unknown>>
  /** Whether no new record may refer to it until it is changed, as when it becomes inactive. @default false */
  readonly isUnreferenced?: boolean
  /** Checks the record as it would be, before it is written. @throws {WriteError} @default nothing */
  readonly check?: (record: StoredRecord, after: Readonly<Record<string, unknown>>) => void | Promise<void>
}

/**
 * Changes the given fields of a record. One that becomes inactive is locked like one that goes away, so that no new record
 * refers to it meanwhile.
 * @returns the record as it was
 * @throws {WriteError} when there is no such record, its version is another, or it may not have these values
 * @example
 * await changeRecord(write, { table: customerFields, reference: id, version: '3', values: { name: 'Park' } })
 */
export async function changeRecord(
  write: RecordWrite,
  { table, reference, version, values, isUnreferenced = false, check = () => undefined }: RecordChange,
): Promise<StoredRecord> {
  await lockParents(write, referencesIn(table, values))
  const isRemoved = isUnreferenced || values.active === false
  const record = await lockRecord(write, table, reference, { isRemoved })
  await assertVersion(write, table, record, version)
  await check(record, { ...record.values, ...values })
  updateRecord(write, table, { record, action: 'update', values })
  return record
}

/**
 * The records to which given values refer.
 * @param prefix of the path of each field, such as `appointments.0.`
 * @example
 * referencesIn(jobFields, { customerId: id }) // [{ path: 'customerId', of: 'customers', id }]
 */
export function referencesIn(
  { fields }: Pick<WritableTable, 'fields'>,
  values: Readonly<Record<string, unknown>>,
  prefix = '',
): NewReference[] {
  return Object.entries(values).flatMap(([name, value]): NewReference[] => {
    const field = fields[name]
    const path = `${prefix}${name}`
    if (field?.kind === 'record' && typeof value === 'string') return [{ path, of: field.of, id: value }]
    if (field?.kind !== 'records' || !Array.isArray(value)) return []
    return value.map((id: string, index) => ({ path: `${path}.${index}`, of: field.of, id }))
  })
}
