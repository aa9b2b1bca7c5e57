import { rowsAt } from 'records'
import type { DerivedValue } from './cache-table.ts'

/**
 * A job's scheduled times, from its live appointments. `least` prevents an overflow of the minutes by a date in the far
 * future.
 */
const jobSchedule: DerivedValue = {
  table: 'st_jobs',
  key: 'st_id',
  keyType: 'bigint',
  from: 'st_appointments',
  by: 'job_id',
  columns: ['scheduled_start', 'scheduled_end', 'duration'],
  fields: {},
  query: `
    SELECT starts AS scheduled_start, ends AS scheduled_end,
           CASE WHEN ends >= starts THEN least(extract(epoch FROM ends - starts) / 60, 2147483647)::integer END AS duration
      FROM (SELECT min(start_time) AS starts, max(end_time) AS ends
              FROM ${rowsAt('raw.st_appointments', 'job_id', '$key')} AS appointment
             WHERE active AND deleted_at IS NULL) AS live`,
}

/** The present and past assignments of a job, in its full_data: the GIN index finds a technician's jobs by them. */
const jobAssignments: DerivedValue = {
  table: 'st_jobs',
  key: 'st_id',
  keyType: 'bigint',
  from: 'st_appointment_assignments',
  by: 'job_id',
  columns: [],
  fields: { technicianAssignments: 'technician_assignments' },
  query: `
    SELECT coalesce(jsonb_agg(jsonb_build_object(
             'technicianId', technician_id, 'technicianName', technician_name, 'appointmentId', appointment_id,
             'status', status, 'assignedOn', full_data -> 'assignedOn', 'active', active)
             ORDER BY assigned_on, st_id), '[]') AS technician_assignments
      FROM ${rowsAt('raw.st_appointment_assignments', 'job_id', '$key')} AS assignment
     WHERE deleted_at IS NULL`,
}

/** An appointment's technicians. The list is bounded because an index contains it. */
const appointmentTechnicians: DerivedValue = {
  table: 'st_appointments',
  key: 'st_id',
  keyType: 'bigint',
  from: 'st_appointment_assignments',
  by: 'appointment_id',
  columns: ['technician_id', 'technician_ids'],
  fields: {},
  query: `
    SELECT (array_agg(technician_id ORDER BY assigned_on, st_id))[1] AS technician_id,
           (array_agg(technician_id ORDER BY assigned_on, st_id))[1:100] AS technician_ids
      FROM ${rowsAt('raw.st_appointment_assignments', 'appointment_id', '$key')} AS assignment
     WHERE active AND deleted_at IS NULL AND technician_id IS NOT NULL`,
}

/** Phone and email of a location, which ServiceTitan's API returns as separate records. */
const locationContact: DerivedValue = {
  table: 'st_locations',
  key: 'st_id',
  keyType: 'bigint',
  from: 'st_location_contacts',
  by: 'location_id',
  columns: ['phone', 'email'],
  fields: {},
  query: `
    SELECT (array_agg(value ORDER BY type <> 'Phone', st_id) FILTER (WHERE type IN ('Phone', 'MobilePhone')))[1] AS phone,
           (array_agg(value ORDER BY st_id) FILTER (WHERE type = 'Email'))[1] AS email
      FROM ${rowsAt('raw.st_location_contacts', 'location_id', '$key')} AS contact
     WHERE active AND deleted_at IS NULL AND value <> ''`,
}

/** The team that a technician names. */
const technicianTeam: DerivedValue = {
  table: 'st_technicians',
  key: 'team',
  keyType: 'text',
  from: 'st_teams',
  by: 'name',
  columns: ['team_id'],
  fields: {},
  query: `
    SELECT min(st_id) AS team_id FROM raw.st_teams
     WHERE tenant_id = $1 AND name = $key AND active AND deleted_at IS NULL`,
}

const derivedValues: readonly DerivedValue[] = [
  jobSchedule,
  jobAssignments,
  appointmentTechnicians,
  locationContact,
  technicianTeam,
]
/** The values that rows of `table` derive from other tables. */
export function derivedIn(table: string): DerivedValue[] {
  return derivedValues.filter((value) => value.table === table)
}

/** The values that other tables derive from the rows of `table`. */
export function derivedFrom(table: string): DerivedValue[] {
  return derivedValues.filter((value) => value.from === table)
}

/**
 * The tables that are connected with `table` by derived values, directly or indirectly, including itself; in order of
 * their names, and equal for each of them. Empty if it has no such relation.
 */
export function relatedTables(table: string): string[] {
  const related = new Set<string>()
  const waiting = [table]
  for (const name of waiting) {
    for (const value of derivedValues) {
      if (value.table !== name && value.from !== name) continue
      for (const next of [value.table, value.from]) {
        if (related.has(next)) continue
        related.add(next)
        waiting.push(next)
      }
    }
  }
  return [...related].toSorted()
}
