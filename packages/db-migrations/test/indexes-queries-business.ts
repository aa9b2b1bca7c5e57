import { type IndexQuery, live, month } from './indexes-query.ts'

/** Customers, contacts, invoices, payments and estimates. */
export const businessQueries: Readonly<Record<string, readonly IndexQuery[]>> = {
  st_customers_name_idx: [
    {
      question: 'customers by the beginning of the name, whatever the case (name_key ^@)',
      sql: 'SELECT st_id, name FROM raw.st_customers WHERE tenant_id = $1 AND name_key ^@ lower($2)',
      values: [7, 'TEXT 50'],
      notPrepared: true,
    },
  ],
  ...Object.fromEntries(
    ['customer', 'location'].flatMap((owner) => [
      [
        `st_${owner}_contacts_${owner}_idx`,
        [
          {
            question: `the contacts of a ${owner}`,
            sql: `SELECT type, value FROM raw.st_${owner}_contacts
                   WHERE tenant_id = $1 AND ${owner}_id = $2 AND ${live}`,
            values: [7, 500],
          },
        ],
      ],
      [
        `st_${owner}_contacts_value_idx`,
        [
          {
            question: 'whose phone number or e-mail address this is (value_key =)',
            sql: `SELECT ${owner}_id FROM raw.st_${owner}_contacts WHERE tenant_id = $1 AND value_key = $2 AND ${live}`,
            values: [7, owner === 'customer' ? 'text 500' : '500'],
          },
        ],
      ],
    ]),
  ),

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
