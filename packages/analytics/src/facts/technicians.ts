import { rowsAt, rowsOf } from 'records'
import { dayOf, type Fact, isLive, none, orNone } from '../fact.ts'
import { byInvoices, invoicedOf, jobRows, nextJobs } from './of-job.ts'

/** SQL that is true for an assignment whose technician is booked for a time. */
const isBooked = (row: string) => `${row}.is_live AND ${row}.ends_at > ${row}.starts_at`

/** The number of days of an assignment that make facts; a longer one is taken for a mistake. */
const LONGEST_DAYS = 31

const midnight = (day: string) => `(${day}::timestamp AT TIME ZONE $3::text)`

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
       ) AS days
 WHERE ${isBooked('booked')}`,
  nextIds: (limit) =>
    `SELECT id FROM lazi.appointment_assignments WHERE tenant_id = $1 AND id > $2::uuid ORDER BY id LIMIT ${limit}`,
  dependencies: [{ on: 'appointment_assignments' }],
}

/**
 * Jobs by technician. The revenue is divided equally among those who are booked, to the cent: the odd cents are the
 * first ones'. A job without a booked technician has one row, with none.
 */
export const technicianJobs: Fact = {
  name: 'technician_jobs',
  key: 'job_id',
  parts: ['technician_id'],
  columns: ['business_unit_id', 'job_type_id', 'campaign_id', 'completed_day', 'is_completed', 'revenue'],
  day: 'completed_day',
  needs: ['jobs', 'invoices', 'appointment_assignments'],
  source: `
SELECT job.id AS job_id,
       share.technician_id,
       ${['business_unit_id', 'job_type_id', 'campaign_id']
         .map((column) => `${orNone(`job.${column}`)} AS ${column}`)
         .join(',\n       ')},
       ${dayOf('job.completed_at')} AS completed_day,
       coalesce(job.status = 'Completed', false) AS is_completed,
       part.amount + CASE WHEN share.place <= abs(part.cents) THEN sign(part.cents) * 0.01 ELSE 0 END
                   + CASE WHEN share.place = 1 THEN part.rest ELSE 0 END AS revenue
  FROM ${jobRows}
  CROSS JOIN LATERAL ${invoicedOf} AS invoiced
  CROSS JOIN LATERAL (
       SELECT technician_id, row_number() OVER (ORDER BY technician_id) AS place, count(*) OVER () AS count
         FROM (SELECT DISTINCT ${orNone('booked.technician_id')} AS technician_id
                 FROM ${rowsAt('lazi.appointment_assignments', 'job_id', 'job.id')} AS booked
                WHERE ${isBooked('booked')}
                UNION
               SELECT '${none}'::uuid WHERE NOT EXISTS (
                      SELECT FROM ${rowsAt('lazi.appointment_assignments', 'job_id', 'job.id')} AS booked
                       WHERE ${isBooked('booked')})) AS technician
       ) AS share
  CROSS JOIN LATERAL (SELECT trunc(invoiced.income / share.count, 2) AS amount) AS whole
  CROSS JOIN LATERAL (
       SELECT whole.amount, trunc((invoiced.income - whole.amount * share.count) * 100) AS cents) AS cent
  CROSS JOIN LATERAL (
       SELECT cent.amount, cent.cents, invoiced.income - cent.amount * share.count - cent.cents * 0.01 AS rest) AS part
 WHERE ${isLive('job')}`,
  nextIds: nextJobs,
  dependencies: [
    { on: 'jobs' },
    byInvoices,
    {
      on: 'appointment_assignments',
      stored: 'technician_visits',
      keys: `SELECT booked.job_id AS id
          FROM ${rowsOf('lazi.appointment_assignments', 'id', { ids: '$2::uuid[]', name: 'booked' })}
         WHERE booked.job_id IS NOT NULL
         UNION
        SELECT fact.job_id FROM ${rowsOf('analytics.technician_visits', 'assignment_id', { ids: '$2::uuid[]', name: 'fact' })}`,
    },
  ],
}
