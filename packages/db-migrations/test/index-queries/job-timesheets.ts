import type { IndexQuery } from '../indexes-query.ts'

export const queries: Readonly<Record<string, readonly IndexQuery[]>> = {
  st_job_timesheets_job_idx: [
    {
      question: 'the timesheets of a job',
      sql: `SELECT st_id FROM raw.st_job_timesheets
             WHERE tenant_id = $1 AND job_id = $2`,
      values: [7, 500],
    },
  ],
  st_job_timesheets_appointment_idx: [
    {
      question: 'the timesheets of an appointment',
      sql: `SELECT st_id FROM raw.st_job_timesheets
             WHERE tenant_id = $1 AND appointment_id = $2`,
      values: [7, 500],
    },
  ],
}
