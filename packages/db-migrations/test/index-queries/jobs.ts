import { type IndexQuery, month } from '../indexes-query.ts'

export const queries: Readonly<Record<string, readonly IndexQuery[]>> = {
  st_jobs_customer_idx: [
    {
      question: 'the jobs of a customer, newest first',
      sql: `SELECT st_id, status FROM raw.st_jobs WHERE tenant_id = $1 AND customer_id = $2
             ORDER BY created_on DESC LIMIT 20`,
      values: [7, 500],
    },
  ],
  st_jobs_location_idx: [
    {
      question: 'the jobs at a location, newest first',
      sql: `SELECT st_id, status FROM raw.st_jobs WHERE tenant_id = $1 AND location_id = $2
             ORDER BY created_on DESC LIMIT 20`,
      values: [7, 500],
    },
  ],
  st_jobs_number_idx: [
    {
      question: 'a job by its number',
      sql: 'SELECT st_id FROM raw.st_jobs WHERE tenant_id = $1 AND job_number = $2',
      values: [7, 'Text 500'],
    },
  ],
  st_jobs_status_idx: [
    {
      question: 'the jobs in a status, newest first',
      sql: `SELECT st_id, summary FROM raw.st_jobs WHERE tenant_id = $1 AND status = $2
             ORDER BY created_on DESC LIMIT 20`,
      values: [7, 'Scheduled'],
    },
  ],
  st_jobs_created_idx: [
    {
      question: 'jobs created in a period, by business unit, job type or campaign',
      sql: `SELECT business_unit_id, job_type_id, campaign_id, count(*) FROM raw.st_jobs
             WHERE tenant_id = $1 AND created_on >= $2 AND created_on < $3 AND deleted_at IS NULL
             GROUP BY 1, 2, 3`,
      values: [7, ...month],
      indexOnly: true,
    },
    {
      question: 'jobs created in a period, by business unit, job type or campaign',
      sql: `SELECT st_id, summary, total FROM raw.st_jobs
             WHERE tenant_id = $1 AND created_on >= $2 AND created_on < $3 AND deleted_at IS NULL
               AND business_unit_id = $4 ORDER BY created_on DESC`,
      values: [7, ...month, 500],
    },
  ],
  st_jobs_completed_idx: [
    {
      question: 'jobs completed in a period, by business unit, job type or campaign',
      sql: `SELECT business_unit_id, job_type_id, campaign_id, count(*) FROM raw.st_jobs
             WHERE tenant_id = $1 AND completed_on >= $2 AND completed_on < $3 AND deleted_at IS NULL
             GROUP BY 1, 2, 3`,
      values: [7, ...month],
      indexOnly: true,
    },
    {
      question: 'jobs completed in a period, by business unit, job type or campaign',
      sql: `SELECT st_id, summary, total FROM raw.st_jobs
             WHERE tenant_id = $1 AND completed_on >= $2 AND completed_on < $3 AND deleted_at IS NULL
               AND business_unit_id = $4 ORDER BY completed_on DESC`,
      values: [7, ...month, 500],
    },
  ],
}
