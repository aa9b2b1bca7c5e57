import type { IndexQuery } from '../indexes-query.ts'

export const queries: Readonly<Record<string, readonly IndexQuery[]>> = {
  st_non_job_appointments_technician_idx: [
    {
      question: 'the non-job appointments of a technician, in order',
      sql: `SELECT st_id FROM raw.st_non_job_appointments
             WHERE tenant_id = $1 AND technician_id = $2 ORDER BY starts_on DESC LIMIT 20`,
      values: [7, 500],
    },
  ],
}
