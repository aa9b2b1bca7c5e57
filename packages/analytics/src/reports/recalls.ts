import type { Dimension } from '../dimension.ts'
import { completedJobs } from '../metric.ts'
import { isOriginal, isRecall } from '../metrics/jobs.ts'
import { conditionOf } from '../query-statement.ts'

/** A recall with the job that it is a recall of. */
export interface Recall {
  /** The id of the original job. */
  readonly originalId: string
  /** The day on which the original was completed, by which it counts. */
  readonly completedDay: string
  /** The id of the recall. */
  readonly recallId: string
  /** The day on which the recall was booked. */
  readonly bookedDay: string
}

/**
 * The statement that reads the recalls of the jobs completed in a period, those of the newest jobs first: the ones that
 * the metric `recall_rate` counts a job for. A job with two recalls is in two rows. Parameters `$1` to `$4` as in
 * `queryStatement`, with the members of the original; `$5` to `$7` are its day, its id and that of the recall, of the
 * last row of the page before, null for the first; `$8` is the number of rows. It returns {@link Recall}s.
 * @example
 * const { rows } = await client.query(recallsStatement(), [tenantId, from, to, '{}', null, null, null, 100])
 */
export function recallsStatement(filters: readonly Dimension[] = []): string {
  return `
SELECT fact.job_id AS "originalId", fact.completed_day::text AS "completedDay",
       recall.job_id AS "recallId", recall.booked_day::text AS "bookedDay"
  FROM analytics.jobs AS fact
  JOIN analytics.jobs AS recall ON recall.tenant_id = $1 AND ${isRecall}
 WHERE ${conditionOf(completedJobs, filters)}
   AND ${isOriginal}
   AND ($5::date IS NULL OR (fact.completed_day, fact.job_id, recall.job_id) < ($5::date, $6::uuid, $7::uuid))
 ORDER BY fact.completed_day DESC, fact.job_id DESC, recall.job_id DESC LIMIT $8`
}
