import { prepared } from 'cli-kit/postgres'
import type pg from 'pg'
import { instantText } from 'records'
import { recordTablesOf } from '../records/record-resources.ts'
import { appointmentsInRange, firstStart, notCanceled } from '../schedule/appointments-in-range.ts'
import { firstMoment } from '../schedule/local-time.ts'
import { bodyOf, rangeOfTenant, rangeValues } from '../schedule/time-range.ts'
import { availabilitySources } from './availability-sources.ts'

export interface AvailabilityParams {
  /** A local day of the tenant, as YYYY-MM-DD. */
  readonly date: string
  /** Free intervals that are shorter are omitted. @default 0 */
  readonly durationMinutes?: number | undefined
  /** When working hours begin, as HH:MM in the tenant's time zone. @default '08:00' */
  readonly dayStart?: string | undefined
  /** When working hours end, as HH:MM; 24:00 is the end of the day. @default '17:00' */
  readonly dayEnd?: string | undefined
  readonly teamId?: string | undefined
  readonly businessUnitId?: string | undefined
}

/**
 * The booked minutes and free intervals of each active technician on one day, as JSON text.
 * @throws {ProblemError} 401 when the tenant was removed
 */
export async function readAvailability(
  client: pg.ClientBase,
  tenantId: string,
  params: AvailabilityParams,
): Promise<string> {
  const { rows } = await client.query<{ body: string }>(availabilityStatement(tenantId, params))
  return bodyOf(rows)
}

/** The statement of {@link readAvailability}, prepared once per connection. */
export function availabilityStatement(tenantId: string, params: AvailabilityParams) {
  const { date, durationMinutes = 0, dayStart = '08:00', dayEnd = '17:00' } = params
  const { teamId = null, businessUnitId = null } = params
  const values = [
    tenantId,
    ...rangeValues({ date }),
    dayStart,
    dayEnd,
    durationMinutes,
    teamId,
    businessUnitId,
  ]
  return prepared(availabilityQuery, values)
}

const workFrom = firstMoment('($4::date + $5::time)', 'time_zone')
const workTo = firstMoment('($4::date + $6::time)', 'time_zone')

// A multirange merges overlapping bookings; the working hours minus that multirange are free.
const technicianRows = `
  SELECT technician.id::text AS id, technician.name, technician.team_id::text AS "teamId", technician.team,
         technician.business_unit_id::text AS "businessUnitId",
         (SELECT coalesce(ceil(sum(extract(epoch FROM upper(taken) - lower(taken))) / 60), 0)
            FROM unnest(booked.ranges) AS taken) AS "bookedMinutes",
         (SELECT coalesce(json_agg(json_build_object(
                   'start', ${instantText('lower(gap)')}, 'end', ${instantText('upper(gap)')},
                   'minutes', floor(extract(epoch FROM upper(gap) - lower(gap)) / 60)) ORDER BY gap), '[]')
            FROM unnest(work.hours - coalesce(booked.ranges, '{}')) AS gap
           WHERE upper(gap) - lower(gap) >= $7::integer * interval '1 minute') AS free
    FROM lazi.technicians AS technician
    LEFT JOIN booked ON booked.booked_id = technician.id
   CROSS JOIN work
   WHERE technician.tenant_id = $1 AND technician.active AND technician.deleted_at IS NULL
     AND ($8::uuid IS NULL OR technician.team_id = $8)
     AND ($9::uuid IS NULL OR technician.business_unit_id = $9)`

/** The tables of LAZI's records that {@link availabilityQuery} reads. */
export const availabilityTables = recordTablesOf(availabilitySources)

/** Parameters: `$1` the tenant, `$2` to `$4` of the range, then `dayStart`, `dayEnd`, `durationMinutes`, `teamId`, `businessUnitId`. */
export const availabilityQuery = `
WITH range AS MATERIALIZED (${rangeOfTenant}),
first AS MATERIALIZED (${firstStart('range')}),
work AS MATERIALIZED (
  SELECT work_from, work_to, tstzmultirange(tstzrange(work_from, greatest(work_from, work_to))) AS hours
    FROM range CROSS JOIN LATERAL ${workFrom} AS begins (work_from) CROSS JOIN LATERAL ${workTo} AS ends (work_to)
),
appointment AS (${appointmentsInRange({
  range: 'range',
  first: 'first',
  columns: 'starts_at, ends_at, technician_ids',
  where: `ends_at > starts_at AND ${notCanceled}`,
})}),
booked AS MATERIALIZED (
  SELECT booked_id, range_agg(tstzrange(greatest(starts_at, range_from), least(ends_at, range_to))) AS ranges
    FROM appointment CROSS JOIN range CROSS JOIN unnest(technician_ids) AS booked_id
   GROUP BY booked_id
)
SELECT json_build_object(
  'date', $4::date, 'timeZone', time_zone,
  'from', ${instantText('range_from')}, 'to', ${instantText('range_to')},
  'workFrom', ${instantText('work_from')}, 'workTo', ${instantText('work_to')},
  'technicians', (SELECT coalesce(json_agg(row ORDER BY name, id), '[]') FROM (${technicianRows}) AS row)
)::text AS body
FROM range CROSS JOIN work`
