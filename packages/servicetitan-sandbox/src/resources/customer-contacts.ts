import { ranksOfChildren } from '../definition/common.ts'
import { isAmong, parseIds } from '../definition/filter.ts'
import type { Id } from '../definition/record.ts'
import { type Resource, unsortedListDefaults } from '../definition/resource.ts'
import { type ContactRecord, createContact, isActiveContact } from '../facts/contacts.ts'

/** `Crm.V2.ExportCustomerContactResponse` */
export type CustomerContactRecord = ContactRecord & { customerId: Id }

const SALT = 45

const ofParents = isAmong<CustomerContactRecord>('customerIds', ({ customerId }) => customerId)

/**
 * Source: OpenAPI `crm-v2`, operations `Customers_GetModifiedContactsList` and `ExportContacts_CustomersContacts`.
 * The list requires a range of modification or customers' ids; that it omits inactive contacts is inferred from its
 * records, which have no `active`.
 */
export const customerContacts: Resource<CustomerContactRecord> = {
  ...unsortedListDefaults,
  name: 'customer-contacts',
  path: 'customers/contacts',
  module: 'crm',
  scope: 'tn.crm.customers:r',
  hasGetById: false,
  supportsIds: false,
  listActive: 'never',
  requiresOneOf: ['customerIds', 'modifiedOnOrAfter'],
  filters: [
    {
      ...ofParents,
      ranks: (world, text) =>
        (parseIds(text) ?? []).flatMap((id) =>
          ranksOfChildren(world, { child: 'customer-contacts', parent: 'customers', id }),
        ),
    },
  ],
  exportOnly: ['active'],
  size: { defaultSize: ({ of }) => 2 * of('customers'), requires: ['customers'] },
  origin: { firstId: 45_000_000, parent: 'customers' },
  isActive: (world, rank) => isActiveContact(world, rank, SALT),
  createRecord: (world, rank) => ({
    ...createContact(world, world.timelines['customer-contacts'], { rank, salt: SALT }),
    customerId: world.timelines.customers.idOf(world.spreads['customer-contacts'].parentOf(rank).parent),
  }),
  newRecordFields: () => ({ active: true }),
}
