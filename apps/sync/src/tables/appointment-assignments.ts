import type { CacheTable } from '../cache/cache-table.ts'

export const appointmentAssignments: CacheTable = {
  name: 'st_appointment_assignments',
  resource: 'appointment-assignments',
  columns: [
    { name: 'appointment_id', path: 'appointmentId', type: 'bigint' },
    { name: 'job_id', path: 'jobId', type: 'bigint' },
    { name: 'technician_id', path: 'technicianId', type: 'bigint' },
    { name: 'technician_name', path: 'technicianName', type: 'text' },
    { name: 'assigned_by_id', path: 'assignedById', type: 'bigint' },
    { name: 'assigned_on', path: 'assignedOn', type: 'timestamptz' },
    { name: 'status', path: 'status', type: 'text' },
    { name: 'is_paused', path: 'isPaused', type: 'boolean' },
  ],
  droppedPaths: [],
}
