import { isFieldFormOf, type Values } from 'records/merge'
import { customFields, plain, references, stIdOf } from '../requests/body.ts'
import { addressOf, locationAddress } from '../requests/customers.ts'
import type { CreatedTable } from './created-table.ts'
import { newTags } from './new-tags.ts'

const text = { kind: 'text', owner: 'shared', onConflict: 'ask' } as const

/** Whether a contact is the one that was sent; ServiceTitan may keep a number in another form. */
const isSameContact = (remote: Values, sent: Values) =>
  remote.type === sent.type && isFieldFormOf(text, remote.value, sent.value)

const contacts = (of: 'customers' | 'locations', by: 'customerId' | 'locationId'): CreatedTable => ({
  module: 'crm',
  scope: `tn.crm.${of}:w`,
  members: [],
  references: { [by]: of },
  path: (input) => `${of}/${stIdOf(of, input.toSend[by], input)}/contacts`,
  isMarked: false,
  body: plain('type', 'value', 'memo'),
  hasValues: isSameContact,
})

export const customerContacts = contacts('customers', 'customerId')
export const locationContacts = contacts('locations', 'locationId')

export const locations: CreatedTable = {
  module: 'crm',
  scope: 'tn.crm.locations:w',
  members: [{ table: 'location_contacts', by: 'locationId', of: 'locations', as: 'contacts' }],
  references: { tagTypeIds: 'tag_types', customerId: 'customers' },
  path: () => 'locations',
  isMarked: true,
  implied: { active: true },
  body: (input) => ({
    ...plain('name')(input),
    ...locationAddress(input),
    ...customFields(input),
    ...newTags(input),
  }),
  alone: references({ customerId: 'customers' }),
}

export const customers: CreatedTable = {
  module: 'crm',
  scope: 'tn.crm.customers:w',
  members: [
    { table: 'customer_contacts', by: 'customerId', of: 'customers', as: 'contacts' },
    { table: 'locations', by: 'customerId', of: 'customers', as: 'locations' },
    ...locations.members,
  ],
  needs: { table: 'locations', blockedBy: 'needs a location' },
  references: { tagTypeIds: 'tag_types' },
  path: () => 'customers',
  isMarked: true,
  implied: { active: true },
  body: (input) => ({
    ...plain('name', 'type', 'taxExempt', 'doNotMail', 'doNotService', 'nationalAccount')(input),
    address: addressOf(input.toSend),
    ...customFields(input),
    ...newTags(input),
  }),
}
