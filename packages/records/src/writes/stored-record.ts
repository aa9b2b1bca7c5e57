import { prepared } from 'cli-kit/postgres'
import { recordColumn } from '../field-name.ts'
import { valueKindOf, type WritableTable } from '../fields/field.ts'
import { type ValueKind, valueJson } from '../value-json.ts'
import { NoSuchRecordError, StaleVersionError } from './errors.ts'
import type { RecordWrite } from './record-write.ts'

/** A record that a transaction has locked. */
export interface StoredRecord {
  readonly id: string
  readonly stId: string | null
  readonly source: 'servicetitan' | 'lazi'
  readonly version: string
  readonly isDeleted: boolean
  /** Its fields as JSON has them. */
  readonly values: Readonly<Record<string, unknown>>
}

/** Whether one of these fields changes. @param after the values as they would be */
export const isOther = (
  { values }: Pick<StoredRecord, 'values'>,
  after: Readonly<Record<string, unknown>>,
  fields: readonly string[],
): boolean => fields.some((field) => after[field] !== values[field])

/** A record by LAZI's id, or by ServiceTitan's after `st:`, as a request refers to it. */
export type RecordReference = string

/** The words for one record of each table. */
const words: Readonly<Record<string, string>> = {
  customers: 'customer',
  customer_contacts: 'contact',
  locations: 'location',
  location_contacts: 'contact',
  jobs: 'job',
  appointments: 'appointment',
  business_units: 'business unit',
  job_types: 'job type',
  campaigns: 'campaign',
  zones: 'zone',
  tag_types: 'tag',
  technicians: 'technician',
  job_cancel_reasons: 'reason for cancellation',
  job_hold_reasons: 'reason for a hold',
}

/**
 * A record of a table in words.
 * @example
 * wordOf('customer_contacts') // 'contact'
 */
export function wordOf(table: string): string {
  const word = words[table]
  if (word === undefined) throw new Error(`There is no word for a record of ${table}.`)
  return word
}

/** Fields that people cannot change, each with its kind. */
export type OtherFields = Readonly<Record<string, ValueKind>>

/** SQL of the fields of a table's record as a JSON object. */
export function fieldsJson({ fields }: Pick<WritableTable, 'fields'>, more: OtherFields): string {
  const own = Object.entries(fields).map(([name, field]) => [name, valueKindOf(field)] as const)
  const members = [...own, ...Object.entries(more)].map(
    ([name, kind]) => `'${name}', ${valueJson[kind](recordColumn(name))}`,
  )
  return `json_build_object(${members.join(', ')})`
}

/** How a statement finds a record by a reference, which is its second parameter. */
export function findBy(reference: RecordReference): { readonly where: string; readonly value: string } {
  if (reference.startsWith('st:')) return { where: 'st_id = $2::bigint', value: reference.slice(3) }
  return { where: 'id = $2::uuid', value: reference }
}

/** LAZI's id of a record. @throws {NoSuchRecordError} when there is none */
export async function idOf(
  { client, tenantId }: RecordWrite,
  table: string,
  reference: RecordReference,
): Promise<string> {
  const { where, value } = findBy(reference)
  const { rows } = await client.query<{ id: string }>(
    `SELECT id::text FROM lazi.${table} WHERE tenant_id = $1 AND ${where} AND deleted_at IS NULL`,
    [tenantId, value],
  )
  const [row] = rows
  if (!row) throw noSuchRecord(table, reference)
  return row.id
}

const noSuchRecord = (table: string, reference: RecordReference) =>
  new NoSuchRecordError(`This account has no such ${wordOf(table)}: ${reference}.`)

/**
 * Locks a record and reads it.
 * @param options.more fields to read besides those that people can change
 * @param options.isRemoved whether the row goes away, with what refers to it: then no new record may refer to it meanwhile
 * @throws {NoSuchRecordError} when there is none, or it was deleted
 */
export async function lockRecord(
  { client, tenantId }: RecordWrite,
  table: WritableTable,
  reference: RecordReference,
  { more = {}, isRemoved = false }: { readonly more?: OtherFields; readonly isRemoved?: boolean } = {},
): Promise<StoredRecord> {
  const { where, value } = findBy(reference)
  const { rows } = await client.query<StoredRecord>(
    prepared(
      `SELECT id::text, st_id::text AS "stId", source, version::text, deleted_at IS NOT NULL AS "isDeleted",
            ${fieldsJson(table, more)} AS values
       FROM lazi.${table.table} WHERE tenant_id = $1 AND ${where} FOR ${isRemoved ? 'UPDATE' : 'NO KEY UPDATE'}`,
      [tenantId, value],
    ),
  )
  const [row] = rows
  if (!row || row.isDeleted) throw noSuchRecord(table.table, reference)
  return row
}

/**
 * Checks that a locked record has the version for which a change was made.
 * @param version as the client read it
 * @throws {StaleVersionError}
 */
export async function assertVersion(
  { client, tenantId }: RecordWrite,
  { table }: Pick<WritableTable, 'table'>,
  record: StoredRecord,
  version: string,
): Promise<void> {
  if (record.version === version) return
  const missed = BigInt(record.version) - BigInt(version)
  const word = wordOf(table)
  if (missed < 0n)
    throw new StaleVersionError(`The ${word} has version ${record.version}, and never had ${version}.`, null)
  // Each change of a record raises its version by one, and has one row in the feed, until old rows are removed.
  const { rows } = await client.query<{ columns: string[]; count: string }>(
    `SELECT coalesce(array_agg(DISTINCT path) FILTER (WHERE path IS NOT NULL), '{}') AS columns, count(DISTINCT seq) AS count
       FROM (SELECT seq, changed_paths FROM lazi.changes
              WHERE tenant_id = $1 AND table_name = $2 AND id = $3 AND op <> 'insert' ORDER BY seq DESC LIMIT $4) AS change
       LEFT JOIN LATERAL unnest(changed_paths) AS path ON true`,
    [tenantId, table, record.id, String(missed)],
  )
  const [found] = rows
  const isKnown = found !== undefined && BigInt(found.count) === missed
  throw new StaleVersionError(
    `The ${word} has changed since version ${version}: it has version ${record.version} now.`,
    isKnown ? found.columns : null,
  )
}
