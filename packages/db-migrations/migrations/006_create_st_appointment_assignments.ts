import type { MigrationBuilder } from 'node-pg-migrate'
import { createCacheTable, dropCacheTable } from '../src/authoring/v1/cache-table.ts'

export function up(pgm: MigrationBuilder): void {
  createCacheTable(pgm, {
    name: 'st_appointment_assignments',
    comment: 'Appointment assignments: one row for each technician of each appointment.',
    columns: {
      appointment_id: ['bigint', 'The appointment (API: appointmentId).'],
      job_id: ['bigint', 'The job of the appointment (API: jobId).'],
      technician_id: ['bigint', 'The technician (API: technicianId).'],
      technician_name: ['text', "The technician's name (API: technicianName)."],
      assigned_by_id: ['bigint', 'The user who made the assignment (API: assignedById).'],
      assigned_on: ['timestamptz', 'When it was made (API: assignedOn).'],
      status: ['text', 'Scheduled, Dispatched, Working or Done; the API may add others (API: status).'],
      is_paused: ['boolean', 'Whether the technician has paused the work (API: isPaused).'],
    },
    indexes: [
      {
        name: 'st_appointment_assignments_appointment_idx',
        columns: ['tenant_id', 'appointment_id'],
        query: 'the assignments of an appointment',
      },
      {
        name: 'st_appointment_assignments_job_idx',
        columns: ['tenant_id', 'job_id'],
        query: 'the assignments of a job',
      },
      {
        name: 'st_appointment_assignments_technician_idx',
        columns: ['tenant_id', 'technician_id', 'assigned_on'],
        query: 'the assignments of a technician, newest first',
      },
    ],
  })
}

export function down(pgm: MigrationBuilder): void {
  dropCacheTable(pgm, 'st_appointment_assignments')
}
