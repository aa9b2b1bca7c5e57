import { defineFilters } from '../resource-definition/filters.ts'

export const jobs = defineFilters({
  indexed: [
    { equals: 'number', index: 'jobs_number_idx' },
    { equals: 'locationId', orderedBy: 'createdAt', newestFirst: true, index: 'jobs_location_idx' },
    { equals: 'customerId', orderedBy: 'createdAt', newestFirst: true, index: 'jobs_customer_idx' },
    { within: 'completedAt', newestFirst: true, only: 'kept', index: 'jobs_completed_idx' },
    { equals: 'status', orderedBy: 'createdAt', newestFirst: true, index: 'jobs_status_idx' },
    { within: 'createdAt', newestFirst: true, only: 'kept', index: 'jobs_created_idx' },
  ],
  residual: ['businessUnitId', 'jobTypeId', 'campaignId'],
})

export const appointments = defineFilters({
  indexed: [
    { equals: 'jobId', orderedBy: 'startsAt', index: 'appointments_job_idx' },
    { within: 'startsAt', only: 'live', index: 'appointments_board_idx' },
  ],
  residual: ['customerId', 'technicianId', 'status'],
})

export const appointmentAssignments = defineFilters({
  indexed: [
    { equals: 'appointmentId', index: 'appointment_assignments_appointment_idx' },
    { equals: 'jobId', index: 'appointment_assignments_job_idx' },
    {
      equals: 'technicianId',
      orderedBy: 'assignedAt',
      newestFirst: true,
      index: 'appointment_assignments_technician_idx',
    },
  ],
  residual: [],
})

export const technicians = defineFilters({
  indexed: [
    { equals: 'businessUnitId', only: 'live', index: 'technicians_business_unit_idx' },
    { equals: 'team', only: 'live', index: 'technicians_team_idx' },
  ],
  residual: [],
})
