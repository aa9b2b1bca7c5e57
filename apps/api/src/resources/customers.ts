import { many } from '../resource-definition/include.ts'
import { defineResource } from '../resource-definition/resource.ts'

export const customers = defineResource({
  name: 'customers',
  type: 'Customer',
  table: 'st_customers',
  fields: {
    name: 'text',
    type: 'text',
    addressStreet: 'text',
    addressUnit: 'text',
    addressCity: 'text',
    addressState: 'text',
    addressZip: 'text',
    addressCountry: 'text',
    balance: 'decimal',
    creditLimit: 'decimal',
    creditLimitBalance: 'decimal',
    paymentTermId: 'id',
    taxExempt: 'boolean',
    doNotMail: 'boolean',
    doNotService: 'boolean',
    nationalAccount: 'boolean',
    mergedToId: 'id',
    createdById: 'id',
    tagTypeIds: 'ids',
  },
  paths: [{ begins: 'name', index: 'st_customers_name_idx' }],
  narrow: [],
  includes: {
    locations: many('locations', 'customer_id'),
    jobs: many('jobs', 'customer_id', { orderBy: '-createdOn' }),
    contacts: many('customer-contacts', 'customer_id'),
  },
})
