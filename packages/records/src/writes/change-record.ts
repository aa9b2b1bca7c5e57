import type { WritableTable } from '../fields/field.ts'
import { InvalidValuesError } from './errors.ts'
import { assertReferences, lockGiven, type NewReference } from './lock-parents.ts'
import type { RecordWrite } from './record-write.ts'
import {
  assertVersion,
  lockRecord,
  type OtherFields,
  type RecordReference,
  type StoredRecord,
} from './stored-record.ts'
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
  /** Other fields that `check` needs of the record. @default none */
  readonly more?: OtherFields
  /** Checks what changes of the record, before it is written. @throws {WriteError} @default nothing */
  readonly check?: (record: StoredRecord, after: Readonly<Record<string, unknown>>) => void | Promise<void>
}

/**
 * Changes the given fields of a record. What it keeps of them is not checked: it may be a reference to a record that is no
 * longer active. A record that becomes inactive is locked like one that goes away, so that no new record
 * refers to it meanwhile.
 * @returns the record as it was
 * @throws {WriteError} when there is no such record, its version is another, or it may not have these values
 * @example
 * await changeRecord(write, { table: customerFields, reference: id, version: '3', values: { name: 'Park' } })
 */
export async function changeRecord(
  write: RecordWrite,
  {
    table,
    reference,
    version,
    values,
    isUnreferenced = false,
    more = {},
    check = () => undefined,
  }: RecordChange,
): Promise<StoredRecord> {
  const invalid = await lockGiven(write, referencesIn(table, values))
  const isRemoved = isUnreferenced || values.active === false
  const record = await lockRecord(write, table, reference, { isRemoved, more })
  await assertVersion(write, table, record, version)
  assertReferences(invalid, ({ path, id }) => listOf(record.values[fieldOf(path)]).includes(id))
  assertListed(table, record, values)
  await check(record, { ...record.values, ...values })
  updateRecord(write, table, { record, action: 'update', values })
  return record
}

/** The field of a path such as `tagTypeIds.0`. */
const fieldOf = (path: string) => path.split('.', 1)[0] as string

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])

/** @throws {InvalidValuesError} when a list gets more records, and has too many then */
function assertListed({ fields }: WritableTable, record: StoredRecord, values: RecordChange['values']): void {
  for (const [name, field] of Object.entries(fields)) {
    const given = values[name]
    if (field.kind !== 'records' || !Array.isArray(given) || given.length <= field.max) continue
    const before = listOf(record.values[name])
    if (given.some((id) => !before.includes(id)))
      throw new InvalidValuesError([{ path: name, message: `Expected at most ${field.max}` }])
  }
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
