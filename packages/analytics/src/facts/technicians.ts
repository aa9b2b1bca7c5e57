import { rowsOf } from 'records'
import { dayOf, type Fact, isLive, midnight, nextRecords, orNone } from '../fact.ts'
import { invoicedOf, jobRows, ofJob } from './of-job.ts'
import { dividedAmong, technicianParts } from './shares.ts'

/** The number of days of an assignment that make facts; a longer one is taken for a mistake. */
const LONGEST_DAYS = 31

/** Assignments by local day, with the minutes of the appointment on it: 23 or 25 hours when clocks change. */
export const technicianVisits: Fact = {
  name: 'technician_visits',
  key: 'assignment_id',
  parts: ['day'],
  columns: ['job_id', 'technician_id', 'minutes'],
  day: 'day',
  needs: ['appointment_assignments'],
  source: `
SELECT booked.id AS assignment_id,
       days.day,
       ${orNone('booked.job_id')} AS job_id,
       ${orNone('booked.technician_id')} AS technician_id,
       round(extract(epoch FROM least(booked.ends_at, ${midnight('(days.day + 1)')})
                              - greatest(booked.starts_at, ${midnight('days.day')})) / 60)::integer AS minutes
  FROM ${rowsOf('lazi.appointment_assignments', 'id', { ids: '$2::uuid[]', name: 'booked' })}
  CROSS JOIN LATERAL (
       SELECT ${dayOf('booked.starts_at')} + number AS day
         FROM generate_series(0, least(${LONGEST_DAYS}, ${dayOf("booked.ends_at - interval '1 microsecond'")} - ${dayOf('booked.starts_at')})) AS number
        -- Bounds the planner's estimate, which is 1,000.
        LIMIT ${LONGEST_DAYS + 1}) AS days
 WHERE booked.is_live AND booked.ends_at > booked.starts_at`,
  nextIds: nextRecords('appointment_assignments'),
  dependencies: [{ on: 'appointment_assignments' }],
}

/** Jobs by technician: each has a share of the revenue, to the cent. A job without a technician has one row, with none. */
export const technicianJobs: Fact = {
  name: 'technician_jobs',
  key: 'job_id',
  parts: ['technician_id'],
  columns: ['business_unit_id', 'job_type_id', 'campaign_id', 'completed_day', 'is_completed', 'revenue'],
  day: 'completed_day',
  needs: ['jobs', 'invoices', 'appointment_assignments', 'job_splits'],
  source: `
SELECT job_id, technician_id, business_unit_id, job_type_id, campaign_id, completed_day, is_completed, share AS revenue
  FROM ${dividedAmong(`
                                      SELECT ${ofJob}, invoiced.income AS amount
                                        FROM ${jobRows}
                                       CROSS JOIN LATERAL ${invoicedOf} AS invoiced
                                       WHERE ${isLive('job')}`)} AS shared`,
  nextIds: nextRecords('jobs'),
  dependencies: [{ on: 'jobs' }],
  madeOf: [{ fact: 'invoices', by: 'job_id' }, ...technicianParts],
}
