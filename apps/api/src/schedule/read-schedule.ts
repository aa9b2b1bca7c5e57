import type pg from 'pg'
import { tablesOf } from '../records/resources.ts'
import { instantText } from '../resource-definition/field-kinds.ts'
import { ofTenant } from '../tenant/of-tenant.ts'
import { prepared } from '../tenant/prepared.ts'
import { firstStart, notCanceled, overlapsRange } from './appointments-in-range.ts'
import { scheduleSources } from './schedule-sources.ts'
import { bodyOf, rangeOfTenant, rangeValues, type TimeRange } from './time-range.ts'

export interface ScheduleParams {
  readonly range: TimeRange
  /** Only this technician. */
  readonly technicianId?: string | undefined
  /** Only the technicians of this team. */
  readonly teamId?: string | undefined
  /** Only the technicians of this business unit and the unassigned appointments of its jobs. */
  readonly businessUnitId?: string | undefined
  /** Whether canceled appointments are included. @default false */
  readonly includeCanceled?: boolean | undefined
}

/**
 * The board as JSON text: PostgreSQL formats it, and it is sent without being parsed. The tenant is the transaction's.
 * @throws {ProblemError} 401 when the tenant was removed
 */
export async function readSchedule(client: pg.ClientBase, params: ScheduleParams): Promise<string> {
  const { rows } = await client.query<{ body: string }>(scheduleStatement(params))
  return bodyOf(rows)
}

/** The statement of {@link readSchedule}, prepared once per connection. */
export function scheduleStatement(params: ScheduleParams) {
  const { range, technicianId = null, teamId = null, businessUnitId = null, includeCanceled = false } = params
  const values = [...rangeValues(range), technicianId, teamId, businessUnitId, includeCanceled]
  return prepared(scheduleQuery, values)
}

const notFiltered = '($4::bigint IS NULL AND $5::bigint IS NULL AND $6::bigint IS NULL)'
const unassignedOfBusinessUnit =
  '($6::bigint IS NOT NULL AND $4::bigint IS NULL AND $5::bigint IS NULL AND coalesce(cardinality(technician_ids), 0) = 0)'

// Each lookup is its own lateral sub-select with OFFSET 0: otherwise a wrong estimate of a tenant's size could make the
// planner read all jobs.
const appointmentRows = `
  SELECT appointment.st_id::text AS id, appointment.job_id::text AS "jobId", job.job_number AS "jobNumber",
         job.status AS "jobStatus", job_type.name AS "jobTypeName",
         appointment.customer_id::text AS "customerId", customer.name AS "customerName",
         job.location_id::text AS "locationId", location.name AS "locationName", location.address,
         ${instantText('start_time')} AS start, ${instantText('end_time')} AS "end",
         ${instantText('arrival_window_start')} AS "arrivalWindowStart",
         ${instantText('arrival_window_end')} AS "arrivalWindowEnd", appointment.status,
         coalesce(technician_ids, '{}')::text[] AS "technicianIds"
    FROM appointment
    LEFT JOIN LATERAL (
      SELECT job_number, status, job_type_id, location_id, business_unit_id FROM raw.st_jobs
       WHERE ${ofTenant()} AND st_id = appointment.job_id AND deleted_at IS NULL OFFSET 0) AS job ON true
    LEFT JOIN LATERAL (
      SELECT name FROM raw.st_job_types
       WHERE ${ofTenant()} AND st_id = job.job_type_id OFFSET 0) AS job_type ON true
    LEFT JOIN LATERAL (
      SELECT name FROM raw.st_customers
       WHERE ${ofTenant()} AND st_id = appointment.customer_id AND deleted_at IS NULL OFFSET 0) AS customer ON true
    LEFT JOIN LATERAL (
      SELECT name, nullif(concat_ws(', ', nullif(concat_ws(' ', address_street, address_unit), ''), address_city,
                                    nullif(concat_ws(' ', address_state, address_zip), '')), '') AS address
        FROM raw.st_locations
       WHERE ${ofTenant()} AND st_id = job.location_id AND deleted_at IS NULL OFFSET 0) AS location ON true
   WHERE ${notFiltered} OR technician_ids && (SELECT ids FROM shown) OR job.business_unit_id = $6`

/** The cache tables that {@link scheduleQuery} reads. */
export const scheduleTables = tablesOf(scheduleSources)

/** Parameters: `$1` to `$3` of the range, then `technicianId`, `teamId`, `businessUnitId`, `includeCanceled`. */
export const scheduleQuery = `
WITH range AS MATERIALIZED (${rangeOfTenant}),
first AS MATERIALIZED (${firstStart('range')}),
technician AS MATERIALIZED (
  SELECT st_id, name, team_id, team, business_unit_id FROM raw.st_technicians
   WHERE ${ofTenant()} AND active AND deleted_at IS NULL AND ($4::bigint IS NULL OR st_id = $4)
     AND ($5::bigint IS NULL OR team_id = $5) AND ($6::bigint IS NULL OR business_unit_id = $6)
),
shown AS MATERIALIZED (SELECT array_agg(st_id) AS ids FROM technician),
appointment AS MATERIALIZED (
  SELECT st_id, job_id, customer_id, start_time, end_time, arrival_window_start, arrival_window_end, status,
         technician_ids
    FROM raw.st_appointments
   WHERE ${overlapsRange('range', 'first')} AND ($7 OR ${notCanceled})
     AND (${notFiltered} OR technician_ids && (SELECT ids FROM shown) OR ${unassignedOfBusinessUnit})
),
board AS MATERIALIZED (${appointmentRows})
SELECT json_build_object(
  'timeZone', range.time_zone, 'from', ${instantText('range_from')}, 'to', ${instantText('range_to')},
  'technicians', (SELECT coalesce(json_agg(json_build_object(
      'id', st_id::text, 'name', name, 'teamId', team_id::text, 'team', team,
      'businessUnitId', business_unit_id::text) ORDER BY name, st_id), '[]') FROM technician),
  'appointments', (SELECT coalesce(json_agg(board ORDER BY start, id), '[]') FROM board),
  'unassigned', (SELECT coalesce(json_agg(id ORDER BY start, id), '[]') FROM board WHERE "technicianIds" = '{}')
)::text AS body
FROM range`
