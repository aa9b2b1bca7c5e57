/// <reference lib="esnext.temporal" />

import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import fc from 'fast-check'
import { projectedId } from 'records/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Availability } from '../../src/availability/availability-schemas.ts'
import { type AvailabilityParams, readAvailability } from '../../src/availability/read-availability.ts'
import { asReader } from '../fixtures/as-reader.ts'
import { insertRecords, insertTenant } from '../fixtures/insert-rows.ts'
import { withServiceTitanIds } from '../fixtures/service-titan-ids.ts'
import { clockChanges, startOfDay, zones } from '../fixtures/zones.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const read = async (tenantId: string, params: AvailabilityParams): Promise<Availability> =>
  withServiceTitanIds(
    JSON.parse(
      await asReader(database.pool, tenantId, (client) => readAvailability(client, tenantId, params)),
    ),
  )

test('availability has booked minutes, with overlaps counted once, and free intervals of each active technician', async () => {
  const { pool } = database
  await insertTenant(pool, '7', 'America/Chicago')
  await insertTenant(pool, '8', 'America/Chicago')
  await insertRecords(pool, 'st_teams', '7', [{ st_id: '20' }])
  await insertRecords(pool, 'st_business_units', '7', [{ st_id: '30' }])
  await insertRecords(pool, 'st_technicians', '7', [
    { st_id: '1', name: 'Zoe', team_id: '20', team: 'North', business_unit_id: '30' },
    { st_id: '2', name: 'Adam', business_unit_id: '30' },
    { st_id: '3', name: 'Left', active: false },
    { st_id: '4', name: 'Gone', deleted_at: '2026-01-01Z' },
  ])
  await insertRecords(pool, 'st_technicians', '8', [{ st_id: '1', name: 'Stranger' }])
  const booking = (st_id: string, from: string, to: string, more = {}) => ({
    st_id,
    status: 'Scheduled',
    technician_ids: ['1', '3'],
    ...more,
    start_time: `2026-03-10T${from}-05:00`,
    end_time: `2026-03-10T${to}-05:00`,
  })
  await insertRecords(pool, 'st_appointments', '7', [
    booking('100', '07:00', '09:00', { status: 'Done' }),
    booking('101', '08:30', '10:00'),
    booking('102', '10:00', '10:30'),
    booking('103', '12:00:30', '13:00'),
    booking('104', '14:00', '15:00', { status: 'Canceled' }),
    booking('105', '14:00', '15:00', { deleted_at: '2026-03-01Z' }),
    booking('106', '14:00', '15:00', { active: false }),
    booking('107', '14:00', '15:00', { technician_ids: null }),
    booking('108', '15:00', '14:00'),
    { st_id: '109', start_time: '2026-03-10T14:00-05:00', technician_ids: ['1'] },
  ])
  await insertRecords(pool, 'st_appointments', '8', [booking('100', '11:00', '12:00')])

  const zoe = {
    id: '1',
    name: 'Zoe',
    teamId: '20',
    team: 'North',
    businessUnitId: '30',
    bookedMinutes: 270,
    free: [
      { start: '2026-03-10T15:30:00.000000Z', end: '2026-03-10T17:00:30.000000Z', minutes: 90 },
      { start: '2026-03-10T18:00:00.000000Z', end: '2026-03-10T22:00:00.000000Z', minutes: 240 },
    ],
  }
  const adam = {
    id: '2',
    name: 'Adam',
    teamId: null,
    team: null,
    businessUnitId: '30',
    bookedMinutes: 0,
    free: [{ start: '2026-03-10T13:00:00.000000Z', end: '2026-03-10T22:00:00.000000Z', minutes: 540 }],
  }
  expect(await read('7', { date: '2026-03-10' })).toEqual({
    date: '2026-03-10',
    timeZone: 'America/Chicago',
    from: '2026-03-10T05:00:00.000000Z',
    to: '2026-03-11T05:00:00.000000Z',
    workFrom: '2026-03-10T13:00:00.000000Z',
    workTo: '2026-03-10T22:00:00.000000Z',
    technicians: [adam, zoe],
  })
  const technicians = async (params: Omit<AvailabilityParams, 'date'>) =>
    (await read('7', { date: '2026-03-10', ...params })).technicians
  expect(await technicians({ durationMinutes: 91 })).toEqual([adam, { ...zoe, free: zoe.free.slice(1) }])
  expect(await technicians({ teamId: projectedId('7', 'teams', '20') })).toEqual([zoe])
  expect(await technicians({ businessUnitId: projectedId('7', 'business_units', '30') })).toEqual([adam, zoe])
  expect(await technicians({ businessUnitId: projectedId('7', 'business_units', '31') })).toEqual([])
  const stranger = await read('8', { date: '2026-03-10' })
  expect(stranger.technicians).toMatchObject([{ name: 'Stranger', bookedMinutes: 60 }])
})

test('availability agrees with counting minute by minute, in every time zone and on days of clock changes', async () => {
  const { pool } = database
  const tenantId = '9'
  await insertTenant(pool, tenantId, 'UTC')
  await insertRecords(pool, 'st_technicians', tenantId, [
    { st_id: '1', name: 'A' },
    { st_id: '2', name: 'B' },
  ])
  await fc.assert(
    fc.asyncProperty(scenario, async ({ zone, date, work, durationMinutes, bookings }) => {
      const dayStart = startOfDay(date, zone)
      await insertTenant(pool, tenantId, zone)
      for (const table of ['raw.st_appointments', 'lazi.appointments'])
        await pool.query(`DELETE FROM ${table} WHERE tenant_id = $1`, [tenantId])
      const rows = bookings.map(({ start, length, technician_ids, status }, index) => ({
        st_id: String(index + 1),
        technician_ids,
        status,
        start_time: new Date(dayStart + start * MINUTE).toISOString(),
        end_time: new Date(dayStart + (start + length) * MINUTE).toISOString(),
      }))
      if (rows.length > 0) await insertRecords(pool, 'st_appointments', tenantId, rows)

      const dayEnd = startOfDay(date.add({ days: 1 }), zone)
      const [workFrom, workTo] = work.map((clock) => momentAt(date, clock, zone)) as [number, number]
      const response = await read(tenantId, {
        date: date.toString(),
        durationMinutes,
        dayStart: work[0],
        dayEnd: work[1],
      })
      expect([response.from, response.to, response.workFrom, response.workTo].map(Date.parse)).toEqual([
        dayStart,
        dayEnd,
        workFrom,
        workTo,
      ])
      for (const technician of response.technicians) {
        const isBooked = (instant: number) =>
          bookings.some(
            ({ start, length, technician_ids, status }) =>
              technician_ids.includes(technician.id) &&
              status !== 'Canceled' &&
              instant >= dayStart + start * MINUTE &&
              instant < dayStart + (start + length) * MINUTE,
          )
        const free = freeIntervals(workFrom, workTo, isBooked).filter(
          ({ minutes }) => minutes >= durationMinutes,
        )
        expect(technician.bookedMinutes).toBe(minutesOf(dayStart, dayEnd).filter(isBooked).length)
        expect(
          technician.free.map(({ start, end, minutes }) => ({
            start: Date.parse(start),
            end: Date.parse(end),
            minutes,
          })),
        ).toEqual(free)
      }
    }),
    { numRuns: 200, seed: 11 },
  )
})

const MINUTE = 60_000

const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 45))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)

const scenario = fc.constantFrom(...zones).chain((zone) =>
  fc.record({
    zone: fc.constant(zone),
    date: fc.oneof(
      fc.constantFrom(...clockChanges(zone), Temporal.PlainDate.from('2026-06-15')),
      fc.constant(Temporal.PlainDate.from('2026-01-15')),
    ),
    work: fc.oneof(
      fc.tuple(clock, fc.oneof(clock, fc.constant('24:00'))).filter(([from, to]) => from < to),
      fc.constant(['08:00', '17:00'] as [string, string]),
    ),
    durationMinutes: fc.integer({ min: 0, max: 120 }),
    bookings: fc.array(
      fc.record({
        // In minutes since the start of the day: from the previous evening to the next morning, or some weeks before.
        start: fc.oneof(
          { weight: 9, arbitrary: fc.integer({ min: -400, max: 1_700 }) },
          fc.constantFrom(-20_000, -1_500),
        ),
        length: fc.oneof(
          { weight: 9, arbitrary: fc.integer({ min: 0, max: 500 }) },
          fc.constantFrom(1_440, 1_441, 21_000),
        ),
        technician_ids: fc.constantFrom<string[]>(['1'], ['2'], ['1', '2']),
        status: fc.constantFrom('Scheduled', 'Done', 'Canceled'),
      }),
      { maxLength: 12 },
    ),
  }),
)

/** The first instant at which local time is `time`. */
function momentAt(date: Temporal.PlainDate, time: string, zone: string): number {
  const day = time === '24:00' ? date.add({ days: 1 }) : date
  const local = day.toPlainDateTime(time === '24:00' ? '00:00' : time)
  return local.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds
}

const minutesOf = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, (to - from) / MINUTE) }, (_, index) => from + index * MINUTE)

function freeIntervals(from: number, to: number, isBooked: (instant: number) => boolean) {
  const intervals: { start: number; end: number; minutes: number }[] = []
  for (const instant of minutesOf(from, to).filter((instant) => !isBooked(instant))) {
    const last = intervals.at(-1)
    if (last?.end === instant) Object.assign(last, { end: instant + MINUTE, minutes: last.minutes + 1 })
    else intervals.push({ start: instant, end: instant + MINUTE, minutes: 1 })
  }
  return intervals
}
