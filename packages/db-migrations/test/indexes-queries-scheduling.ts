import { day, type IndexQuery, live, month, week } from './indexes-query.ts'

/** Locations, jobs, appointments, technicians and assignments. */
export const schedulingQueries: Readonly<Record<string, readonly IndexQuery[]>> = {
  st_locations_customer_idx: [
    {
      question: 'the locations of a customer',
      sql: 'SELECT st_id, name FROM raw.st_locations WHERE tenant_id = $1 AND customer_id = $2',
      values: [7, 500],
    },
  ],
  st_locations_position_idx: [
    {
      question: 'locations within a bounding box, for those near a point',
      sql: `SELECT st_id, latitude, longitude FROM raw.st_locations
             WHERE tenant_id = $1 AND latitude BETWEEN $2 AND $3 AND longitude BETWEEN $4 AND $5`,
      values: [7, 33.1, 33.3, -95.4, -95.1],
    },
  ],
  st_locations_zip_idx: [
    {
      question: 'locations by postal code',
      sql: 'SELECT st_id, name FROM raw.st_locations WHERE tenant_id = $1 AND address_zip = $2',
      values: [7, 'Text 500'],
    },
  ],
  st_locations_zone_idx: [
    {
      question: 'locations of a dispatch zone',
      sql: 'SELECT st_id, name FROM raw.st_locations WHERE tenant_id = $1 AND zone_id = $2',
      values: [7, 500],
    },
  ],
  st_locations_name_idx: [
    {
      question: 'locations by the beginning of the name, whatever the case (name_key ^@)',
      sql: 'SELECT st_id, name FROM raw.st_locations WHERE tenant_id = $1 AND name_key ^@ lower($2)',
      values: [7, 'TEXT 50'],
      notPrepared: true,
    },
  ],

  st_jobs_customer_idx: [
    {
      question: 'the jobs of a customer, newest first',
      sql: `SELECT st_id, status FROM raw.st_jobs WHERE tenant_id = $1 AND customer_id = $2
             ORDER BY created_on DESC LIMIT 20`,
      values: [7, 500],
    },
  ],
  st_jobs_location_idx: [
    {
      question: 'the jobs at a location, newest first',
      sql: `SELECT st_id, status FROM raw.st_jobs WHERE tenant_id = $1 AND location_id = $2
             ORDER BY created_on DESC LIMIT 20`,
      values: [7, 500],
    },
  ],
  st_jobs_number_idx: [
    {
      question: 'a job by its number',
      sql: 'SELECT st_id FROM raw.st_jobs WHERE tenant_id = $1 AND job_number = $2',
      values: [7, 'Text 500'],
    },
  ],
  st_jobs_status_idx: [
    {
      question: 'the jobs in a status, newest first',
      sql: `SELECT st_id, summary FROM raw.st_jobs WHERE tenant_id = $1 AND status = $2
             ORDER BY created_on DESC LIMIT 20`,
      values: [7, 'Scheduled'],
    },
  ],
  ...Object.fromEntries(
    ['created', 'completed'].map((event) => [
      `st_jobs_${event}_idx`,
      [
        {
          question: `jobs ${event} in a period, by business unit, job type or campaign`,
          sql: `SELECT business_unit_id, job_type_id, campaign_id, count(*) FROM raw.st_jobs
                 WHERE tenant_id = $1 AND ${event}_on >= $2 AND ${event}_on < $3 AND deleted_at IS NULL
                 GROUP BY 1, 2, 3`,
          values: [7, ...month],
          indexOnly: true,
        },
        {
          question: `jobs ${event} in a period, by business unit, job type or campaign`,
          sql: `SELECT st_id, summary, total FROM raw.st_jobs
                 WHERE tenant_id = $1 AND ${event}_on >= $2 AND ${event}_on < $3 AND deleted_at IS NULL
                   AND business_unit_id = $4 ORDER BY ${event}_on DESC`,
          values: [7, ...month, 500],
        },
      ],
    ]),
  ),

  st_appointments_board_idx: [
    {
      question: 'the board of a day',
      sql: `SELECT start_time, end_time, status, job_id, technician_ids FROM raw.st_appointments
             WHERE tenant_id = $1 AND start_time >= $2 AND start_time < $3 AND ${live} ORDER BY start_time`,
      values: [7, ...day],
      indexOnly: true,
    },
    ...[day, week].flatMap((period) =>
      ['technician_ids @> ARRAY[$4::bigint]', '$4::bigint = ANY (technician_ids)'].map((condition) => ({
        question: "a technician's day or week",
        sql: `SELECT start_time, end_time, status, job_id FROM raw.st_appointments
               WHERE tenant_id = $1 AND start_time >= $2 AND start_time < $3 AND ${live} AND ${condition}
               ORDER BY start_time`,
        values: [7, ...period, 42],
        indexOnly: true,
      })),
    ),
    {
      question: 'unassigned appointments in a period',
      sql: `SELECT start_time, end_time, status, job_id FROM raw.st_appointments
             WHERE tenant_id = $1 AND start_time >= $2 AND start_time < $3 AND ${live} AND technician_ids IS NULL
             ORDER BY start_time`,
      values: [7, ...week],
      indexOnly: true,
    },
    {
      // An appointment that began the day before counts with what reaches into this one.
      question: 'booked minutes of each technician on a day',
      sql: `SELECT technician.st_id, technician.name, coalesce(sum(booked.minutes), 0) AS minutes
              FROM raw.st_technicians AS technician
              LEFT JOIN (
                SELECT unnest(technician_ids) AS technician_id,
                       extract(epoch FROM least(end_time, $3) - greatest(start_time, $2)) / 60 AS minutes
                  FROM raw.st_appointments
                 WHERE tenant_id = $1 AND start_time >= $2::timestamptz - interval '1 day'
                   AND start_time < $3::timestamptz AND end_time > $2 AND ${live} AND status <> 'Canceled'
              ) AS booked ON booked.technician_id = technician.st_id
             WHERE tenant_id = $1 AND ${live} GROUP BY 1, 2`,
      values: [7, ...day],
      indexOnly: true,
    },
  ],
  st_appointments_job_idx: [
    {
      question: 'the appointments of a job',
      sql: `SELECT st_id, start_time, status FROM raw.st_appointments WHERE tenant_id = $1 AND job_id = $2 AND ${live}
             ORDER BY start_time`,
      values: [7, 500],
    },
  ],

  st_technicians_team_idx: [
    {
      question: 'active technicians of a team',
      sql: `SELECT st_id, name FROM raw.st_technicians WHERE tenant_id = $1 AND team = $2 AND ${live}`,
      values: [7, 'Team 7'],
    },
  ],
  st_technicians_business_unit_idx: [
    {
      question: 'active technicians of a business unit',
      sql: `SELECT st_id, name FROM raw.st_technicians WHERE tenant_id = $1 AND business_unit_id = $2 AND ${live}`,
      values: [7, 500],
    },
  ],
  st_technicians_zone_idx: [
    {
      question: 'active technicians who serve a zone (zone_ids @>)',
      sql: `SELECT st_id, name FROM raw.st_technicians
             WHERE tenant_id = $1 AND zone_ids @> ARRAY[$2::bigint] AND ${live}`,
      values: [7, 150],
      notForReader: true,
    },
  ],
  st_technicians_skills_idx: [
    {
      question: 'active technicians with a skill (skills @>)',
      sql: `SELECT st_id, name FROM raw.st_technicians WHERE tenant_id = $1 AND skills @> $2 AND ${live}`,
      values: [7, '[{"id": 55}]'],
      notForReader: true,
    },
  ],
  st_technicians_email_idx: [
    {
      question: 'a technician by e-mail address, whatever the case',
      sql: 'SELECT st_id, name FROM raw.st_technicians WHERE tenant_id = $1 AND lower(email) = lower($2)',
      values: [7, 'Text 500'],
      notForReader: true,
    },
  ],

  st_appointment_assignments_appointment_idx: [
    {
      question: 'the assignments of an appointment',
      sql: `SELECT technician_id, technician_name FROM raw.st_appointment_assignments
             WHERE tenant_id = $1 AND appointment_id = $2 AND ${live}`,
      values: [7, 500],
    },
  ],
  st_appointment_assignments_job_idx: [
    {
      question: 'the assignments of a job',
      sql: `SELECT technician_id, technician_name FROM raw.st_appointment_assignments
             WHERE tenant_id = $1 AND job_id = $2 AND ${live}`,
      values: [7, 500],
    },
  ],
  st_appointment_assignments_technician_idx: [
    {
      question: 'the assignments of a technician, newest first',
      sql: `SELECT job_id, appointment_id FROM raw.st_appointment_assignments
             WHERE tenant_id = $1 AND technician_id = $2 AND ${live} ORDER BY assigned_on DESC LIMIT 20`,
      values: [7, 42],
    },
  ],
}
