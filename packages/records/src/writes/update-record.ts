import { isDeepStrictEqual } from 'node:util'
import { prepared } from 'cli-kit/postgres'
import type { AuditAction } from 'db-migrations/protocol'
import { actorText, type FieldChange } from '../audit/record-entries.ts'
import { recordColumn } from '../field-name.ts'
import { valueKindOf, type WritableTable } from '../fields/field.ts'
import { plainDecimal, type ValueKind, valueType } from '../value-json.ts'
import { InvalidValuesError } from './errors.ts'
import { noteChanged } from './outbox.ts'
import type { RecordWrite } from './record-write.ts'
import type { StoredRecord } from './stored-record.ts'

/** New values of a record's columns, each with its kind. */
export type NewColumns = Readonly<Record<string, { readonly value: unknown; readonly kind: ValueKind }>>

/** The new values of a record, by field. */
export interface RecordUpdate {
  readonly record: StoredRecord
  readonly action: AuditAction
  /** Fields that people can change. @default none */
  readonly values?: Readonly<Record<string, unknown>>
  /** Fields that follow from an action, each with its kind; `record.values` has their former values. @default none */
  readonly others?: NewColumns
}

/**
 * Updates a locked record where values differ: the record, what is agreed with ServiceTitan, the audit entry and the feed.
 * @returns whether something changed
 */
export function updateRecord(
  write: RecordWrite,
  table: WritableTable,
  { record, action, values = {}, others = {} }: RecordUpdate,
): boolean {
  const given = { ...columnsOf(table, values, record), ...others }
  const changed = Object.entries(given).filter(
    ([field, { value, kind }]) => !isSameValue(kind, value, record.values[field] ?? null),
  )
  if (changed.length === 0) return false
  const fields = Object.fromEntries(changed.map(([field, { value }]) => [field, value]))
  refuseServiceTitans(write, table, fields)
  setColumns(write, table.table, record.id, Object.fromEntries(changed))
  noteChanged(write, table, record, fields)
  write.enter({
    action,
    entity: `lazi.${table.table}`,
    entityId: record.id,
    changes: changesOf(record, fields),
  })
  return true
}

const ofServiceTitan = 'It changes in ServiceTitan while both sides change these records.'
const cannotBeEmptied = 'ServiceTitan cannot empty it.'

/**
 * Fields that ServiceTitan owns while both sides change records are read-only then.
 * @param prefix of the path of each field
 */
export function refuseServiceTitans(
  write: RecordWrite,
  { fields }: WritableTable,
  changed: Readonly<Record<string, unknown>>,
  prefix = '',
): void {
  const problems = Object.entries(changed).flatMap(([name, value]) => {
    const { ownerInHybrid, staysInHybrid } = fields[name] ?? {}
    const path = `${prefix}${name}`
    if (ownerInHybrid === 'servicetitan') return [{ path, message: ofServiceTitan }]
    return staysInHybrid && value === null ? [{ path, message: cannotBeEmptied }] : []
  })
  if (problems.length > 0) write.refuseInHybrid(new InvalidValuesError(problems))
}

/** Whether a value is what a record has; 129.95 is 129.950, in which form ServiceTitan may have sent it. */
function isSameValue(kind: ValueKind, value: unknown, before: unknown): boolean {
  if (kind === 'decimal' && typeof value === 'string' && typeof before === 'string')
    return plainDecimal(value) === plainDecimal(before)
  return isDeepStrictEqual(value, before)
}

/** The changes of a record's entry: its former values, and the new ones. */
export function changesOf(
  { values }: Pick<StoredRecord, 'values'>,
  changed: Readonly<Record<string, unknown>>,
): Readonly<Record<string, FieldChange>> {
  return Object.fromEntries(
    Object.entries(changed).map(([field, value]) => [field, { old: values[field] ?? null, new: value }]),
  )
}

/** The columns of fields that people can change; custom fields are merged with those that the record has. */
export function columnsOf(
  { fields }: Pick<WritableTable, 'fields'>,
  values: Readonly<Record<string, unknown>>,
  record: Pick<StoredRecord, 'values'> | null,
): NewColumns {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const field = fields[name]
      if (!field) throw new Error(`Expected a field that can be changed, got ${name}`)
      const isMerged = field.kind === 'customFields'
      return [
        name,
        { value: isMerged ? mergeFields(record?.values[name], value) : value, kind: valueKindOf(field) },
      ]
    }),
  )
}

/** Those that are given are set, and null removes one. */
function mergeFields(before: unknown, given: unknown): Readonly<Record<string, unknown>> {
  const merged = { ...(before as object | null | undefined), ...(given as object) }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null))
}

/**
 * Sets columns of a record that is locked, and raises its version.
 * @param columns by field
 */
export function setColumns(
  { client, tenantId, act, defer, publish }: RecordWrite,
  table: string,
  id: string,
  columns: NewColumns,
): void {
  const set = Object.entries(columns).map(
    ([field, { kind }], index) => `${recordColumn(field)} = $${index + 5}::${valueType[kind]}`,
  )
  const text = `UPDATE lazi.${table} SET ${set.join(', ')}, version = version + 1, updated_at = $3, updated_by = $4
      WHERE tenant_id = $1 AND id = $2`
  const values = [tenantId, id, act.now, actorText(act.actor), ...parametersOf(columns)]
  // Of one column there are few such statements; of several, as many as ways to combine them.
  defer(client.query(set.length === 1 ? prepared(text, values) : { text, values }))
  publish(table, id, 'update', Object.keys(columns).map(recordColumn))
}

/** The values of columns as parameters of a statement. */
export const parametersOf = (columns: NewColumns): unknown[] =>
  Object.values(columns).map(({ value, kind }) =>
    kind === 'json' && value !== null ? JSON.stringify(value) : value,
  )
