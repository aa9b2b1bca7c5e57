import { one } from '../resource-definition/include.ts'
import { defineResource } from '../resource-definition/resource.ts'

export const appointmentAssignments = defineResource({
  name: 'appointment-assignments',
  type: 'AppointmentAssignment',
  table: 'st_appointment_assignments',
  fields: {
    appointmentId: 'id',
    jobId: 'id',
    technicianId: 'id',
    technicianName: 'text',
    assignedById: 'id',
    assignedOn: 'moment',
    status: 'text',
    isPaused: 'boolean',
  },
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
  includes: {
    appointment: one('appointments', 't.appointment_id'),
    job: one('jobs', 't.job_id'),
    technician: one('technicians', 't.technician_id'),
  },
})
