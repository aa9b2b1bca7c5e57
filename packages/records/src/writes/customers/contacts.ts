import { changedFields } from '../../audit/record-entries.ts'
import { customerContactFields, locationContactFields, locationFields } from '../../fields/customers.ts'
import type { WritableTable } from '../../fields/field.ts'
import { changeRecord } from '../change-record.ts'
import { type Created, createdBefore, createOnce, initialValues, otherThanInitial } from '../create-record.ts'
import { InvalidValuesError } from '../errors.ts'
import { lockParents } from '../lock-parents.ts'
import type { RecordWrite } from '../record-write.ts'
import { removeRecord } from '../remove-record.ts'
import {
  assertVersion,
  findBy,
  idOf,
  isOther,
  lockRecord,
  type RecordReference,
  type StoredRecord,
} from '../stored-record.ts'
import { refuseServiceTitans, setColumns } from '../update-record.ts'
import { assertNone, contactProblems } from './check-customers.ts'

/** A kind of contacts: its fields, and the one that refers to whose they are. */
export interface ContactKind {
  readonly table: WritableTable
  readonly owner: 'customerId' | 'locationId'
}

export const customerContacts: ContactKind = { table: customerContactFields, owner: 'customerId' }
export const locationContacts: ContactKind = { table: locationContactFields, owner: 'locationId' }

type Values = Readonly<Record<string, unknown>>

/** A new contact of a customer or a location. */
export interface NewContact {
  /** The id that the client chose, so that it can repeat the request. @default a new one */
  readonly id?: string | undefined
  /** The customer, or the location. */
  readonly parent: RecordReference
  readonly values: Values
}

/**
 * Adds a contact to a customer or a location.
 * @throws {WriteError} when there is no such customer or location, it is not active, or the value is not of the type
 * @example
 * const values = { type: 'Email', value: 'ada@example.com' }
 * await createContact(write, customerContacts, { parent: customerId, values })
 */
export async function createContact(
  write: RecordWrite,
  { table, owner }: ContactKind,
  { id, parent, values: given }: NewContact,
): Promise<Created> {
  refuseServiceTitans(write, table, otherThanInitial(table, given))
  // A location has columns that follow from its contacts, so it is locked to be changed.
  const location = owner === 'locationId' ? await lockRecord(write, locationFields, parent) : null
  const ownerId = location?.id ?? (await idOf(write, 'customers', parent))
  const values = { ...given, [owner]: ownerId }
  const content = initialValues(table, values)
  assertNone(contactProblems(content))
  const before = await createdBefore(write, { table, content }, id)
  if (before !== null) return before
  if (location === null) await lockParents(write, [{ path: owner, of: 'customers', id: ownerId }])
  else if (location.values.active !== true)
    throw new InvalidValuesError([{ path: owner, message: 'This location is not active' }])
  return createOnce(write, { table, content }, { id, values }, async () => {
    if (location !== null) await deriveContacts(write, ownerId)
  })
}

/**
 * Changes a contact.
 * @throws {WriteError} when there is no such contact, its version is another, or the value is not of the type
 */
export async function changeContact(
  write: RecordWrite,
  { table, owner }: ContactKind,
  change: { readonly reference: RecordReference; readonly version: string; readonly values: Values },
): Promise<StoredRecord> {
  const ownerId = await lockOwnerOf(write, { table, owner }, change.reference)
  const check = (record: StoredRecord, after: Values) => {
    if (isOther(record, after, ['type', 'value'])) assertNone(contactProblems(after))
  }
  const record = await changeRecord(write, { ...change, table, check })
  if (ownerId !== null) await deriveContacts(write, ownerId)
  return record
}

/** Removes a contact. @throws {WriteError} when there is no such contact, or its version is another */
export async function removeContact(
  write: RecordWrite,
  { table, owner }: ContactKind,
  { reference, version }: { readonly reference: RecordReference; readonly version: string },
): Promise<void> {
  const ownerId = await lockOwnerOf(write, { table, owner }, reference)
  const record = await lockRecord(write, table, reference)
  await assertVersion(write, table, record, version)
  await removeRecord(write, table, record, ['value', 'memo'])
  if (ownerId !== null) await deriveContacts(write, ownerId)
}

/** Locks the location of a contact. @returns its id; null: a customer's contact, or none that exists */
async function lockOwnerOf(
  write: RecordWrite,
  { table, owner }: ContactKind,
  reference: RecordReference,
): Promise<string | null> {
  if (owner === 'customerId') return null
  const { where, value } = findBy(reference)
  const { rows } = await write.client.query<{ id: string }>(
    `SELECT location_id::text AS id FROM lazi.${table.table}
      WHERE tenant_id = $1 AND ${where} AND location_id IS NOT NULL`,
    [write.tenantId, value],
  )
  const id = rows[0]?.id ?? null
  if (id !== null) await lockRecord(write, locationFields, id)
  return id
}

/** Phone and e-mail address of a location: the first of its contacts, as the sync derives them from ServiceTitan's. */
export async function deriveContacts(write: RecordWrite, locationId: string): Promise<void> {
  const { client, tenantId } = write
  const { rows } = await client.query<{ before: FirstContacts; after: FirstContacts }>(
    `SELECT json_build_object('phone', location.phone, 'email', location.email) AS before,
            json_build_object('phone', derived.phone, 'email', derived.email) AS after
       FROM lazi.locations AS location
      CROSS JOIN (
            SELECT (array_agg(value ORDER BY type <> 'Phone', id) FILTER (WHERE type IN ('Phone', 'MobilePhone')))[1] AS phone,
                   (array_agg(value ORDER BY id) FILTER (WHERE type = 'Email'))[1] AS email
              FROM lazi.location_contacts
             WHERE tenant_id = $1 AND location_id = $2 AND active AND deleted_at IS NULL AND value <> '') AS derived
      WHERE location.tenant_id = $1 AND location.id = $2`,
    [tenantId, locationId],
  )
  const [derived] = rows
  const changes = derived && changedFields(derived.before, derived.after)
  if (!derived || !changes) return
  setColumns(write, 'locations', locationId, {
    phone: { value: derived.after.phone, kind: 'text' },
    email: { value: derived.after.email, kind: 'text' },
  })
  write.enterOther('locations', locationId, changes)
}

interface FirstContacts {
  readonly phone: string | null
  readonly email: string | null
}
