import type { CacheTable } from '../cache/cache-table.ts'

export const appointments: CacheTable = {
  name: 'st_appointments',
  resource: 'appointments',
  columns: [
    { name: 'job_id', path: 'jobId', type: 'bigint' },
    { name: 'customer_id', path: 'customerId', type: 'bigint' },
    { name: 'appointment_number', path: 'appointmentNumber', type: 'text' },
    { name: 'start_time', path: 'start', type: 'timestamptz' },
    { name: 'end_time', path: 'end', type: 'timestamptz' },
    { name: 'arrival_window_start', path: 'arrivalWindowStart', type: 'timestamptz' },
    { name: 'arrival_window_end', path: 'arrivalWindowEnd', type: 'timestamptz' },
    { name: 'status', path: 'status', type: 'text' },
    { name: 'special_instructions', path: 'specialInstructions', type: 'text' },
    { name: 'unused', path: 'unused', type: 'boolean' },
    { name: 'is_confirmed', path: 'isConfirmed', type: 'boolean' },
  ],
  droppedPaths: [],
}
