import { type IndexQuery, live } from '../indexes-query.ts'

export const queries: Readonly<Record<string, readonly IndexQuery[]>> = {
  st_appointment_assignments_appointment_idx: [
    {
      question: 'the assignments of an appointment',
      sql: `SELECT technician_id, technician_name FROM raw.st_appointment_assignments
             WHERE tenant_id = $1 AND appointment_id = $2 AND ${live}`,
      values: [7, 500],
    },
  ],
  st_appointment_assignments_job_idx: [
    {
      question: 'the assignments of a job',
      sql: `SELECT technician_id, technician_name FROM raw.st_appointment_assignments
             WHERE tenant_id = $1 AND job_id = $2 AND ${live}`,
      values: [7, 500],
    },
  ],
  st_appointment_assignments_technician_idx: [
    {
      question: 'the assignments of a technician, newest first',
      sql: `SELECT job_id, appointment_id FROM raw.st_appointment_assignments
             WHERE tenant_id = $1 AND technician_id = $2 AND ${live} ORDER BY assigned_on DESC LIMIT 20`,
      values: [7, 42],
    },
  ],
}
