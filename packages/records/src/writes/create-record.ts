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
export function initialValues(
  { fields }: Pick<WritableTable, 'fields'>,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const initial = Object.entries(fields).map(([name, field]) => [name, field.initial ?? null] as const)
  return { ...Object.fromEntries(initial), ...values }
}

/**
 * Inserts a record.
 * @returns its id; null when a record has it already
 */
export async function insertRecord(
  write: RecordWrite,
  table: WritableTable,
  { id = newId(), values, others = {} }: NewRecord,
): Promise<string | null> {
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
  await noteCreated(write, table.table, [id])
  write.publish(table.table, id, 'insert')
  return id
}

/** A record that was created, or had been by the same request before. */
export interface Created {
  readonly id: string
  /** Whether this request created it. */
  readonly isNew: boolean
}

/** What a request asks to create, as its entry in the audit log has it. */
export interface Creation {
  readonly table: WritableTable
  /** What the client gave, with the initial values of the rest, and the records created with it. */
  readonly content: Readonly<Record<string, unknown>>
}

/**
 * Adds the entry of a created record: what {@link assertSameCreation} compares a repeated request with.
 */
export function enterCreation(write: RecordWrite, { table, content }: Creation, id: string): void {
  write.enter({
    action: 'create',
    entity: `lazi.${table.table}`,
    entityId: id,
    changes: Object.fromEntries(
      Object.entries(content)
        .filter(([, value]) => value !== null)
        .map(([name, value]) => [name, { new: value }]),
    ),
  })
}

/**
 * Checks that a record was created by the same request: then a client that repeats it, because it has received no
 * response, gets the record.
 * @throws {RefusedChangeError} when the id is that of another record, or was created with other content
 */
export async function assertSameCreation(
  { client, tenantId }: RecordWrite,
  { table, content }: Creation,
  id: string,
): Promise<void> {
  const { rows } = await client.query<{ changes: string | null }>(
    `SELECT changes FROM audit.entries
      WHERE tenant_id = $1 AND entity = $2 AND entity_id = $3 AND action = 'create' ORDER BY seq LIMIT 1`,
    [tenantId, `lazi.${table.table}`, id],
  )
  const entered = JSON.parse(rows[0]?.changes ?? 'null') as Record<string, FieldChange> | null
  const before = Object.fromEntries(
    Object.entries(entered ?? {}).map(([name, { new: value }]) => [name, value]),
  )
  const given = Object.fromEntries(Object.entries(content).filter(([, value]) => value !== null))
  if (entered !== null && isDeepStrictEqual(before, given)) return
  throw new RefusedChangeError(
    `There is another ${wordOf(table.table)} with the id ${id}, which was created with other content.`,
  )
}

/**
 * Creates a record, with its entry, unless the same request has done so before.
 * @param createMore creates what belongs to it
 * @throws {RefusedChangeError} as {@link assertSameCreation}
 */
export async function createOnce(
  write: RecordWrite,
  creation: Creation,
  record: NewRecord,
  createMore: (id: string) => Promise<void>,
): Promise<Created> {
  const id = await insertRecord(write, creation.table, record)
  if (id === null) {
    await assertSameCreation(write, creation, String(record.id))
    return { id: String(record.id), isNew: false }
  }
  await createMore(id)
  enterCreation(write, creation, id)
  return { id, isNew: true }
}
