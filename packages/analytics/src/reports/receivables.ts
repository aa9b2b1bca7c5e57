/** The parts of receivables by how long they are due, in days; the last one is open-ended. */
export const ageingBuckets = [
  { name: 'not_due', label: 'Not due', from: null, to: 0 },
  { name: 'days_1_30', label: '1 to 30 days', from: 1, to: 30 },
  { name: 'days_31_60', label: '31 to 60 days', from: 31, to: 60 },
  { name: 'days_61_90', label: '61 to 90 days', from: 61, to: 90 },
  { name: 'days_over_90', label: 'Over 90 days', from: 91, to: null },
] as const

/** The number of days whose sales the receivables are compared with (DSO). */
export const dsoDays = 90

/** A row of the answer of {@link receivablesStatement}; decimals are text. */
export interface Receivables {
  /** What is still to be paid at the end of the day. */
  readonly total: string
  /** By the name of each of {@link ageingBuckets}. */
  readonly ageing: Readonly<Record<string, string>>
  /** Days of sales outstanding; null: nothing was invoiced in those days. */
  readonly dso: string | null
  /** The sum of the balances that ServiceTitan has now. */
  readonly balance: string
}

/**
 * The statement that computes what was still to be paid at the end of a day: invoices until then, less what was applied
 * to them until then, by how long they were due. Credits are negative, and stay in their part. An invoice without a day
 * on which it is due counts from its date. `$1` is the tenant, `$2` the day, `$3` the number of days of the sales. It
 * returns one row, {@link Receivables}.
 * @example
 * const { rows } = await client.query(receivablesStatement, ['1001', '2026-11-30', dsoDays])
 */
export const receivablesStatement = `
WITH open AS MATERIALIZED (
  SELECT $2::date - coalesce(invoice.due_day, invoice.invoice_day) AS age,
         invoice.total - coalesce(paid.amount, 0) AS amount
    FROM analytics.invoices AS invoice
    LEFT JOIN (SELECT invoice_id, sum(amount) AS amount FROM analytics.payment_applications
                WHERE tenant_id = $1 AND applied_day <= $2::date GROUP BY invoice_id) AS paid
           ON paid.invoice_id = invoice.invoice_id
   WHERE invoice.tenant_id = $1 AND invoice.invoice_day <= $2::date
),
sold AS (
  SELECT sum(total) AS total FROM analytics.invoices
   WHERE tenant_id = $1 AND invoice_day > $2::date - $3::integer AND invoice_day <= $2::date
)
SELECT trim_scale(coalesce(sum(amount), 0))::text AS total,
       json_build_object(${ageingBuckets
         .map(({ name, from, to }) => {
           const condition = [
             ...(from === null ? [] : [`age >= ${from}`]),
             ...(to === null ? [] : [`age <= ${to}`]),
           ]
           return `'${name}', trim_scale(coalesce(sum(amount) FILTER (WHERE ${condition.join(' AND ')}), 0))::text`
         })
         .join(', ')}) AS ageing,
       trim_scale(round(coalesce(sum(amount), 0) * $3::integer / nullif((SELECT total FROM sold), 0), 6))::text AS dso,
       (SELECT trim_scale(coalesce(sum(balance), 0))::text FROM analytics.invoices WHERE tenant_id = $1) AS balance
  FROM open`

/** An invoice that is still to be paid; decimals are text. */
export interface OpenInvoice {
  readonly id: string
  readonly customerId: string
  readonly day: string
  readonly dueDay: string | null
  readonly total: string
  readonly open: string
}

/**
 * The statement that reads the invoices that were still to be paid, or were paid too much, at the end of a day, those due
 * first. Parameters `$1` and `$2` as in {@link receivablesStatement}; `$3` and `$4` are due day and id of the last row of
 * the page before, null for the first; `$5` is the number of rows. It returns {@link OpenInvoice}s with `dueKey`.
 * @example
 * const { rows } = await client.query(openInvoicesStatement, ['1001', '2026-11-30', null, null, 100])
 */
export const openInvoicesStatement = `
SELECT invoice.invoice_id AS id, invoice.customer_id AS "customerId", invoice.invoice_day::text AS day,
       invoice.due_day::text AS "dueDay", trim_scale(invoice.total)::text AS total,
       trim_scale(invoice.total - coalesce(paid.amount, 0))::text AS open,
       coalesce(invoice.due_day, invoice.invoice_day)::text AS "dueKey"
  FROM analytics.invoices AS invoice
  LEFT JOIN (SELECT invoice_id, sum(amount) AS amount FROM analytics.payment_applications
              WHERE tenant_id = $1 AND applied_day <= $2::date GROUP BY invoice_id) AS paid
         ON paid.invoice_id = invoice.invoice_id
 WHERE invoice.tenant_id = $1 AND invoice.invoice_day <= $2::date
   AND invoice.total <> coalesce(paid.amount, 0)
   AND ($3::date IS NULL OR (coalesce(invoice.due_day, invoice.invoice_day), invoice.invoice_id) > ($3::date, $4::uuid))
 ORDER BY coalesce(invoice.due_day, invoice.invoice_day), invoice.invoice_id LIMIT $5`
