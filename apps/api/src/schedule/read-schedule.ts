import { prepared } from 'cli-kit/postgres'
import type pg from 'pg'
import { instantText } from 'records'
import { recordTablesOf } from '../records/record-resources.ts'
import { appointmentsInRange, firstStart, notCanceled } from './appointments-in-range.ts'
import { scheduleSources } from './schedule-sources.ts'
import { bodyOf, rangeOfTenant, rangeValues, type TimeRange } from './time-range.ts'

export interface ScheduleParams {
  readonly range: TimeRange
  /** Only this technician, even if inactive. */
  readonly technicianId?: string | undefined
  /** Only the technicians of this team. */
  readonly teamId?: string | undefined
  /** Only the technicians of this business unit and the unassigned appointments of its jobs. */
  readonly businessUnitId?: string | undefined
  /** Whether canceled appointments are included. @default false */
  readonly includeCanceled?: boolean | undefined
}

/**
 * The board as JSON text: PostgreSQL formats it, and it is sent without being parsed.
 * @throws {ProblemError} 401 when the tenant was removed
 */
export async function readSchedule(
  client: pg.ClientBase,
  tenantId: string,
  params: ScheduleParams,
): Promise<string> {
  const { rows } = await client.query<{ body: string }>(scheduleStatement(tenantId, params))
  return bodyOf(rows)
}

/** The statement of {@link readSchedule}, prepared once per connection. */
export function scheduleStatement(tenantId: string, params: ScheduleParams) {
  const { range, technicianId = null, teamId = null, businessUnitId = null, includeCanceled = false } = params
  const values = [tenantId, ...rangeValues(range), technicianId, teamId, businessUnitId, includeCanceled]
  return prepared(scheduleQuery, values)
}

const notFiltered = '($5::uuid IS NULL AND $6::uuid IS NULL AND $7::uuid IS NULL)'
const unassignedOfBusinessUnit =
  '($7::uuid IS NOT NULL AND $5::uuid IS NULL AND $6::uuid IS NULL AND coalesce(cardinality(technician_ids), 0) = 0)'

// Each lookup is its own lateral sub-select with OFFSET 0: otherwise a wrong estimate of a tenant's size could make the
// planner read all jobs.
const appointmentRows = `
  SELECT appointment.id::text AS id, appointment.version, appointment.job_id::text AS "jobId", job.number AS "jobNumber",
         job.status AS "jobStatus", job_type.name AS "jobTypeName",
         appointment.customer_id::text AS "customerId", customer.name AS "customerName",
         job.location_id::text AS "locationId", location.name AS "locationName", location.address,
         ${instantText('starts_at')} AS start, ${instantText('ends_at')} AS "end",
         ${instantText('arrival_starts_at')} AS "arrivalWindowStart",
         ${instantText('arrival_ends_at')} AS "arrivalWindowEnd", appointment.status,
         coalesce(technician_ids, '{}')::text[] AS "technicianIds"
    FROM appointment
    LEFT JOIN LATERAL (
      SELECT number, status, job_type_id, location_id, business_unit_id FROM lazi.jobs
       WHERE tenant_id = $1 AND id = appointment.job_id AND deleted_at IS NULL OFFSET 0) AS job ON true
    LEFT JOIN LATERAL (
      SELECT name FROM lazi.job_types
       WHERE tenant_id = $1 AND id = job.job_type_id OFFSET 0) AS job_type ON true
    LEFT JOIN LATERAL (
      SELECT name FROM lazi.customers
       WHERE tenant_id = $1 AND id = appointment.customer_id AND deleted_at IS NULL OFFSET 0) AS customer ON true
    LEFT JOIN LATERAL (
      SELECT name, nullif(concat_ws(', ', nullif(concat_ws(' ', address_street, address_unit), ''), address_city,
                                    nullif(concat_ws(' ', address_state, address_zip), '')), '') AS address
        FROM lazi.locations
       WHERE tenant_id = $1 AND id = job.location_id AND deleted_at IS NULL OFFSET 0) AS location ON true
   WHERE ${notFiltered} OR technician_ids && (SELECT ids FROM shown) OR job.business_unit_id = $7`

/** The tables of LAZI's records that {@link scheduleQuery} reads. */
export const scheduleTables = recordTablesOf(scheduleSources)

/** Parameters: `$1` the tenant, `$2` to `$4` of the range, then `technicianId`, `teamId`, `businessUnitId`, `includeCanceled`. */
export const scheduleQuery = `
WITH range AS MATERIALIZED (${rangeOfTenant}),
first AS MATERIALIZED (${firstStart('range')}),
technician AS MATERIALIZED (
  SELECT id, name, team_id, team, business_unit_id FROM lazi.technicians
   WHERE tenant_id = $1 AND (active OR id = $5) AND deleted_at IS NULL AND ($5::uuid IS NULL OR id = $5)
     AND ($6::uuid IS NULL OR team_id = $6) AND ($7::uuid IS NULL OR business_unit_id = $7)
),
shown AS MATERIALIZED (SELECT array_agg(id) AS ids FROM technician),
appointment AS MATERIALIZED (${appointmentsInRange({
  range: 'range',
  first: 'first',
  columns:
    'id, version, job_id, customer_id, starts_at, ends_at, arrival_starts_at, arrival_ends_at, status, technician_ids',
  where: `($8 OR ${notCanceled})
     AND (${notFiltered} OR technician_ids && (SELECT ids FROM shown) OR ${unassignedOfBusinessUnit})`,
})}),
board AS MATERIALIZED (${appointmentRows})
SELECT json_build_object(
  'timeZone', range.time_zone, 'from', ${instantText('range_from')}, 'to', ${instantText('range_to')},
  'technicians', (SELECT coalesce(json_agg(json_build_object(
      'id', id::text, 'name', name, 'teamId', team_id::text, 'team', team,
      'businessUnitId', business_unit_id::text) ORDER BY name, id), '[]') FROM technician),
  'appointments', (SELECT coalesce(json_agg(board ORDER BY start, id), '[]') FROM board),
  'unassigned', (SELECT coalesce(json_agg(id ORDER BY start, id), '[]') FROM board WHERE "technicianIds" = '{}')
)::text AS body
FROM range`
