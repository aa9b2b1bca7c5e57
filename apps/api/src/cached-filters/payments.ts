import { defineFilters } from '../resource-definition/filters.ts'

export const payments = defineFilters({
  indexed: [
    { equals: 'customerId', orderedBy: 'paidOn', newestFirst: true, index: 'st_payments_customer_idx' },
    { within: 'paidOn', newestFirst: true, only: 'live', index: 'st_payments_paid_idx' },
  ],
  residual: ['businessUnitId', 'type'],
})
