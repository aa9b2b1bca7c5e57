import { defineFilters } from '../resource-definition/filters.ts'

export const estimates = defineFilters({
  indexed: [
    { equals: 'jobId', index: 'st_estimates_job_idx' },
    { equals: 'customerId', orderedBy: 'createdOn', newestFirst: true, index: 'st_estimates_customer_idx' },
    { within: 'soldOn', newestFirst: true, only: 'live', index: 'st_estimates_sold_idx' },
    { within: 'createdOn', newestFirst: true, only: 'live', index: 'st_estimates_created_idx' },
  ],
  residual: ['businessUnitId', 'soldById', 'status'],
})
