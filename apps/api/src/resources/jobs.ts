import { defineFilters } from '../resource-definition/filters.ts'

export const jobs = defineFilters({
  paths: [
    { at: 'jobNumber', index: 'st_jobs_number_idx' },
    { at: 'locationId', orderedBy: 'createdOn', newestFirst: true, index: 'st_jobs_location_idx' },
    { at: 'customerId', orderedBy: 'createdOn', newestFirst: true, index: 'st_jobs_customer_idx' },
    { within: 'completedOn', newestFirst: true, only: 'kept', index: 'st_jobs_completed_idx' },
    { at: 'status', orderedBy: 'createdOn', newestFirst: true, index: 'st_jobs_status_idx' },
    { within: 'createdOn', newestFirst: true, only: 'kept', index: 'st_jobs_created_idx' },
  ],
  narrow: ['businessUnitId', 'jobTypeId', 'campaignId'],
})
