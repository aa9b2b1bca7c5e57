import { type IndexQuery, live, month } from '../indexes-query.ts'

export const queries: Readonly<Record<string, readonly IndexQuery[]>> = {
  st_payments_customer_idx: [
    {
      question: 'the payments of a customer, newest first',
      sql: `SELECT st_id, total FROM raw.st_payments WHERE tenant_id = $1 AND customer_id = $2
             ORDER BY paid_on DESC LIMIT 20`,
      values: [7, 500],
    },
  ],
  st_payments_paid_idx: [
    {
      question: 'what was paid in a period, by business unit or type',
      sql: `SELECT business_unit_id, type, sum(total) FROM raw.st_payments
             WHERE tenant_id = $1 AND paid_on >= $2 AND paid_on < $3 AND ${live} GROUP BY 1, 2`,
      values: [7, ...month],
      indexOnly: true,
    },
  ],
}
