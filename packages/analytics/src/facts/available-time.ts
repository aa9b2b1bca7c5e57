import { rowsAt, rowsOf } from 'records'
import { dayOf, type Fact, isLive, midnight, nextCached, nextRecords, orNone, stIds } from '../fact.ts'

const shiftId = `lazi.projected_id($1, 'technician_shifts', shift.st_id)`
const otherId = `lazi.projected_id($1, 'non_job_appointments', other.st_id)`
const technicianOf = (row: string) => orNone(`lazi.projected_id($1, 'technicians', ${row}.technician_id)`)

/** SQL that is true for a shift with a length; one of more than a month is taken for a mistake. */
const isShift = `${isLive('shift')} AND shift.ends_on > shift.starts_on AND shift.ends_on <= shift.starts_on + interval '31 days'`

/** SQL of the seconds of a duration as ServiceTitan writes it, `[days.]hours:minutes:seconds[.fraction]`; else of 0. */
const seconds = `CASE WHEN other.duration ~ '^([0-9]{1,4}\\.)?[0-9]{1,2}:[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?$'
            THEN coalesce(substring(other.duration FROM '^([0-9]+)\\.[0-9]+:')::integer, 0) * 86400
               + extract(epoch FROM substring(other.duration FROM '[0-9]{1,2}:[0-9]{2}:[0-9]{2}')::interval)
            ELSE 0 END`
const otherStart = `CASE WHEN other.all_day THEN ${midnight(dayOf('other.starts_on'))} ELSE other.starts_on END`
const otherEnd = `CASE WHEN other.all_day THEN ${midnight(`(${dayOf('other.starts_on')} + 1)`)}
            ELSE other.starts_on + ${seconds} * interval '1 second' END`

/** The shifts of technicians, those on call included. */
export const shifts: Fact = {
  name: 'shifts',
  key: 'shift_id',
  columns: ['technician_id', 'kind', 'starts_at', 'ends_at'],
  needs: ['technician_shifts'],
  source: `
SELECT ${shiftId} AS shift_id,
       ${technicianOf('shift')} AS technician_id,
       coalesce(shift.shift_type, '') AS kind,
       shift.starts_on AS starts_at,
       shift.ends_on AS ends_at
  FROM ${rowsOf('raw.st_technician_shifts', 'st_id', { ids: stIds, name: 'shift' })}
 WHERE ${isShift}`,
  nextIds: nextCached('technician_shifts'),
  dependencies: [{ on: 'technician_shifts' }],
}

/** What technicians do that is no job. */
export const otherWork: Fact = {
  name: 'other_work',
  key: 'non_job_appointment_id',
  columns: ['technician_id', 'starts_at', 'ends_at'],
  needs: ['non_job_appointments'],
  source: `
SELECT ${otherId} AS non_job_appointment_id,
       ${technicianOf('other')} AS technician_id,
       ${otherStart} AS starts_at,
       ${otherEnd} AS ends_at
  FROM ${rowsOf('raw.st_non_job_appointments', 'st_id', { ids: stIds, name: 'other' })}
 WHERE ${isLive('other')} AND other.starts_on IS NOT NULL`,
  nextIds: nextCached('non_job_appointments'),
  dependencies: [{ on: 'non_job_appointments' }],
}

const technicianRows = rowsOf('lazi.technicians', 'id', { ids: '$2::uuid[]', name: 'technician' })

/** Days of technicians: the time of their normal shifts in which they are neither off nor at other work. */
export const availableTime: Fact = {
  name: 'available_time',
  key: 'technician_id',
  parts: ['day'],
  columns: ['minutes'],
  day: 'day',
  needs: ['technicians', 'technician_shifts', 'non_job_appointments'],
  source: `
SELECT technician.id AS technician_id,
       days.day,
       round(sum(extract(epoch FROM least(upper(free.time), ${midnight('(days.day + 1)')})
                                  - greatest(lower(free.time), ${midnight('days.day')}))) / 60)::integer AS minutes
  FROM ${technicianRows}
  CROSS JOIN LATERAL (
       SELECT range_agg(tstzrange(shift.starts_at, shift.ends_at)) FILTER (WHERE shift.kind = 'Normal') AS worked,
              range_agg(tstzrange(shift.starts_at, shift.ends_at)) FILTER (WHERE shift.kind = 'TimeOff') AS off
         FROM ${rowsAt('analytics.shifts', 'technician_id', 'technician.id')} AS shift) AS planned
  CROSS JOIN LATERAL (
       SELECT range_agg(tstzrange(other.starts_at, other.ends_at)) AS busy
         FROM ${rowsAt('analytics.other_work', 'technician_id', 'technician.id')} AS other
        WHERE other.ends_at > other.starts_at) AS elsewhere
  CROSS JOIN LATERAL unnest(planned.worked - coalesce(planned.off, '{}') - coalesce(elsewhere.busy, '{}')) AS free (time)
  CROSS JOIN LATERAL (
       SELECT ${dayOf('lower(free.time)')} + number AS day
         FROM generate_series(0, ${dayOf("upper(free.time) - interval '1 microsecond'")} - ${dayOf('lower(free.time)')}) AS number
       ) AS days
 GROUP BY technician.id, days.day`,
  nextIds: nextRecords('technicians'),
  dependencies: [{ on: 'technicians', paths: [] }],
  madeOf: [
    { fact: 'shifts', by: 'technician_id' },
    { fact: 'other_work', by: 'technician_id' },
  ],
}
