import { defineFilters } from '../resource-definition/filters.ts'

export const appointments = defineFilters({
  indexed: [
    { equals: 'jobId', index: 'st_appointments_job_idx' },
    { within: 'startTime', only: 'live', index: 'st_appointments_board_idx' },
  ],
  residual: ['customerId', 'technicianId', 'status'],
})
