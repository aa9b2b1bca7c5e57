import { defineFilters } from '../resource-definition/filters.ts'

export const jobs = defineFilters({
  indexed: [
    { equals: 'jobNumber', index: 'st_jobs_number_idx' },
    { equals: 'locationId', orderedBy: 'createdOn', newestFirst: true, index: 'st_jobs_location_idx' },
    { equals: 'customerId', orderedBy: 'createdOn', newestFirst: true, index: 'st_jobs_customer_idx' },
    { within: 'completedOn', newestFirst: true, only: 'kept', index: 'st_jobs_completed_idx' },
    { equals: 'status', orderedBy: 'createdOn', newestFirst: true, index: 'st_jobs_status_idx' },
    { within: 'createdOn', newestFirst: true, only: 'kept', index: 'st_jobs_created_idx' },
  ],
  residual: ['businessUnitId', 'jobTypeId', 'campaignId'],
})
