import { day, type IndexQuery, idOf, live, week } from '../indexes-query.ts'

/** Jobs of schema lazi, with their appointments and assignments. */
export const queries: Readonly<Record<string, readonly IndexQuery[]>> = {
  'lazi.jobs_customer_idx': [
    {
      question: 'the jobs of a customer, newest first',
      sql: `SELECT id, status FROM lazi.jobs WHERE tenant_id = $1 AND customer_id = $2
             ORDER BY created_at DESC LIMIT 20`,
      values: [7, idOf(500)],
    },
  ],
  'lazi.jobs_location_idx': [
    {
      question: 'the jobs at a location, newest first',
      sql: `SELECT id, status FROM lazi.jobs WHERE tenant_id = $1 AND location_id = $2
             ORDER BY created_at DESC LIMIT 20`,
      values: [7, idOf(500)],
    },
  ],
  'lazi.jobs_number_idx': [
    {
      question: 'a job by its number',
      sql: 'SELECT id FROM lazi.jobs WHERE tenant_id = $1 AND number = $2',
      values: [7, 'Text 500'],
    },
  ],
  'lazi.jobs_status_idx': [
    {
      question: 'the jobs in a status, newest first',
      sql: `SELECT id, summary FROM lazi.jobs WHERE tenant_id = $1 AND status = $2
             ORDER BY created_at DESC LIMIT 20`,
      values: [7, 'Scheduled'],
    },
  ],
  'lazi.jobs_created_idx': [
    {
      question: 'jobs created in a period',
      sql: `SELECT id, status FROM lazi.jobs
             WHERE tenant_id = $1 AND created_at >= $2 AND created_at < $3 AND deleted_at IS NULL`,
      values: [7, ...week],
    },
  ],
  'lazi.jobs_completed_idx': [
    {
      question: 'jobs completed in a period',
      sql: `SELECT id, status FROM lazi.jobs
             WHERE tenant_id = $1 AND completed_at >= $2 AND completed_at < $3 AND deleted_at IS NULL`,
      values: [7, ...week],
    },
  ],
  'lazi.jobs_canceled_idx': [
    {
      question: 'the jobs that LAZI canceled, in the order of their ids',
      sql: `SELECT id FROM lazi.jobs WHERE tenant_id = $1 AND id > $2 AND canceled_at IS NOT NULL ORDER BY id LIMIT 100`,
      values: [7, idOf(500)],
    },
  ],
  'lazi.appointments_job_idx': [
    {
      question: 'the appointments of a job, by start',
      sql: `SELECT id, starts_at, status FROM lazi.appointments WHERE tenant_id = $1 AND job_id = $2 AND ${live}
             ORDER BY starts_at`,
      values: [7, idOf(500)],
    },
  ],
  'lazi.appointments_board_idx': [
    {
      question: 'the board of a day',
      sql: `SELECT starts_at, ends_at, status, job_id, technician_ids FROM lazi.appointments
             WHERE tenant_id = $1 AND starts_at >= $2 AND starts_at < $3 AND ${live} ORDER BY starts_at`,
      values: [7, ...day],
      indexOnly: true,
    },
    {
      question: 'unassigned appointments in a period',
      sql: `SELECT starts_at, ends_at, status, job_id FROM lazi.appointments
             WHERE tenant_id = $1 AND starts_at >= $2 AND starts_at < $3 AND ${live} AND technician_ids IS NULL
             ORDER BY starts_at`,
      values: [7, ...week],
      indexOnly: true,
    },
  ],
  'lazi.appointments_long_idx': [
    {
      question: 'the appointments that are longer than a day, and end after a time',
      sql: `SELECT starts_at, ends_at, technician_ids FROM lazi.appointments
             WHERE tenant_id = $1 AND ends_at > $2 AND starts_at < $3 AND ${live}
               AND ends_at - starts_at > interval '1 day' ORDER BY ends_at`,
      values: [7, ...day],
      indexOnly: true,
    },
  ],
  'lazi.appointment_assignments_appointment_idx': [
    {
      question: 'the assignments of an appointment',
      sql: `SELECT technician_id, technician_name FROM lazi.appointment_assignments
             WHERE tenant_id = $1 AND appointment_id = $2 AND ${live}`,
      values: [7, idOf(500)],
    },
  ],
  'lazi.appointment_assignments_job_idx': [
    {
      question: 'the assignments of a job',
      sql: `SELECT technician_id, technician_name FROM lazi.appointment_assignments
             WHERE tenant_id = $1 AND job_id = $2 AND ${live}`,
      values: [7, idOf(500)],
    },
  ],
  'lazi.appointment_assignments_technician_idx': [
    {
      question: 'the assignments of a technician, newest first',
      sql: `SELECT job_id, appointment_id FROM lazi.appointment_assignments
             WHERE tenant_id = $1 AND technician_id = $2 AND ${live} ORDER BY assigned_at DESC LIMIT 20`,
      values: [7, idOf(42)],
    },
  ],
  'lazi.appointment_assignments_booked_idx': [
    {
      question: 'when a technician is booked in a period',
      sql: `SELECT starts_at, ends_at FROM lazi.appointment_assignments
             WHERE tenant_id = $1 AND technician_id = $2 AND starts_at >= $3 AND starts_at < $4 AND is_live
             ORDER BY starts_at`,
      values: [7, idOf(42), ...week],
      indexOnly: true,
    },
  ],
  'lazi.appointment_assignments_long_idx': [
    {
      question: 'the bookings of a technician that are longer than a day, and end after a time',
      sql: `SELECT starts_at, ends_at FROM lazi.appointment_assignments
             WHERE tenant_id = $1 AND technician_id = $2 AND ends_at > $3 AND starts_at <= $4 AND is_live
               AND ends_at - starts_at > interval '1 day'`,
      values: [7, idOf(42), ...week],
      indexOnly: true,
    },
  ],
  'lazi.appointment_assignments_day_idx': [
    {
      question: 'who is booked in a period',
      sql: `SELECT technician_id, starts_at, ends_at FROM lazi.appointment_assignments
             WHERE tenant_id = $1 AND starts_at >= $2 AND starts_at < $3 AND is_live ORDER BY starts_at`,
      values: [7, ...day],
    },
  ],
}
