import { type IndexQuery, live, month } from '../indexes-query.ts'

export const queries: Readonly<Record<string, readonly IndexQuery[]>> = {
  st_estimates_job_idx: [
    {
      question: 'the estimates of a job',
      sql: 'SELECT st_id, name, status FROM raw.st_estimates WHERE tenant_id = $1 AND job_id = $2',
      values: [7, 500],
    },
  ],
  st_estimates_customer_idx: [
    {
      question: 'the estimates of a customer, newest first',
      sql: `SELECT st_id, name, status FROM raw.st_estimates WHERE tenant_id = $1 AND customer_id = $2
             ORDER BY created_on DESC LIMIT 20`,
      values: [7, 500],
    },
  ],
  st_estimates_created_idx: [
    {
      question: 'estimates, newest first; those of a period',
      sql: `SELECT st_id, name, status FROM raw.st_estimates
             WHERE tenant_id = $1 AND created_on >= $2 AND ${live} ORDER BY created_on DESC LIMIT 50`,
      values: [7, month[0]],
    },
  ],
  st_estimates_sold_idx: [
    {
      question: 'what was sold in a period, by seller or business unit',
      sql: `SELECT sold_by_id, business_unit_id, sum(subtotal) FROM raw.st_estimates
             WHERE tenant_id = $1 AND sold_on >= $2 AND sold_on < $3 AND ${live} GROUP BY 1, 2`,
      values: [7, ...month],
      indexOnly: true,
    },
  ],
}
