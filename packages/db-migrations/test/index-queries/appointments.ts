import { day, type IndexQuery, live, week } from '../indexes-query.ts'

export const queries: Readonly<Record<string, readonly IndexQuery[]>> = {
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
      // Of an appointment that began the day before, the part within this day counts.
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
}
