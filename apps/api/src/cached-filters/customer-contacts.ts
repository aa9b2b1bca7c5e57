import { defineFilters } from '../resource-definition/filters.ts'

export const customerContacts = defineFilters({
  indexed: [{ equals: 'customerId', index: 'st_customer_contacts_customer_idx' }],
  residual: [],
})
