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
