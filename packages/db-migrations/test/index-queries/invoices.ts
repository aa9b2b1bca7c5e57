import { type IndexQuery, live, month } from '../indexes-query.ts'

export const queries: Readonly<Record<string, readonly IndexQuery[]>> = {
  st_invoices_job_idx: [
    {
      question: 'the invoices of a job',
      sql: 'SELECT st_id, total, balance FROM raw.st_invoices WHERE tenant_id = $1 AND job_id = $2',
      values: [7, 500],
    },
  ],
  st_invoices_customer_idx: [
    {
      question: 'the invoices of a customer, newest first',
      sql: `SELECT st_id, total, balance FROM raw.st_invoices WHERE tenant_id = $1 AND customer_id = $2
             ORDER BY invoice_date DESC LIMIT 20`,
      values: [7, 500],
    },
  ],
  st_invoices_number_idx: [
    {
      question: 'an invoice by its number',
      sql: 'SELECT st_id, total FROM raw.st_invoices WHERE tenant_id = $1 AND invoice_number = $2',
      values: [7, 'Text 500'],
    },
  ],
  st_invoices_date_idx: [
    {
      question: 'what was invoiced in a period, by business unit',
      sql: `SELECT business_unit_id, sum(total) FROM raw.st_invoices
             WHERE tenant_id = $1 AND invoice_date >= $2 AND invoice_date < $3 AND ${live} GROUP BY 1`,
      values: [7, ...month],
      indexOnly: true,
    },
  ],
  st_invoices_unpaid_idx: [
    {
      question: 'unpaid invoices by the date they are due',
      sql: `SELECT st_id, customer_id, balance FROM raw.st_invoices
             WHERE tenant_id = $1 AND due_date < $2 AND balance > 0 AND ${live} ORDER BY due_date LIMIT 50`,
      values: [7, month[0]],
    },
  ],
}
