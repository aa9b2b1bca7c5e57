import { rowsAt, rowsOf } from 'records'
import { type Dependency, type Fact, isLive, nextCached, none, orNone, stIds } from '../fact.ts'

// How what a job brings is divided among technicians.

/** SQL that is true for an assignment whose technician is booked for a time. */
export const isBooked = (row: string): string => `${row}.is_live AND ${row}.ends_at > ${row}.starts_at`

const splitId = `lazi.projected_id($1, 'job_splits', split.st_id)`

/** The splits of jobs: which job a split belonged to until now. */
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
                         FROM (SELECT ${orNone(`lazi.projected_id($1, 'technicians', split.technician_id)`)} AS technician_id,
                                      sum(split.split) AS weight
                                 FROM ${rowsAt('raw.st_job_splits', 'job_id', 'job.st_id')} AS split
                                WHERE ${isLive('split')} AND split.split > 0
                                GROUP BY 1
                                UNION ALL
                               SELECT DISTINCT ${orNone('booked.technician_id')}, 1
                                 FROM ${rowsAt('lazi.appointment_assignments', 'job_id', 'job.id')} AS booked
                                WHERE ${isBooked('booked')} AND NOT ${hasSplits()}
                                UNION ALL
                               SELECT '${none}'::uuid, 1
                                WHERE NOT ${hasSplits()} AND NOT EXISTS (
                                      SELECT FROM ${rowsAt('lazi.appointment_assignments', 'job_id', 'job.id')} AS booked
                                       WHERE ${isBooked('booked')})) AS technician) AS weighed) AS rounded)`

function hasSplits(): string {
  return `EXISTS (
                                      SELECT FROM ${rowsAt('raw.st_job_splits', 'job_id', 'job.st_id')} AS split
                                       WHERE ${isLive('split')} AND split.split > 0)`
}

/** The jobs whose technicians changed: those who are booked, and those of the splits. */
export const byTechnicians: readonly Dependency[] = [
  {
    on: 'appointment_assignments',
    stored: 'technician_visits',
    keys: `SELECT booked.job_id AS id
          FROM ${rowsOf('lazi.appointment_assignments', 'id', { ids: '$2::uuid[]', name: 'booked' })}
         WHERE booked.job_id IS NOT NULL
         UNION
        SELECT fact.job_id FROM ${rowsOf('analytics.technician_visits', 'assignment_id', { ids: '$2::uuid[]', name: 'fact' })}`,
  },
  {
    on: 'job_splits',
    stored: 'job_splits',
    keys: `SELECT lazi.projected_id($1, 'jobs', split.job_id) AS id
          FROM ${rowsOf('raw.st_job_splits', 'st_id', { ids: stIds, name: 'split' })}
         WHERE split.job_id IS NOT NULL
         UNION
        SELECT fact.job_id FROM ${rowsOf('analytics.job_splits', 'split_id', { ids: '$2::uuid[]', name: 'fact' })}`,
  },
]
