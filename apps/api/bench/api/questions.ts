import type pg from 'pg'
import { projectedId } from 'records/testing'
import { availabilityStatement } from '../../src/availability/read-availability.ts'
import { chooseFilter, type Filters } from '../../src/records/choose-filter.ts'
import { listStatement } from '../../src/records/list-statement.ts'
import { recordResource } from '../../src/records/record-resources.ts'
import { rowStatement } from '../../src/records/row-statement.ts'
import { scheduleStatement } from '../../src/schedule/read-schedule.ts'
import type { TenantTransaction } from '../../src/tenant/in-tenant.ts'
import { accounts, firstIds, firstTenant, type Sizes } from './rows.ts'

/** One question of one tenant. */
export interface Asked {
  readonly tenantId: string
  /** As the API runs it; the answer is its JSON. */
  readonly statement: pg.QueryConfig
  /** How the API's transaction begins, other than usual. */
  readonly plan?: Pick<TenantTransaction, 'byIndexOrder' | 'plansOnce'>
  /** What both schemas can answer, in plain SQL of each; both return the same rows. */
  readonly cache: pg.QueryConfig
  readonly replaced: pg.QueryConfig
}

export interface Question {
  readonly name: string
  /** The question for a random tenant, day, technician or job. */
  readonly draw: (sizes: Sizes, random: Random) => Asked
}

/** A whole number from 0 to below `limit`. */
export type Random = (limit: number) => number

export const questions: readonly Question[] = [
  {
    name: "a technician's day",
    draw(sizes, random) {
      const tenantId = drawTenant(random)
      const date = drawDay(sizes, random)
      const technicianId = String(firstIds.technician + random(accounts.technicians - 2))
      const values = [tenantId, technicianId, date]
      return {
        tenantId,
        plan: { plansOnce: true },
        statement: scheduleStatement(tenantId, {
          range: { date },
          technicianId: projectedId(tenantId, 'technicians', technicianId),
        }),
        cache: {
          name: 'day',
          text: `SELECT a.job_id, a.start_time, a.end_time, a.status, j.job_number, j.status AS job_status
                   FROM raw.st_appointments AS a
                   LEFT JOIN LATERAL (
                     SELECT job_number, status FROM raw.st_jobs
                      WHERE tenant_id = $1 AND st_id = a.job_id AND deleted_at IS NULL OFFSET 0) AS j ON true
                  WHERE a.tenant_id = $1 AND a.start_time >= $3::date::timestamptz AND a.start_time < ($3::date + 1)::timestamptz
                    AND a.technician_ids @> ARRAY[$2::bigint] AND a.active AND a.deleted_at IS NULL
                  ORDER BY a.start_time`,
          values,
        },
        replaced: {
          name: 'day of the replaced',
          text: `SELECT a.job_id, a.start_time, a.end_time, a.status, j.job_number, j.status AS job_status
                   FROM replaced.st_appointments AS a
                   LEFT JOIN replaced.st_jobs AS j ON j.tenant_id = a.tenant_id AND j.st_id = a.job_id
                  WHERE a.tenant_id = $1 AND a.technician_id = $2 AND DATE(a.start_time) = $3
                  ORDER BY a.start_time`,
          values,
        },
      }
    },
  },
  {
    name: 'availability of all technicians on a day',
    draw(sizes, random) {
      const tenantId = drawTenant(random)
      const date = drawDay(sizes, random)
      const values = [tenantId, date]
      const booked = 'sum(extract(epoch FROM a.end_time - a.start_time)) / 60 AS booked_minutes'
      return {
        tenantId,
        plan: { plansOnce: true },
        statement: availabilityStatement(tenantId, { date }),
        cache: {
          name: 'availability in SQL',
          text: `SELECT t.st_id, t.name, a.booked_minutes
                   FROM raw.st_technicians AS t
                   LEFT JOIN (
                     SELECT booked.id, ${booked}
                       FROM raw.st_appointments AS a CROSS JOIN unnest(a.technician_ids) AS booked (id)
                      WHERE a.tenant_id = $1 AND a.start_time >= $2::date::timestamptz AND a.start_time < ($2::date + 1)::timestamptz
                        AND a.status <> 'Canceled' AND a.active AND a.deleted_at IS NULL
                      GROUP BY booked.id) AS a ON a.id = t.st_id
                  WHERE t.tenant_id = $1 AND t.active AND t.deleted_at IS NULL
                  ORDER BY t.st_id`,
          values,
        },
        replaced: {
          name: 'availability of the replaced',
          text: `SELECT t.st_id, t.name, ${booked}
                   FROM replaced.st_technicians AS t
                   LEFT JOIN replaced.st_appointments AS a
                     ON a.tenant_id = t.tenant_id AND a.technician_id = t.st_id AND DATE(a.start_time) = $2
                    AND a.status <> 'Canceled'
                  WHERE t.tenant_id = $1 AND t.active
                  GROUP BY t.st_id, t.name
                  ORDER BY t.st_id`,
          values,
        },
      }
    },
  },
  {
    name: 'a job by its id',
    draw(sizes, random) {
      const tenantId = drawTenant(random)
      const id = String(firstIds.job + random(sizes.jobs))
      const record = { id: projectedId(tenantId, 'jobs', id), include: [], includeDeleted: false }
      const options = { ...record, tenantId, fields: null, fullData: false }
      const values = [tenantId, id]
      return {
        tenantId,
        plan: { byIndexOrder: true },
        statement: rowStatement(recordResource('jobs'), options),
        cache: {
          name: 'job',
          text: `SELECT ${jobColumns} FROM raw.st_jobs WHERE tenant_id = $1 AND st_id = $2 AND deleted_at IS NULL`,
          values,
        },
        replaced: {
          name: 'job of the replaced',
          text: `SELECT ${jobColumns} FROM replaced.st_jobs WHERE tenant_id = $1 AND st_id = $2`,
          values,
        },
      }
    },
  },
  {
    name: 'the jobs of a customer',
    draw(sizes, random) {
      const tenantId = drawTenant(random)
      const customerId = String(firstIds.customer + random(sizes.customers))
      const record = projectedId(tenantId, 'customers', customerId)
      const filters: Filters = { values: { customerId: record }, active: 'true', includeDeleted: false }
      const choice = chooseFilter(recordResource('jobs'), filters)
      const values = [tenantId, customerId]
      return {
        tenantId,
        plan: { byIndexOrder: true, plansOnce: true },
        statement: listStatement(recordResource('jobs'), {
          tenantId,
          filters,
          choice,
          fields: null,
          include: [],
          limit: 51,
          after: null,
        }),
        cache: {
          name: 'jobs',
          text: `SELECT ${jobColumns} FROM raw.st_jobs WHERE tenant_id = $1 AND customer_id = $2 AND deleted_at IS NULL
                  ORDER BY customer_id DESC, created_on DESC LIMIT 50`,
          values,
        },
        replaced: {
          name: 'jobs of the replaced',
          text: `SELECT ${jobColumns} FROM replaced.st_jobs WHERE tenant_id = $1 AND customer_id = $2
                  ORDER BY created_on DESC LIMIT 50`,
          values,
        },
      }
    },
  },
]

const jobColumns = 'st_id, job_number, status, customer_id, location_id, summary, created_on, full_data'

export const drawTenant = (random: Random): string => String(firstTenant + random(accounts.tenants))

/** A day on which the tenant has appointments. */
function drawDay({ appointments }: Sizes, random: Random): string {
  const days = Math.floor(appointments / accounts.appointmentsPerDay)
  const end = new Date(`${accounts.end}T00:00:00Z`)
  return new Date(end.getTime() - (1 + random(days)) * 86_400_000).toISOString().slice(0, 10)
}

/** The same numbers in every run. */
export function createRandom(seed: number): Random {
  let state = seed
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}
