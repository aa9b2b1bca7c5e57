import type pg from 'pg'
import type { Bar } from '../api/report.ts'
import { type BenchTenant, tenantIdOf } from './fill.ts'
import { createSender, jsonOf } from './load.ts'

/** What became of the tries. */
export interface BookingFigures {
  readonly tries: number
  readonly perSecond: number
  readonly booked: number
  readonly refused: number
  /** Answered neither with 201 nor with 409. */
  readonly others: number
  /** Bookings of a technician at the same time. */
  readonly overlaps: number
  readonly deadlocks: number
  readonly slowestMs: number
}

export interface BookingOptions {
  /** Of the server. */
  readonly url: string
  readonly admin: pg.ClientBase
  readonly tenants: readonly BenchTenant[]
  readonly tries: number
}

const place = 2

/** 12 clients book overlapping times of one technician. */
export async function measureBookings({
  url,
  admin,
  tenants,
  tries,
}: BookingOptions): Promise<BookingFigures> {
  const { headers } = tenants[place] as BenchTenant
  const tenantId = tenantIdOf(place)
  const id = async (table: string) => {
    const text = 'SELECT lazi.projected_id($1, $2, 1)::text AS id'
    return (await admin.query<{ id: string }>(text, [tenantId, table])).rows[0]?.id as string
  }
  const count = async (text: string) => (await admin.query<{ count: number }>(text)).rows[0]?.count ?? 0
  const deadlocks = () =>
    count('SELECT deadlocks::integer AS count FROM pg_stat_database WHERE datname = current_database()')
  const sender = createSender(url, 12)
  const post = (path: string, body: object) =>
    sender.send({ method: 'POST', path: `/api/v2${path}`, headers, body })
  const job = await post('/jobs', {
    customerId: await id('customers'),
    locationId: await id('locations'),
    businessUnitId: await id('business_units'),
    jobTypeId: await id('job_types'),
    appointments: [{ startsAt: '2026-12-01T00:00:00Z', endsAt: '2026-12-01T01:00:00Z' }],
  })
  const path = `/jobs/${jsonOf(job, 201).id}/appointments`
  const technicianIds = [await id('technicians')]
  const before = await deadlocks()
  const began = performance.now()
  const statuses: number[] = []
  let slowestMs = 0
  let sent = 0
  await Promise.all(
    Array.from({ length: 12 }, async () => {
      while (sent < tries) {
        // Every quarter of an hour two hours: most overlap another one.
        const start = Date.UTC(2027, 0, 1) + ((sent++ * 7_919) % tries) * 900_000
        const times = {
          startsAt: new Date(start).toISOString(),
          endsAt: new Date(start + 7_200_000).toISOString(),
        }
        const { status, ms } = await post(path, { ...times, technicianIds })
        statuses.push(status)
        slowestMs = Math.max(slowestMs, ms)
      }
    }),
  )
  const ms = performance.now() - began
  sender.close()
  const of = (wanted: number) => statuses.filter((status) => status === wanted).length
  return {
    tries: statuses.length,
    perSecond: (statuses.length / ms) * 1_000,
    booked: of(201),
    refused: of(409),
    others: statuses.length - of(201) - of(409),
    overlaps: await count(
      `SELECT count(*)::integer AS count FROM lazi.double_bookings WHERE tenant_id = ${tenantId}`,
    ),
    deadlocks: (await deadlocks()) - before,
    slowestMs,
  }
}

export const bookingBars = ({ deadlocks, others, overlaps, slowestMs }: BookingFigures): Bar[] => [
  { name: 'deadlocks of bookings', value: deadlocks, atMost: 0 },
  { name: 'bookings without an answer of 201 or 409', value: others, atMost: 0 },
  { name: 'overlaps', value: overlaps, atMost: 0 },
  { name: 'slowest booking, in times of deadlock_timeout (1 s)', value: slowestMs / 1_000, atMost: 1 },
]

/** One line. */
export const renderBookings = ({ tries, booked, refused, perSecond, slowestMs }: BookingFigures): string =>
  `${tries} tries to book: ${booked} booked, ${refused} refused, ${perSecond.toFixed(0)} a second, slowest ${slowestMs.toFixed(0)} ms`
