import { rowsAt, rowsOf } from 'records'
import { dayOf, type Fact, isLive, nextCached, nextRecords, orNone, stIds } from '../fact.ts'

const timesheetId = `lazi.projected_id($1, 'job_timesheets', timesheet.st_id)`

/** Time that technicians worked. One of more than a day was left open, and counts no time. */
export const timesheets: Fact = {
  name: 'timesheets',
  key: 'timesheet_id',
  columns: ['appointment_id', 'job_id', 'technician_id', 'arrived_at', 'arrived_day', 'minutes'],
  day: 'arrived_day',
  needs: ['job_timesheets'],
  source: `
SELECT ${timesheetId} AS timesheet_id,
       ${orNone(`lazi.projected_id($1, 'appointments', timesheet.appointment_id)`)} AS appointment_id,
       ${orNone(`lazi.projected_id($1, 'jobs', timesheet.job_id)`)} AS job_id,
       ${orNone(`lazi.projected_id($1, 'technicians', timesheet.technician_id)`)} AS technician_id,
       timesheet.arrived_on AS arrived_at,
       ${dayOf('timesheet.arrived_on')} AS arrived_day,
       CASE WHEN timesheet.done_on BETWEEN timesheet.arrived_on AND timesheet.arrived_on + interval '24 hours'
            THEN round(extract(epoch FROM timesheet.done_on - timesheet.arrived_on) / 60)::integer ELSE 0 END AS minutes
  FROM ${rowsOf('raw.st_job_timesheets', 'st_id', { ids: stIds, name: 'timesheet' })}
 WHERE ${isLive('timesheet')} AND timesheet.canceled_on IS NULL`,
  nextIds: nextCached('job_timesheets'),
  dependencies: [{ on: 'job_timesheets' }],
}

/** Appointments with an arrival window at which a technician has arrived. */
export const arrivals: Fact = {
  name: 'arrivals',
  key: 'appointment_id',
  columns: ['job_id', 'business_unit_id', 'start_day', 'is_on_time'],
  day: 'start_day',
  needs: ['appointments', 'jobs', 'job_timesheets'],
  source: `
SELECT visit.id AS appointment_id,
       ${orNone('visit.job_id')} AS job_id,
       ${orNone('job.business_unit_id')} AS business_unit_id,
       ${dayOf('visit.starts_at')} AS start_day,
       arrived.first <= visit.arrival_ends_at AS is_on_time
  FROM ${rowsOf('lazi.appointments', 'id', { ids: '$2::uuid[]', name: 'visit' })}
  LEFT JOIN LATERAL ${rowsAt('lazi.jobs', 'id', 'visit.job_id')} AS job ON true
  CROSS JOIN LATERAL (
       SELECT min(timesheet.arrived_at) AS first
         FROM ${rowsAt('analytics.timesheets', 'appointment_id', 'visit.id')} AS timesheet) AS arrived
 WHERE ${isLive('visit')} AND arrived.first IS NOT NULL AND visit.arrival_ends_at IS NOT NULL`,
  nextIds: nextRecords('appointments'),
  dependencies: [
    { on: 'appointments' },
    {
      on: 'jobs',
      keys: `SELECT visit.id FROM ${rowsOf('lazi.appointments', 'job_id', { ids: '$2::uuid[]', name: 'visit' })}`,
      paths: ['business_unit_id'],
    },
  ],
  madeOf: [{ fact: 'timesheets', by: 'appointment_id' }],
}
