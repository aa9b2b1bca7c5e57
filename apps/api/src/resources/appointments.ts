import { defineFilters } from '../resource-definition/filters.ts'

export const appointments = defineFilters({
  paths: [
    { equals: 'jobId', index: 'st_appointments_job_idx' },
    { within: 'startTime', only: 'live', index: 'st_appointments_board_idx' },
  ],
  narrow: ['customerId', 'technicianId', 'status'],
})
