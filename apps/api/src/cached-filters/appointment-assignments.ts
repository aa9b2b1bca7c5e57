import { defineFilters } from '../resource-definition/filters.ts'

export const appointmentAssignments = defineFilters({
  indexed: [
    { equals: 'appointmentId', index: 'st_appointment_assignments_appointment_idx' },
    { equals: 'jobId', index: 'st_appointment_assignments_job_idx' },
    {
      equals: 'technicianId',
      orderedBy: 'assignedOn',
      newestFirst: true,
      index: 'st_appointment_assignments_technician_idx',
    },
  ],
  residual: [],
})
