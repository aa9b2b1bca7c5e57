/** A row of the answer of {@link backlogStatement}; decimals are text. */
export interface Backlog {
  /** The business unit; the nil UUID: none; null: all of them. */
  readonly businessUnitId: string | null
  readonly jobs: number
  /** What was sold by the estimates of those jobs. */
  readonly value: string
  /** The day on which the oldest was booked. */
  readonly oldest: string | null
}

/**
 * The statement that reads the jobs that are open now: neither completed nor canceled, with a status of any other name.
 * `$1` is the tenant. It returns {@link Backlog}s: the whole first, then by business unit.
 * @example
 * const { rows } = await client.query(backlogStatement, ['1001'])
 */
export const backlogStatement = `
SELECT business_unit_id AS "businessUnitId", count(*)::integer AS jobs,
       trim_scale(coalesce(sum(sold_amount), 0))::text AS value, min(booked_day)::text AS oldest
  FROM analytics.jobs
 WHERE tenant_id = $1 AND NOT is_completed AND NOT is_canceled
 GROUP BY GROUPING SETS ((), (business_unit_id))
 ORDER BY grouping(business_unit_id) DESC, business_unit_id`
