import { isDeepStrictEqual } from 'node:util'
import { v7 as newId } from 'uuid'
import { actorText, type FieldChange } from '../audit/record-entries.ts'
import { recordColumn } from '../field-name.ts'
import type { WritableTable } from '../fields/field.ts'
import { valueType } from '../value-json.ts'
import { RefusedChangeError } from './errors.ts'
import { noteCreated } from './outbox.ts'
import type { RecordWrite } from './record-write.ts'
import { wordOf } from './stored-record.ts'
import { columnsOf, type NewColumns, parametersOf } from './update-record.ts'

type Values = Readonly<Record<string, unknown>>

/** A new record. */
export interface NewRecord {
  /** The id that the client chose, so that it can repeat the request. @default a new one */
  readonly id?: string | undefined
  /** Fields that people can give. */
  readonly values: Readonly<Record<string, unknown>>
  /** Other fields, each with its kind. @default none */
  readonly others?: NewColumns
}

/** The values of a new record: those that are given, and the initial ones of the others. */
export function initialValues(table: Pick<WritableTable, 'fields'>, values: Values): Record<string, unknown> {
  const initial = Object.entries(table.fields).map(([name, field]) => [name, field.initial ?? null] as const)
  const columns = columnsOf(table, { ...Object.fromEntries(initial), ...values }, null)
  return Object.fromEntries(Object.entries(columns).map(([name, { value }]) => [name, value]))
}

/** The given values of a new record that are other than without them. */
export const otherThanInitial = ({ fields }: Pick<WritableTable, 'fields'>, values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) => !isDeepStrictEqual(value ?? null, fields[name]?.initial ?? null),
    ),
  )

/** A record that was inserted. */
export interface Inserted {
  readonly id: string
  /** Its values, as an entry has them; those that are null are left out. */
  readonly changes: Readonly<Record<string, FieldChange>>
}

/**
 * Inserts a record.
 * @returns null when a record has its id already
 */
export async function insertRecord(
  write: RecordWrite,
  table: WritableTable,
  { id = newId(), values, others = {} }: NewRecord,
): Promise<Inserted | null> {
  const { client, tenantId, act } = write
  const columns = { ...columnsOf(table, initialValues(table, values), null), ...others }
  const names = Object.keys(columns)
  const hasActive = names.includes('active')
  const { rowCount } = await client.query(
    `INSERT INTO lazi.${table.table} (tenant_id, id, source, created_at, created_by, updated_at, updated_by, ${[
      ...(hasActive ? [] : ['active']),
      ...names.map(recordColumn),
    ].join(', ')})
     VALUES ($1, $2, 'lazi', $3, $4, $3, $4, ${[
       ...(hasActive ? [] : ['true']),
       ...Object.values(columns).map(({ kind }, index) => `$${index + 5}::${valueType[kind]}`),
     ].join(', ')})
     ON CONFLICT (tenant_id, id) DO NOTHING`,
    [tenantId, id, act.now, actorText(act.actor), ...parametersOf(columns)],
  )
  if (rowCount !== 1) return null
  noteCreated(write, table, [id])
  write.publish(table.table, id, 'insert')
  const given = Object.entries(columns).filter(([, { value }]) => value !== null)
  return { id, changes: Object.fromEntries(given.map(([name, { value }]) => [name, { new: value }])) }
}

/** A record that was created, or had been by the same request before. */
export interface Created {
  readonly id: string
  /** Whether this request created it. */
  readonly isNew: boolean
}

/** What a request asks to create. */
export interface Creation {
  readonly table: WritableTable
  /** What the client gave, with the initial values of the rest. */
  readonly content: Values
  /** The records to create with it, in order. @default none */
  readonly children?: { readonly table: string; readonly contents: readonly Values[] }
}

/** Adds the entry of a created record: what {@link createdBefore} compares a repeated request with. */
export function enterCreation(
  write: RecordWrite,
  { table }: Pick<WritableTable, 'table'>,
  { id, changes }: Inserted,
): void {
  write.enter({ action: 'create', entity: `lazi.${table}`, entityId: id, changes })
}

/**
 * What a request has created before, if it is repeated because its client has received no response. It is to be asked
 * before anything is locked or checked: what the record refers to may have changed since.
 * @param id what the client chose, if it did
 * @returns null when there is no record of that id which people created
 * @throws {RefusedChangeError} when the id was created with other content
 */
export async function createdBefore(
  { client, tenantId }: RecordWrite,
  { table, content, children }: Creation,
  id: string | undefined,
): Promise<Created | null> {
  if (id === undefined) return null
  const { rows } = await client.query<{ changes: string | null }>(
    `SELECT changes FROM audit.entries
      WHERE tenant_id = $1 AND entity = $2 AND entity_id = $3 AND action = 'create' ORDER BY seq LIMIT 1`,
    [tenantId, `lazi.${table.table}`, id],
  )
  if (rows[0] === undefined) return null
  const entered = JSON.parse(rows[0].changes ?? 'null') as Record<string, FieldChange> | null
  if (entered === null || !isSame({ content, children }, entered)) throw otherContent(table, id)
  return { id, isNew: false }
}

const otherContent = ({ table }: WritableTable, id: string) =>
  new RefusedChangeError(
    `There is another ${wordOf(table)} with the id ${id}, which was created with other content.`,
  )

function isSame(
  { content, children }: Pick<Creation, 'content'> & { readonly children: Creation['children'] | undefined },
  entered: Readonly<Record<string, FieldChange>>,
): boolean {
  const own = Object.fromEntries(Object.entries(entered).map(([name, { new: value }]) => [name, value]))
  if (!isWith(own, content)) return false
  if (children === undefined) return true
  const before = Object.values((own[children.table] ?? {}) as Readonly<Record<string, Values>>)
  return (
    before.length === children.contents.length &&
    before.every((values, index) => isWith(values, children.contents[index] ?? {}))
  )
}

/** Whether values have the given ones; what is null may be left out. */
const isWith = (values: Values, given: Values) =>
  Object.entries(given).every(([name, value]) => isDeepStrictEqual(values[name] ?? null, value))

/**
 * Creates a record, with its entry, unless the same request does so at the same time.
 * @param createMore creates what belongs to it
 * @throws {RefusedChangeError} when the id is that of another record, or is created with other content
 */
export async function createOnce(
  write: RecordWrite,
  creation: Creation,
  record: NewRecord,
  createMore: (id: string) => Promise<void>,
): Promise<Created> {
  const inserted = await insertRecord(write, creation.table, record)
  if (inserted === null) {
    const before = await createdBefore(write, creation, record.id)
    if (before === null) throw otherContent(creation.table, String(record.id))
    return before
  }
  await createMore(inserted.id)
  enterCreation(write, creation.table, inserted)
  return { id: inserted.id, isNew: true }
}
