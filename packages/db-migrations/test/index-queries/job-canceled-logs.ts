import type { IndexQuery } from '../indexes-query.ts'

export const queries: Readonly<Record<string, readonly IndexQuery[]>> = {
  st_job_canceled_logs_job_idx: [
    {
      question: 'the cancellations of a job',
      sql: `SELECT st_id FROM raw.st_job_canceled_logs
             WHERE tenant_id = $1 AND job_id = $2`,
      values: [7, 500],
    },
  ],
}
