import type { DerivedValue } from './cache-table.ts'

/**
 * A job's scheduled times, from its live appointments. FILTER and not WHERE: the planner takes the partial index
 * of live appointments for tiny until the table is analyzed, and would read all of it for each job. A date far
 * off would overflow the minutes.
 */
const jobSchedule: DerivedValue = {
  table: 'st_jobs',
  from: 'st_appointments',
  by: 'job_id',
  columns: ['scheduled_start', 'scheduled_end', 'duration'],
  fields: {},
  query: `
    SELECT starts AS scheduled_start, ends AS scheduled_end,
           least(extract(epoch FROM ends - starts) / 60, 2147483647)::integer AS duration
      FROM (SELECT min(start_time) FILTER (WHERE active AND deleted_at IS NULL) AS starts,
                   max(end_time) FILTER (WHERE active AND deleted_at IS NULL) AS ends
              FROM raw.st_appointments WHERE tenant_id = $1 AND job_id = $parent) AS live`,
}

/** Who is and was assigned to a job, inside its full_data: the GIN index finds a technician's jobs by it. */
const jobAssignments: DerivedValue = {
  table: 'st_jobs',
  from: 'st_appointment_assignments',
  by: 'job_id',
  columns: [],
  fields: { technicianAssignments: 'technician_assignments' },
  query: `
    SELECT coalesce(jsonb_agg(jsonb_build_object(
             'technicianId', technician_id, 'technicianName', technician_name, 'appointmentId', appointment_id,
             'status', status, 'assignedOn', full_data -> 'assignedOn', 'active', active)
             ORDER BY assigned_on, st_id), '[]') AS technician_assignments
      FROM raw.st_appointment_assignments
     WHERE tenant_id = $1 AND job_id = $parent AND deleted_at IS NULL`,
}

/** An appointment's technicians. The list is bounded because an index carries it. */
const appointmentTechnicians: DerivedValue = {
  table: 'st_appointments',
  from: 'st_appointment_assignments',
  by: 'appointment_id',
  columns: ['technician_id', 'technician_ids'],
  fields: {},
  query: `
    SELECT (array_agg(technician_id ORDER BY assigned_on, st_id))[1] AS technician_id,
           (array_agg(technician_id ORDER BY assigned_on, st_id))[1:100] AS technician_ids
      FROM raw.st_appointment_assignments
     WHERE tenant_id = $1 AND appointment_id = $parent AND active AND deleted_at IS NULL
       AND technician_id IS NOT NULL`,
}

const derivedValues: readonly DerivedValue[] = [jobSchedule, jobAssignments, appointmentTechnicians]

/** What a row of `table` derives from others. */
export function derivedIn(table: string): DerivedValue[] {
  return derivedValues.filter((value) => value.table === table)
}

/** What other tables derive from the rows of `table`. */
export function derivedFrom(table: string): DerivedValue[] {
  return derivedValues.filter((value) => value.from === table)
}
