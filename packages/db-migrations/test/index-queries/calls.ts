import type { IndexQuery } from '../indexes-query.ts'

export const queries: Readonly<Record<string, readonly IndexQuery[]>> = {
  st_calls_job_idx: [
    {
      question: 'the calls about a job',
      sql: `SELECT st_id FROM raw.st_calls
             WHERE tenant_id = $1 AND job_id = $2`,
      values: [7, 500],
    },
  ],
  st_calls_customer_idx: [
    {
      question: 'the calls of a customer, in order',
      sql: `SELECT st_id FROM raw.st_calls
             WHERE tenant_id = $1 AND customer_id = $2 ORDER BY created_on DESC LIMIT 20`,
      values: [7, 500],
    },
  ],
}
