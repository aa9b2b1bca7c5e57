import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import fc from 'fast-check'
import { projectedId } from 'records/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSchedule, type ScheduleParams } from '../../src/schedule/read-schedule.ts'
import type { Schedule } from '../../src/schedule/schedule-schemas.ts'
import { asReader } from '../fixtures/as-reader.ts'
import { insertRecords, insertTenant } from '../fixtures/insert-rows.ts'
import { withServiceTitanIds } from '../fixtures/service-titan-ids.ts'
import { clockChanges, firstDay, startOfDay, zones } from '../fixtures/zones.ts'

const tenant = '7'
const other = '8'
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const read = async (tenantId: string, params: ScheduleParams): Promise<Schedule> =>
  withServiceTitanIds(
    JSON.parse(await asReader(database.pool, tenantId, (client) => readSchedule(client, tenantId, params))),
  )
/** Parameters whose ids are ServiceTitan's, with the ids of the records. */
const idsOf = ({ technicianId, teamId, businessUnitId }: Omit<ScheduleParams, 'range'>) => ({
  ...(technicianId && { technicianId: projectedId(tenant, 'technicians', technicianId) }),
  ...(teamId && { teamId: projectedId(tenant, 'teams', teamId) }),
  ...(businessUnitId && { businessUnitId: projectedId(tenant, 'business_units', businessUnitId) }),
})
const ids = (schedule: Schedule) => schedule.appointments.map(({ id }) => id)

test('a day has technicians, appointments with their related values, and unassigned appointments', async () => {
  const { pool } = database
  await insertTenant(pool, tenant, 'America/Chicago')
  for (const table of ['st_teams', 'st_business_units']) {
    await insertRecords(
      pool,
      table,
      tenant,
      [20, 21, 30, 31].map((st_id) => ({ st_id })),
    )
  }
  await insertRecords(pool, 'st_technicians', tenant, [
    { st_id: '2', name: 'Zoe', team_id: '20', team: 'North', business_unit_id: '30' },
    { st_id: '1', name: 'Adam', team_id: '21', team: 'South', business_unit_id: '31' },
    { st_id: '3', name: 'Gone', deleted_at: '2026-01-01Z' },
    { st_id: '4', name: 'Left', active: false },
  ])
  await insertRecords(pool, 'st_job_types', tenant, [{ st_id: '60', name: 'Repair' }])
  await insertRecords(pool, 'st_customers', tenant, [{ st_id: '50', name: 'Ann Lee' }])
  await insertRecords(pool, 'st_locations', tenant, [
    {
      st_id: '51',
      name: 'Home',
      address_street: '1 Oak St',
      address_unit: '#2',
      address_city: 'Austin',
      address_state: 'TX',
      address_zip: '78701',
    },
  ])
  await insertRecords(pool, 'st_jobs', tenant, [
    {
      st_id: '70',
      job_number: 'J-70',
      status: 'Scheduled',
      job_type_id: '60',
      customer_id: '50',
      location_id: '51',
      business_unit_id: '31',
    },
    { st_id: '71', job_number: 'J-71', business_unit_id: '30' },
  ])
  await insertRecords(pool, 'st_appointments', tenant, [
    {
      st_id: '100',
      job_id: '70',
      customer_id: '50',
      status: 'Dispatched',
      technician_ids: ['1', '2'],
      start_time: '2026-03-10T14:00Z',
      end_time: '2026-03-10T16:00Z',
      arrival_window_start: '2026-03-10T14:00Z',
      arrival_window_end: '2026-03-10T15:00Z',
    },
    { st_id: '101', job_id: '71', start_time: '2026-03-10T13:00Z', end_time: '2026-03-10T14:00Z' },
    {
      st_id: '102',
      job_id: '404',
      status: 'Canceled',
      technician_ids: [],
      start_time: '2026-03-10T13:30Z',
      end_time: '2026-03-10T14:00Z',
    },
    { st_id: '103', start_time: '2026-03-10T14:00Z', deleted_at: '2026-03-01Z' },
    { st_id: '104', start_time: '2026-03-10T14:00Z', active: false },
  ])
  const nothing = {
    jobStatus: null,
    jobTypeName: null,
    customerId: null,
    customerName: null,
    locationId: null,
  }
  const bare = { ...nothing, version: 1, locationName: null, address: null, technicianIds: [] }
  const noWindow = { arrivalWindowStart: null, arrivalWindowEnd: null }
  const unassigned = {
    ...bare,
    ...noWindow,
    id: '101',
    jobId: '71',
    jobNumber: 'J-71',
    status: null,
    start: '2026-03-10T13:00:00.000000Z',
    end: '2026-03-10T14:00:00.000000Z',
  }

  const schedule = await read(tenant, { range: { date: '2026-03-10' } })
  expect(schedule).toEqual({
    timeZone: 'America/Chicago',
    from: '2026-03-10T05:00:00.000000Z',
    to: '2026-03-11T05:00:00.000000Z',
    technicians: [
      { id: '1', name: 'Adam', teamId: '21', team: 'South', businessUnitId: '31' },
      { id: '2', name: 'Zoe', teamId: '20', team: 'North', businessUnitId: '30' },
    ],
    appointments: [
      unassigned,
      {
        id: '100',
        version: 1,
        jobId: '70',
        jobNumber: 'J-70',
        jobStatus: 'Scheduled',
        jobTypeName: 'Repair',
        customerId: '50',
        customerName: 'Ann Lee',
        locationId: '51',
        locationName: 'Home',
        address: '1 Oak St #2, Austin, TX 78701',
        status: 'Dispatched',
        technicianIds: ['1', '2'],
        start: '2026-03-10T14:00:00.000000Z',
        end: '2026-03-10T16:00:00.000000Z',
        arrivalWindowStart: '2026-03-10T14:00:00.000000Z',
        arrivalWindowEnd: '2026-03-10T15:00:00.000000Z',
      },
    ],
    unassigned: ['101'],
  })

  const withCanceled = await read(tenant, { range: { date: '2026-03-10' }, includeCanceled: true })
  expect(withCanceled.appointments).toContainEqual({
    ...bare,
    ...noWindow,
    id: '102',
    // ServiceTitan has not sent this job.
    jobId: null,
    jobNumber: null,
    status: 'Canceled',
    start: '2026-03-10T13:30:00.000000Z',
    end: '2026-03-10T14:00:00.000000Z',
  })
  expect(withCanceled.unassigned).toEqual(['101', '102'])
})

test('filters select technicians with their appointments, and unassigned appointments of a business unit', async () => {
  const range = { date: '2026-03-10' }
  const shown = async (params: Omit<ScheduleParams, 'range'>) => {
    const schedule = await read(tenant, { range, ...idsOf(params) })
    return { technicians: schedule.technicians.map(({ id }) => id), appointments: ids(schedule) }
  }
  expect(await shown({ technicianId: '2' })).toEqual({ technicians: ['2'], appointments: ['100'] })
  expect(await shown({ teamId: '21' })).toEqual({ technicians: ['1'], appointments: ['100'] })
  expect(await shown({ businessUnitId: '30' })).toEqual({ technicians: ['2'], appointments: ['101', '100'] })
  expect(await shown({ businessUnitId: '31' })).toEqual({ technicians: ['1'], appointments: ['100'] })
  expect(await shown({ teamId: '21', businessUnitId: '30' })).toEqual({ technicians: [], appointments: [] })
  expect(await shown({ technicianId: '3' })).toEqual({ technicians: [], appointments: [] })
})

test('a technician who has left is shown only when asked for, with the appointments of that time', async () => {
  const start_time = '2026-04-10T14:00Z'
  await insertRecords(database.pool, 'st_appointments', tenant, [
    { st_id: '105', technician_ids: ['4'], start_time, end_time: '2026-04-10T15:00Z' },
  ])
  const range = { date: '2026-04-10' }
  const left = await read(tenant, { range, ...idsOf({ technicianId: '4' }) })
  expect([left.technicians.map(({ id }) => id), ids(left)]).toEqual([['4'], ['105']])
  const all = await read(tenant, { range })
  expect([all.technicians.map(({ id }) => id), ids(all)]).toEqual([['1', '2'], ['105']])
})

test('a tenant sees only its own rows when another tenant has the same ids', async () => {
  const { pool } = database
  await insertTenant(pool, other, 'UTC')
  await insertRecords(pool, 'st_technicians', other, [{ st_id: '1', name: 'Stranger' }])
  await insertRecords(pool, 'st_appointments', other, [
    { st_id: '100', job_id: '70', customer_id: '50', start_time: '2026-03-10T14:00Z', technician_ids: ['1'] },
  ])
  const schedule = await read(other, { range: { date: '2026-03-10' } })
  expect(schedule.technicians.map(({ name }) => name)).toEqual(['Stranger'])
  expect(schedule.appointments).toMatchObject([
    { id: '100', jobNumber: null, customerName: null, address: null },
  ])
  const own = await read(tenant, {
    range: { date: '2026-03-10' },
    ...idsOf({ technicianId: '1' }),
  })
  expect(own.technicians.map(({ name }) => name)).toEqual(['Adam'])
  expect(own.appointments).toMatchObject([{ id: '100', customerName: 'Ann Lee' }])
})

test('the range of a local day follows its time zone, also on days of clock changes', async () => {
  const day = fc.integer({ min: 0, max: 365 * 23 }).map((days) => firstDay.add({ days }))
  const changes = fc.constantFrom(
    ...zones.flatMap((zone) => clockChanges(zone).map((date) => ({ zone, date }))),
  )
  const anyDay = fc.record({ zone: fc.constantFrom(...zones), date: day })
  await fc.assert(
    fc.asyncProperty(fc.oneof(anyDay, changes), async ({ zone, date }) => {
      await insertTenant(database.pool, '9', zone)
      const { from, to } = await read('9', { range: { date: date.toString() } })
      expect([zone, Date.parse(from), Date.parse(to)]).toEqual([
        zone,
        startOfDay(date, zone),
        startOfDay(date.add({ days: 1 }), zone),
      ])
    }),
    { numRuns: 300, seed: 5 },
  )
})

test('an appointment is returned when it overlaps the range', async () => {
  // Whole hours, so that starts and ends often coincide.
  const minutes = (max: number) => fc.integer({ min: 0, max: max / 60 }).map((hours) => hours * 60)
  const appointment = fc.record({
    start: minutes(19_980),
    // A day is the bound of the index of long appointments; some have no end, or an end before the start.
    length: fc.oneof(
      { weight: 5, arbitrary: minutes(600) },
      minutes(19_980),
      fc.constantFrom(1_440, 1_441, 44_640, null, -30),
    ),
  })
  const origin = Date.parse('2026-03-01T00:00Z')
  const at = (minute: number) => new Date(origin + minute * 60_000).toISOString()
  await insertTenant(database.pool, '10', 'UTC')
  await fc.assert(
    fc.asyncProperty(
      fc.array(appointment, { maxLength: 30 }),
      minutes(19_980),
      fc.constantFrom(60, 180, 1_440, 4_320),
      async (appointments, from, length) => {
        await database.pool.query(
          'DELETE FROM raw.st_appointments WHERE tenant_id = 10; DELETE FROM lazi.appointments WHERE tenant_id = 10',
        )
        const rows = appointments.map((each, index) => ({
          st_id: String(index + 1),
          start_time: at(each.start),
          end_time: each.length === null ? null : at(each.start + each.length),
        }))
        if (rows.length > 0) await insertRecords(database.pool, 'st_appointments', '10', rows)
        const to = from + length
        const expected = appointments.flatMap((each, index) => {
          const end = each.start + Math.max(each.length ?? 0, 0)
          const isWithin = each.start < to && (each.start >= from || end > from)
          return isWithin ? [String(index + 1)] : []
        })
        const schedule = await read('10', { range: { from: at(from), to: at(to) } })
        expect(ids(schedule).sort()).toEqual(expected.sort())
        expect(schedule.unassigned).toEqual(ids(schedule))
      },
    ),
    { numRuns: 100, seed: 6 },
  )
})
