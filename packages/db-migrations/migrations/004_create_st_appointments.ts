import type { MigrationBuilder } from 'node-pg-migrate'
import { createCacheTable, dropCacheTable } from '../src/authoring/v1/cache-table.ts'

export function up(pgm: MigrationBuilder): void {
  createCacheTable(pgm, {
    name: 'st_appointments',
    comment: 'Appointments: when a job is worked on, and by whom.',
    columns: {
      job_id: ['bigint', 'The job (API: jobId).'],
      customer_id: ['bigint', 'The customer (API: customerId).'],
      technician_id: ['bigint', 'Derived: the technician assigned first of those still assigned.'],
      technician_ids: [
        'bigint[]',
        'Derived: all technicians assigned, first assigned first, 100 at the most; NULL when nobody is.',
      ],
      appointment_number: ['text', 'The number people know the appointment by (API: appointmentNumber).'],
      start_time: ['timestamptz', 'When it starts (API: start).'],
      end_time: ['timestamptz', 'When it ends (API: end).'],
      arrival_window_start: ['timestamptz', 'Earliest promised arrival (API: arrivalWindowStart).'],
      arrival_window_end: ['timestamptz', 'Latest promised arrival (API: arrivalWindowEnd).'],
      status: [
        'text',
        'Scheduled, Dispatched, Working, Hold, Done or Canceled; the API may add others (API: status).',
      ],
      special_instructions: ['text', 'What the technician should know (API: specialInstructions).'],
      unused: ['boolean', 'Whether the appointment was not needed (API: unused).'],
      is_confirmed: ['boolean', 'Whether the customer confirmed it (API: isConfirmed).'],
    },
    indexes: [
      {
        name: 'st_appointments_board_idx',
        columns: ['tenant_id', 'start_time'],
        include: ['end_time', 'status', 'job_id', 'technician_ids'],
        where: 'active AND deleted_at IS NULL',
        query:
          "the board of a day; a technician's day or week; unassigned appointments in a period; booked minutes of each technician on a day",
      },
      {
        name: 'st_appointments_job_idx',
        columns: ['tenant_id', 'job_id'],
        query: 'the appointments of a job',
      },
    ],
  })
}

export function down(pgm: MigrationBuilder): void {
  dropCacheTable(pgm, 'st_appointments')
}
