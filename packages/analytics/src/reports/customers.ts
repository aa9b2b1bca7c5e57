import { none } from '../fact.ts'

/** A row of the answer of {@link repeatStatement}; decimals are text. */
export interface Repeats {
  /** Customers with a completed job in the period. */
  readonly customers: number
  /** Of those, the ones with one before the period. */
  readonly returned: number
  /** Their share; null without customers. */
  readonly rate: string | null
}

/**
 * The statement that counts the customers of a period, and those who came back. `$1` is the tenant, `$2` the first day,
 * `$3` the day after the last one. It returns one row, {@link Repeats}.
 * @example
 * const { rows } = await client.query(repeatStatement, ['1001', '2026-11-01', '2026-12-01'])
 */
export const repeatStatement = `
WITH served AS MATERIALIZED (
  SELECT DISTINCT customer_id FROM analytics.jobs AS fact
   WHERE tenant_id = $1 AND completed_day >= $2::date AND completed_day < $3::date AND is_completed
     AND customer_id <> '${none}'
),
counted AS (
  SELECT count(*)::integer AS customers, count(*) FILTER (WHERE EXISTS (
           SELECT FROM analytics.jobs AS earlier
            WHERE earlier.tenant_id = $1 AND earlier.customer_id = served.customer_id
              AND earlier.completed_day < $2::date AND earlier.is_completed))::integer AS returned
    FROM served
)
SELECT customers, returned, trim_scale(round(returned::numeric / nullif(customers, 0), 6))::text AS rate FROM counted`

/** A cell of the answer of {@link cohortStatement}. */
export interface CohortCell {
  /** The month of the first completed job, as its first day. */
  readonly cohort: string
  /** The number of months after it. */
  readonly month: number
  /** Customers of the cohort with a completed job in that month. */
  readonly customers: number
}

/**
 * The statement that counts, for each month, the customers whose first job was completed in it, and how many of them had
 * a completed job in each later month. `$1` is the tenant, `$2` the first month of the cohorts, as its first day, `$3` the
 * day after the last one. Month 0 is the size of the cohort. It returns {@link CohortCell}s.
 * @example
 * const { rows } = await client.query(cohortStatement, ['1001', '2026-01-01', '2027-01-01'])
 */
export const cohortStatement = `
WITH job AS MATERIALIZED (
  SELECT customer_id, completed_day, min(completed_day) OVER (PARTITION BY customer_id) AS first_day
    FROM analytics.jobs
   WHERE tenant_id = $1 AND is_completed AND completed_day IS NOT NULL
     AND customer_id <> '${none}'
)
SELECT to_char(date_trunc('month', first_day), 'YYYY-MM-DD') AS cohort,
       ((extract(year FROM completed_day) - extract(year FROM first_day)) * 12
        + extract(month FROM completed_day) - extract(month FROM first_day))::integer AS month,
       count(DISTINCT customer_id)::integer AS customers
  FROM job
 WHERE first_day >= $2::date AND first_day < $3::date
 GROUP BY 1, 2 ORDER BY 1, 2`
