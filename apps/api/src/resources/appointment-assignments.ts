import { defineFilters } from '../resource-definition/filters.ts'

export const appointmentAssignments = defineFilters({
  paths: [
    { at: 'appointmentId', index: 'st_appointment_assignments_appointment_idx' },
    { at: 'jobId', index: 'st_appointment_assignments_job_idx' },
    {
      at: 'technicianId',
      orderedBy: 'assignedOn',
      newestFirst: true,
      index: 'st_appointment_assignments_technician_idx',
    },
  ],
  narrow: [],
})
