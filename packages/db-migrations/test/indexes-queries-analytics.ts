import { type IndexQuery, idOf } from './indexes-query.ts'

const period = ['2026-03-01', '2026-04-01']
const none = '00000000-0000-0000-0000-000000000000'

/** The facts of the reports. */
export const analyticsQueries: Readonly<Record<string, readonly IndexQuery[]>> = {
  'analytics.jobs_pkey': [
    {
      question: 'the fact of a record',
      sql: 'SELECT revenue FROM analytics.jobs WHERE tenant_id = $1 AND job_id = $2',
      values: [7, idOf(6)],
    },
  ],
  'analytics.jobs_completed_day_idx': [
    {
      question: 'metrics of the jobs completed in a period',
      sql: `SELECT business_unit_id, sum(revenue) FROM analytics.jobs
             WHERE tenant_id = $1 AND completed_day >= $2 AND completed_day < $3 AND is_completed GROUP BY 1`,
      values: [7, ...period],
      indexOnly: true,
    },
  ],
  'analytics.jobs_booked_day_idx': [
    {
      question: 'metrics of the jobs booked in a period',
      sql: `SELECT count(*), count(*) FILTER (WHERE is_canceled) FROM analytics.jobs
             WHERE tenant_id = $1 AND booked_day >= $2 AND booked_day < $3`,
      values: [7, ...period],
      indexOnly: true,
    },
  ],
  'analytics.jobs_recalls_idx': [
    {
      question: 'the recalls of a job',
      sql: `SELECT booked_day FROM analytics.jobs WHERE tenant_id = $1 AND recall_for_id = $2 AND NOT is_canceled`,
      values: [7, idOf(6)],
      indexOnly: true,
    },
  ],
  'analytics.jobs_job_type_idx': [
    {
      question: 'the jobs of a type, whose threshold has changed',
      sql: 'SELECT job_id FROM analytics.jobs WHERE tenant_id = $1 AND job_type_id = $2 ORDER BY job_type_id',
      values: [7, idOf(6)],
    },
  ],
  'analytics.invoices_pkey': [
    {
      question: 'the fact of a record',
      sql: 'SELECT job_id FROM analytics.invoices WHERE tenant_id = $1 AND invoice_id = $2',
      values: [7, idOf(6)],
    },
  ],
  'analytics.invoices_day_idx': [
    {
      question: 'metrics of the invoices of a period',
      sql: `SELECT business_unit_id, sum(CASE WHEN is_adjustment THEN income ELSE 0 END) FROM analytics.invoices
             WHERE tenant_id = $1 AND invoice_day >= $2 AND invoice_day < $3 GROUP BY 1`,
      values: [7, ...period],
      indexOnly: true,
    },
  ],
  'analytics.jobs_customer_idx': [
    {
      question: 'whether a customer had a job before',
      sql: `SELECT FROM analytics.jobs
             WHERE tenant_id = $1 AND customer_id = $2 AND completed_day < $3 AND is_completed LIMIT 1`,
      values: [7, idOf(6), period[0]],
    },
  ],
  'analytics.jobs_open_idx': [
    {
      question: 'the jobs that are open',
      sql: `SELECT business_unit_id, sum(sold_amount), min(booked_day) FROM analytics.jobs
             WHERE tenant_id = $1 AND NOT is_completed AND NOT is_canceled GROUP BY 1`,
      values: [7],
      indexOnly: true,
      wholeTenant: true,
    },
  ],
  'analytics.visits_pkey': [
    {
      question: 'the fact of a record',
      sql: 'SELECT job_id FROM analytics.visits WHERE tenant_id = $1 AND appointment_id = $2',
      values: [7, idOf(6)],
    },
  ],
  'analytics.visits_start_day_idx': [
    {
      question: 'metrics of the visits of a period',
      sql: `SELECT count(*) FILTER (WHERE is_done AND NOT is_canceled) FROM analytics.visits
             WHERE tenant_id = $1 AND start_day >= $2 AND start_day < $3`,
      values: [7, ...period],
      indexOnly: true,
    },
  ],
  'analytics.technician_visits_pkey': [
    {
      question: 'the fact of a record',
      sql: 'SELECT job_id FROM analytics.technician_visits WHERE tenant_id = $1 AND assignment_id = $2',
      values: [7, idOf(6)],
    },
  ],
  'analytics.technician_visits_day_idx': [
    {
      question: 'the booked minutes of a period, by technician',
      sql: `SELECT technician_id, sum(minutes) FROM analytics.technician_visits
             WHERE tenant_id = $1 AND day >= $2 AND day < $3 GROUP BY 1`,
      values: [7, ...period],
      indexOnly: true,
    },
  ],
  'analytics.technician_jobs_pkey': [
    {
      question: 'the fact of a record',
      sql: 'SELECT technician_id, revenue FROM analytics.technician_jobs WHERE tenant_id = $1 AND job_id = $2',
      values: [7, idOf(6)],
    },
  ],
  'analytics.technician_jobs_day_idx': [
    {
      question: 'metrics of the technicians of the jobs completed in a period',
      sql: `SELECT technician_id, sum(revenue) FROM analytics.technician_jobs
             WHERE tenant_id = $1 AND completed_day >= $2 AND completed_day < $3 AND is_completed GROUP BY 1`,
      values: [7, ...period],
      indexOnly: true,
    },
  ],
  'analytics.estimates_pkey': [
    {
      question: 'the fact of a record',
      sql: 'SELECT job_id FROM analytics.estimates WHERE tenant_id = $1 AND estimate_id = $2',
      values: [7, idOf(6)],
    },
  ],
  'analytics.estimates_created_day_idx': [
    {
      question: 'metrics of the estimates created in a period',
      sql: `SELECT sold_by_id, count(*) FILTER (WHERE is_sold) FROM analytics.estimates
             WHERE tenant_id = $1 AND created_day >= $2 AND created_day < $3 GROUP BY 1`,
      values: [7, ...period],
      indexOnly: true,
    },
  ],
  'analytics.estimates_sold_day_idx': [
    {
      question: 'metrics of the estimates sold in a period',
      sql: `SELECT sold_by_id, sum(subtotal) FROM analytics.estimates
             WHERE tenant_id = $1 AND sold_day >= $2 AND sold_day < $3 AND is_sold GROUP BY 1`,
      values: [7, ...period],
      indexOnly: true,
    },
  ],
  'analytics.payment_applications_pkey': [
    {
      question: 'the fact of a record',
      sql: 'SELECT invoice_id, amount FROM analytics.payment_applications WHERE tenant_id = $1 AND payment_id = $2',
      values: [7, idOf(6)],
    },
  ],
  'analytics.payment_applications_invoice_idx': [
    {
      question: 'what was paid of an invoice until a day',
      sql: `SELECT sum(amount) FROM analytics.payment_applications
             WHERE tenant_id = $1 AND invoice_id = $2 AND applied_day < $3`,
      values: [7, idOf(6), period[0]],
      indexOnly: true,
    },
  ],
  'analytics.dirty_keys_pkey': [
    {
      question: 'whether a row is to be computed',
      sql: 'SELECT error FROM analytics.dirty_keys WHERE tenant_id = $1 AND fact = $2 AND key = $3',
      values: [7, 'jobs', none],
    },
  ],
  'analytics.dirty_keys_due_idx': [
    {
      question: 'the rows that are due',
      sql: `SELECT fact, key FROM analytics.dirty_keys WHERE tenant_id = $1 AND due_at <= $2 ORDER BY due_at LIMIT 2000`,
      values: [7, '2026-01-02T00:00:00Z'],
    },
  ],
}
