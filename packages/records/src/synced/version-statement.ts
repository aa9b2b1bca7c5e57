import { recordColumn } from '../field-name.ts'
import { valueKindOf } from '../fields/field.ts'
import { compareRows, reasonsIf, versionedFields } from '../project-statement.ts'
import { instantText, type ValueKind, valueType } from '../value-json.ts'
import { fieldsJson } from '../writes/stored-record.ts'
import type { SyncedTable } from './synced-table.ts'

/** A version of a record in the cache. */
export interface CachedVersion {
  /** The fields that people can change, as JSON has them. */
  readonly values: Readonly<Record<string, unknown>>
  readonly modifiedOn: string | null
  readonly isActive: boolean
  /** Whether ServiceTitan has the record no longer. */
  readonly isDeleted: boolean
  /** The other columns in which the record differs from it. */
  readonly others: readonly string[]
}

const sharedColumns: readonly string[] = ['active', 'created_at', 'deleted_at']

/** The columns that only ServiceTitan changes: those of the record that people cannot change. */
function otherColumns({ writable, record }: SyncedTable): string[] {
  const own = new Set(Object.keys(writable.fields).map(recordColumn))
  return [...Object.keys(record.fields), ...sharedColumns].filter((column) => !own.has(column))
}

/** The statement that reads versions of the cache. `$1` is the tenant, `$2` the ids there. */
export function versionStatement(table: SyncedTable): string {
  const projected = Object.entries(table.writable.fields).filter(([name]) => isProjected(table, name))
  const others = otherColumns(table).map((column) => `'${column}'`)
  return `
WITH ${compareRows(table.record)}
SELECT ${fieldsJson({ fields: Object.fromEntries(projected) }, {})} AS values, ${instantText('st_modified_on')} AS "modifiedOn",
       active AS "isActive", deleted_at IS NOT NULL AS "isDeleted",
       ARRAY(SELECT field FROM unnest(changed) AS field WHERE field = ANY (ARRAY[${others.join(', ')}])) AS others
  FROM compared`
}

/** Whether ServiceTitan has a field that people can change. */
const isProjected = ({ record }: SyncedTable, name: string) =>
  versionedFields(record).includes(recordColumn(name))

/** A new value of a field, with its kind. */
export interface NewValue {
  readonly name: string
  readonly value: unknown
  readonly kind: ValueKind
}

/** New values with their kinds. @throws {Error} when a field is not exchanged: merges know no others */
export function newValues({ writable }: SyncedTable, values: Readonly<Record<string, unknown>>): NewValue[] {
  return Object.entries(values).map(([name, value]) => {
    const field = writable.fields[name]
    if (field === undefined) throw new Error(`Expected a field of ${writable.table}, got ${name}`)
    const isNone = field.kind === 'records' && !field.isRequired && Array.isArray(value) && value.length === 0
    return { name, value: isNone ? null : value, kind: valueKindOf(field) }
  })
}

/**
 * The values of the fields that follow from others which differ from ServiceTitan.
 * @param local by field, those that are exchanged
 * @param base the fields that differ
 */
export function followingValues(
  { follows = {} }: Pick<SyncedTable, 'follows'>,
  local: Readonly<Record<string, unknown>>,
  base: Readonly<Record<string, unknown>>,
): NewValue[] {
  return Object.entries(follows).flatMap(([name, { of, kind, derive }]) =>
    Object.hasOwn(base, of) ? [{ name, value: derive(local[of]), kind }] : [],
  )
}

/**
 * The statement that writes a merged version: ServiceTitan's columns as the cache has them, and given values of others.
 * `$1` is the tenant, `$2` the ids there, `$3` by how much the version rises, `$4` the time, `$5` who changed it, and
 * then the values: of ServiceTitan's columns those that follow from what differs.
 */
export function mergedStatement(table: SyncedTable, values: readonly NewValue[]): string {
  const set = [
    ...otherColumns(table)
      .filter((column) => !values.some(({ name }) => recordColumn(name) === column))
      .map((column) => `${column} = compared.${column}`),
    ...values.map(({ name, kind }, index) => `${recordColumn(name)} = $${index + 6}::${valueType[kind]}`),
  ]
  const status = values.findIndex(({ name }) => name === 'status')
  const reasons = reasonsIf(table.record, status < 0 ? 'stored.status' : `$${status + 6}::text`)
  const ifRaised = (column: string, value: string) =>
    `${column} = CASE WHEN $3::integer > 0 THEN ${value} ELSE stored.${column} END`
  return `
WITH ${compareRows(table.record)}
UPDATE lazi.${table.record.name} AS stored
   SET ${[...set, ...reasons].join(', ')}, st_modified_on = compared.st_modified_on, version = stored.version + $3::integer,
       ${ifRaised('updated_at', '$4::timestamptz')}, ${ifRaised('updated_by', '$5')}
  FROM compared
 WHERE stored.tenant_id = $1 AND stored.id = compared.stored_id`
}
