import { isAmong } from '../definition/filter.ts'
import { type Resource, unsortedList } from '../definition/resource.ts'
import { createContact, isActiveContact } from '../facts/contacts.ts'

const SALT = 45

/**
 * Source: OpenAPI `crm-v2`, operations `Customers_GetModifiedContactsList` and `ExportContacts_CustomersContacts`.
 * The list says that it needs a range of modification or customers' ids; that it leaves inactive contacts out is
 * concluded from its records, which have no `active`.
 */
export const customerContacts: Resource<'customer-contacts'> = {
  ...unsortedList,
  name: 'customer-contacts',
  path: 'customers/contacts',
  module: 'crm',
  scope: 'tn.crm.customers:r',
  hasGetById: false,
  takesIds: false,
  listActive: 'never',
  demands: ['customerIds', 'modifiedOnOrAfter'],
  filters: [isAmong('customerIds', ({ customerId }) => customerId)],
  exportOnly: ['active'],
  timelineOf: (world) => world.customerContacts,
  isActive: (world, rank) => isActiveContact(world, rank, SALT),
  createRecord: (world, rank) => ({
    ...createContact(world, world.customerContacts, { rank, salt: SALT }),
    customerId: world.customers.idOf(world.contactsOfCustomers.parentOf(rank).parent),
  }),
  asNew: () => ({ active: true }),
}
