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

const splits = `${rowsAt('analytics.job_splits', 'job_id', 'job.id')} AS split`
const visits = `${rowsAt('analytics.technician_visits', 'job_id', 'job.id')} AS visit`
const hasSplits = `EXISTS (SELECT FROM ${splits} WHERE split.split > 0)`

/**
 * SQL of a subquery with the technicians of the record `job`, and what each has of an amount: `technician_id` and
 * `amount`. Those of its splits, in their proportion; else all who are booked, equally; else none has all of it. Amounts
 * are rounded down to hundredths, and the odd hundredths are the first technicians', so that they add up.
 */
export const dividedAmong = (amount: string): string => `(
       SELECT technician_id,
              part + CASE WHEN place <= abs(trunc(rest * 100)) THEN sign(rest) * 0.01 ELSE 0 END
                   + CASE WHEN place = 1 THEN rest - trunc(rest, 2) ELSE 0 END AS amount
         FROM (SELECT technician_id, place, part, ${amount} - sum(part) OVER () AS rest
                 FROM (SELECT technician_id, row_number() OVER (ORDER BY technician_id) AS place,
                              trunc(${amount} * weight / sum(weight) OVER (), 2) AS part
                         FROM (SELECT split.technician_id, sum(split.split) AS weight
                                 FROM ${splits}
                                WHERE split.split > 0
                                GROUP BY 1
                                UNION ALL
                               SELECT DISTINCT visit.technician_id, 1 FROM ${visits} WHERE NOT ${hasSplits}
                                UNION ALL
                               SELECT '${none}'::uuid, 1
                                WHERE NOT ${hasSplits} AND NOT EXISTS (SELECT FROM ${visits})) AS technician) AS weighed) AS rounded)`

/** The facts that {@link dividedAmong} reads. */
export const technicianParts: readonly FactPart[] = [
  { fact: 'technician_visits', by: 'job_id' },
  { fact: 'job_splits', by: 'job_id' },
]
