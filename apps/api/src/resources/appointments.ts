import { isAt, many, one } from '../resource-definition/include.ts'
import { defineResource } from '../resource-definition/resource.ts'

export const appointments = defineResource({
  name: 'appointments',
  type: 'Appointment',
  table: 'st_appointments',
  fields: {
    appointmentNumber: 'text',
    jobId: 'id',
    customerId: 'id',
    technicianId: 'id',
    technicianIds: 'ids',
    startTime: 'moment',
    endTime: 'moment',
    arrivalWindowStart: 'moment',
    arrivalWindowEnd: 'moment',
    status: 'text',
    specialInstructions: 'text',
    unused: 'boolean',
    isConfirmed: 'boolean',
  },
  paths: [
    { at: 'jobId', index: 'st_appointments_job_idx' },
    { within: 'startTime', only: 'live', index: 'st_appointments_board_idx' },
  ],
  narrow: ['customerId', 'technicianId', 'status'],
  includes: {
    job: one('jobs', 't.job_id'),
    location: one(
      'locations',
      `(SELECT job.location_id FROM raw.st_jobs AS job
         WHERE job.tenant_id = $1 AND ${isAt('job.st_id', 't.job_id')} AND job.deleted_at IS NULL ORDER BY job.st_id)`,
    ),
    technicians: many('technicians', 'st_id', { keys: 't.technician_ids' }),
  },
})
