import type { Id } from '../../definition/record.ts'
import type { ContactRecord } from '../../facts/contacts.ts'
import { notActive } from '../../http/problem.ts'
import { createChecks, findOrRefuse } from '../checks.ts'
import { normaliser } from '../normalise.ts'
import { Refusal } from '../refusal.ts'
import type { WriteContext } from '../write-context.ts'
import type { Rule } from './rule.ts'

/** A contact of a body. */
export type GivenContact = { type: string; value: string; memo?: string | null }

/** The fields of a contact that depend on its value. */
const valueFields = (context: WriteContext, type: string, given: string) => {
  const value = normaliser(context.settings).contact(type, given)
  return { type, value, phoneSettings: { phoneNumber: type === 'Email' ? '' : value, doNotText: false } }
}

/** The fields of a new contact. It has no preferences: that is an assumption. */
const newContact = (context: WriteContext, { type, value, memo }: GivenContact) => ({
  ...valueFields(context, type, value),
  memo: normaliser(context.settings).text(memo ?? null),
  preferences: null,
  active: true,
})

export const insertCustomerContact = (context: WriteContext, customerId: Id, given: GivenContact) =>
  context.insert('customer-contacts', { ...newContact(context, given), customerId })

export const insertLocationContact = (context: WriteContext, locationId: Id, given: GivenContact) =>
  context.insert('location-contacts', { ...newContact(context, given), locationId })

/** Where the contacts of customers and of locations differ. */
const KINDS = {
  customer: {
    parent: 'customers',
    child: 'customer-contacts',
    what: 'Customer',
    insert: insertCustomerContact,
    ownerOf: (contact: object) => ('customerId' in contact ? contact.customerId : undefined),
  },
  location: {
    parent: 'locations',
    child: 'location-contacts',
    what: 'Location',
    insert: insertLocationContact,
    ownerOf: (contact: object) => ('locationId' in contact ? contact.locationId : undefined),
  },
} as const

type Kind = (typeof KINDS)[keyof typeof KINDS]

/** @throws {Refusal} 404 for an unknown parent, 409 for an inactive one. */
const activeParent = (context: WriteContext, { parent, what }: Kind, id: string) => {
  const record = findOrRefuse(context, parent, id)
  if (!record.active) throw new Refusal(409, notActive(what, id))
  return record
}

/** @throws {Refusal} 404 for an unknown or deleted contact, or one of another parent. */
const activeContact = (context: WriteContext, kind: Kind, ids: Readonly<Record<string, string>>) => {
  const parent = activeParent(context, kind, ids.id ?? '')
  const contact = findOrRefuse(context, kind.child, ids.contactId ?? '')
  if (!contact.active || String(kind.ownerOf(contact)) !== String(parent.id)) throw new Refusal(404)
  return contact
}

/** @throws {Refusal} 400 for an empty value. */
const refuseEmpty = (context: WriteContext, value: string | undefined): void => {
  const checks = createChecks(context)
  if (value?.trim() === '') checks.add('value', 'The value must not be empty.')
  checks.refuse()
}

const create =
  (kind: Kind): Rule =>
  (context, { ids, body }) => {
    const parent = activeParent(context, kind, ids.id ?? '')
    const given = body as GivenContact
    refuseEmpty(context, given.value)
    return kind.insert(context, parent.id, given)
  }

const update =
  (kind: Kind): Rule =>
  (context, { ids, body }) => {
    const contact = activeContact(context, kind, ids)
    const { type, value, memo, preferences } = body as Partial<ContactRecord>
    refuseEmpty(context, value)
    const isNewValue = type !== undefined || value !== undefined
    const written = isNewValue
      ? valueFields(context, type ?? contact.type, value ?? contact.value)
      : undefined
    const { doNotText } = contact.phoneSettings
    const patch: Partial<ContactRecord> = {
      ...(type !== undefined && { type }),
      ...(written && {
        value: written.value,
        phoneSettings: { phoneNumber: written.phoneSettings.phoneNumber, doNotText },
      }),
      ...(memo !== undefined && { memo: normaliser(context.settings).text(memo) }),
      ...(preferences !== undefined && { preferences }),
    }
    return context.update(kind.child, contact.id, patch)
  }

const remove =
  (kind: Kind): Rule =>
  (context, { ids }) => {
    context.deactivate(kind.child, activeContact(context, kind, ids).id)
    return undefined
  }

/**
 * The writes of contacts. A change of a contact does not move its parent's `modifiedOn`, as the vendor's FAQ says. A
 * deleted contact is inactive in the export.
 */
export const contactRules: Readonly<Record<string, Rule>> = {
  Customers_CreateContact: create(KINDS.customer),
  Customers_UpdateContact: update(KINDS.customer),
  Customers_DeleteContact: remove(KINDS.customer),
  Locations_CreateContact: create(KINDS.location),
  Locations_UpdateContact: update(KINDS.location),
  Locations_DeleteContact: remove(KINDS.location),
}
