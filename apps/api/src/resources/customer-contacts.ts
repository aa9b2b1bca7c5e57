import { one } from '../resource-definition/include.ts'
import { defineResource } from '../resource-definition/resource.ts'

export const customerContacts = defineResource({
  name: 'customer-contacts',
  type: 'CustomerContact',
  table: 'st_customer_contacts',
  fields: { customerId: 'id', type: 'text', value: 'text', memo: 'text', doNotText: 'boolean' },
  paths: [{ at: 'customerId', index: 'st_customer_contacts_customer_idx' }],
  narrow: [],
  includes: { customer: one('customers', 't.customer_id') },
})
