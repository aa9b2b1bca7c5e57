import { rowsAt, rowsOf } from 'records'
import { type Fact, type FactPart, isLive, nextCached, none, orNone, stIds } from '../fact.ts'

// How what a job brings is divided among technicians.

const splitId = `lazi.projected_id($1, 'job_splits', split.st_id)`

/** The splits of jobs. */
export const jobSplits: Fact = {
  name: 'job_splits',
  key: 'split_id',
  columns: ['job_id', 'technician_id', 'split'],
  needs: ['job_splits'],
  source: `
SELECT ${splitId} AS split_id,
       ${orNone(`lazi.projected_id($1, 'jobs', split.job_id)`)} AS job_id,
       ${orNone(`lazi.projected_id($1, 'technicians', split.technician_id)`)} AS technician_id,
       coalesce(split.split, 0) AS split
  FROM ${rowsOf('raw.st_job_splits', 'st_id', { ids: stIds, name: 'split' })}
 WHERE ${isLive('split')}`,
  nextIds: nextCached('job_splits'),
  dependencies: [{ on: 'job_splits' }],
}

/** SQL of the technicians of `job.job_id` who may have a share, each with a weight; those of the lowest choice have it. */
const technicians = `(
                                      SELECT split.technician_id, sum(split.split) AS weight, 1 AS choice
                                        FROM ${rowsAt('analytics.job_splits', 'job_id', 'job.job_id')} AS split
                                       WHERE split.split > 0
                                       GROUP BY 1
                                       UNION ALL
                                      SELECT DISTINCT visit.technician_id, 1, 2
                                        FROM ${rowsAt('analytics.technician_visits', 'job_id', 'job.job_id')} AS visit
                                       UNION ALL
                                      SELECT '${none}'::uuid, 1, 3)`

/**
 * SQL of a subquery that divides the `amount` of jobs among their technicians: the rows of `jobs`, each once for every
 * technician, with `technician_id` and `share`. Those of its splits have an amount, in their proportion; else all who are
 * booked, equally; else none has all of it. Shares are rounded down to hundredths, and the odd hundredths are the first
 * technicians', so that they add up.
 * @param jobs SQL of rows with `job_id` and `amount`
 */
export const dividedAmong = (jobs: string): string => `(
       SELECT rounded.*,
              part + CASE WHEN place <= abs(trunc(rest * 100)) THEN sign(rest) * 0.01 ELSE 0 END
                   + CASE WHEN place = 1 THEN rest - trunc(rest, 2) ELSE 0 END AS share
         FROM (SELECT weighed.*, amount - sum(part) OVER of_job AS rest
                 FROM (SELECT chosen.*, row_number() OVER (of_job ORDER BY technician_id) AS place,
                              trunc(amount * weight / sum(weight) OVER of_job, 2) AS part
                         FROM (SELECT job.*, technician.*, min(choice) OVER of_job AS best
                                 FROM (${jobs}) AS job
                                CROSS JOIN LATERAL ${technicians} AS technician
                               WINDOW of_job AS (PARTITION BY job.job_id)) AS chosen
                        WHERE choice = best
                       WINDOW of_job AS (PARTITION BY job_id)) AS weighed
               WINDOW of_job AS (PARTITION BY job_id)) AS rounded)`

/** The facts that {@link dividedAmong} reads. */
export const technicianParts: readonly FactPart[] = [
  { fact: 'technician_visits', by: 'job_id' },
  { fact: 'job_splits', by: 'job_id' },
]
