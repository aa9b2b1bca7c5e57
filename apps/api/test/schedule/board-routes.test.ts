import { projectedId } from 'records/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import { availability } from '../../src/availability/availability-schemas.ts'
import { locationsNear } from '../../src/near/locations-near-schema.ts'
import { schedule } from '../../src/schedule/schedule-schemas.ts'
import { type ApiServer, startApiServer } from '../fixtures/api-server.ts'
import { endTenant } from '../fixtures/end-tenant.ts'
import { insertRecords } from '../fixtures/insert-rows.ts'

const schedulePath = '/api/v2/schedule?date=2026-03-10'
const availabilityPath = '/api/v2/technicians/availability?date=2026-03-10'
const nearPath = '/api/v2/locations/near?lat=32.5&lng=-97&km=50'

let server: ApiServer
let keys: { readonly one: string; readonly two: string }

beforeAll(async () => {
  server = await startApiServer()
  keys = { one: await server.createKey('1'), two: await server.createKey('2') }
  const { pool } = server.database
  for (const tenantId of ['1', '2']) {
    const name = `of tenant ${tenantId}`
    await insertRecords(pool, 'st_technicians', tenantId, [{ st_id: '5', name }])
    await insertRecords(pool, 'st_customers', tenantId, [{ st_id: '6', name }])
    await insertRecords(pool, 'st_locations', tenantId, [
      { st_id: '7', name, latitude: 32.5, longitude: -97 },
    ])
    await insertRecords(pool, 'st_jobs', tenantId, [{ st_id: '8', job_number: name, location_id: '7' }])
    await insertRecords(pool, 'st_appointments', tenantId, [
      {
        st_id: '9',
        job_id: '8',
        customer_id: '6',
        technician_ids: ['5'],
        special_instructions: name,
        start_time: '2026-03-10T14:00Z',
        end_time: '2026-03-10T15:00Z',
      },
    ])
  }
})
afterAll(() => server.close())

test.each<[string, z.ZodType]>([
  [schedulePath, schedule],
  ['/api/v2/schedule?from=2026-03-10T00:00:00-05:00&to=2026-03-11T00:00:00-05:00', schedule],
  [availabilityPath, availability],
  [nearPath, locationsNear],
])("GET %s responds as documented, only with rows of the key's tenant", async (path, schema) => {
  for (const [key, own, foreign] of [
    [keys.one, 'of tenant 1', 'of tenant 2'],
    [keys.two, 'of tenant 2', 'of tenant 1'],
  ] as const) {
    const response = await server.get(path, key)
    expect(response.status).toBe(200)
    const text = await response.text()
    expect(text).toContain(own)
    expect(text).not.toContain(foreign)
    expect(schema.safeParse(JSON.parse(text)).error).toBeUndefined()
  }
  expect((await server.get(path)).status).toBe(401)
})

test('a filter by an id of another tenant finds nothing', async () => {
  const { pool } = server.database
  await insertRecords(pool, 'st_teams', '2', [{ st_id: '66' }])
  await insertRecords(pool, 'st_business_units', '2', [{ st_id: '77' }])
  await insertRecords(pool, 'st_technicians', '2', [
    { st_id: '55', name: 'Foreign', team_id: '66', business_unit_id: '77' },
  ])
  const [technician, team, unit] = [
    `technicianId=${projectedId('2', 'technicians', 55)}`,
    `teamId=${projectedId('2', 'teams', 66)}`,
    `businessUnitId=${projectedId('2', 'business_units', 77)}`,
  ]
  for (const filter of [technician, team, unit]) {
    const own = await (await server.get(`${schedulePath}&${filter}`, keys.two)).json()
    expect(own).toMatchObject({ technicians: [{ name: 'Foreign' }] })
    const board = await (await server.get(`${schedulePath}&${filter}`, keys.one)).json()
    expect(board).toMatchObject({ technicians: [], appointments: [], unassigned: [] })
  }
  for (const filter of [team, unit]) {
    const free = await (await server.get(`${availabilityPath}&${filter}`, keys.one)).json()
    expect(free).toMatchObject({ technicians: [] })
  }
})

test('a response that the client already has is a 304 without a body', async () => {
  for (const path of [schedulePath, availabilityPath, nearPath]) {
    const first = await server.get(path, keys.one)
    const etag = first.headers.get('etag') ?? ''
    const again = await server.get(path, keys.one, { headers: { 'if-none-match': etag } })
    expect([again.status, await again.text()]).toEqual([304, ''])
  }
})

test('a cached key is refused after its tenant is removed', async () => {
  await using cachingServer = await startApiServer({ keyCacheMs: 60_000 })
  const key = await cachingServer.createKey('1')
  await insertRecords(cachingServer.database.pool, 'st_technicians', '1', [{ st_id: '5', name: 'Tia' }])
  expect((await cachingServer.get(schedulePath, key)).status).toBe(200)
  await endTenant(cachingServer.database.pool, '1')
  for (const path of [schedulePath, availabilityPath]) {
    expect((await cachingServer.get(path, key)).status).toBe(401)
  }
})

test('a change of a record is on the board as soon as it is committed, although responses are cached', async () => {
  const { pool } = server.database
  const numberOnBoard = async () => {
    const board = (await (await server.get(schedulePath, keys.one)).json()) as {
      appointments: { jobNumber: string }[]
    }
    return board.appointments[0]?.jobNumber
  }
  expect(await numberOnBoard()).toBe('of tenant 1')
  const step = await pool.connect()
  try {
    await step.query('BEGIN')
    await step.query(`UPDATE lazi.jobs SET number = 'renumbered' WHERE tenant_id = 1`)
    await step.query('UPDATE lazi.change_positions SET last_seq = last_seq + 1 WHERE tenant_id = 1')
    expect(await numberOnBoard()).toBe('of tenant 1')
    await step.query('COMMIT')
  } finally {
    step.release()
  }
  expect(await numberOnBoard()).toBe('renumbered')
})

test('a board whose records are not complete is refused with the tables that it waits for', async () => {
  await using other = await startApiServer()
  const { pool } = other.database
  const key = await other.createKey('1')
  await insertRecords(pool, 'st_technicians', '1', [{ st_id: '5', name: 'Tia' }])
  expect((await other.get(schedulePath, key)).status).toBe(200)
  await pool.query(`UPDATE sync.followers SET ready = '{technicians,appointments,customers,locations}'`)
  await pool.query('UPDATE lazi.change_positions SET last_seq = last_seq + 1')
  const response = await other.get(schedulePath, key)
  expect(await response.json()).toMatchObject({ status: 409, waitingFor: ['jobs', 'job_types'] })
  expect(response.headers.get('retry-after')).toBe('5')
  // Nothing of the refused board is cached.
  expect((await other.get(schedulePath, key)).status).toBe(409)
  expect((await other.get(availabilityPath, key)).status).toBe(200)
  await pool.query('DELETE FROM sync.followers')
  expect((await other.get(nearPath, key)).status).toBe(409)
})

test.each([
  ['/schedule', 'query.date'],
  ['/schedule?date=2026-02-30', 'query.date'],
  ['/schedule?date=0000-01-01', 'query.date'],
  ['/schedule?date=2026-03-10&from=2026-03-10T00:00:00Z', 'query.date'],
  ['/schedule?from=2026-03-10T00:00:00Z', 'query.date'],
  ['/schedule?from=2026-03-10T00:00:00Z&to=2026-03-10T00:00:00Z', 'query.to'],
  ['/schedule?from=2026-03-10T00:00:00Z&to=2026-04-10T01:00:01Z', 'query.to'],
  ["/schedule?date=2026-03-10'%20OR%201=1", 'query.date'],
  ["/schedule?date=2026-03-10&technicianId=1'%20OR%201=1", 'query.technicianId'],
  ['/schedule?date=2026-03-10&technicianId=55', 'query.technicianId'],
  ['/schedule?date=2026-03-10&zone=1', 'query.zone'],
  ['/technicians/availability', 'query.date'],
  ['/technicians/availability?date=2026-03-10&durationMinutes=-1', 'query.durationMinutes'],
  ['/technicians/availability?date=2026-03-10&durationMinutes=1e3', 'query.durationMinutes'],
  ['/technicians/availability?date=2026-03-10&dayStart=24:01', 'query.dayStart'],
  ['/technicians/availability?date=2026-03-10&dayStart=17:00&dayEnd=17:00', 'query.dayEnd'],
  ['/locations/near?lat=90.1&lng=0&km=1', 'query.lat'],
  ['/locations/near?lat=0&lng=NaN&km=1', 'query.lng'],
  ['/locations/near?lat=0&lng=0&km=501', 'query.km'],
  ['/locations/near?lat=0&lng=0&km=1&limit=501', 'query.limit'],
])('GET %s is refused with the path of the error', async (path, errorPath) => {
  const response = await server.get(`/api/v2${path}`, keys.one)
  expect(response.status).toBe(400)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const { errors } = (await response.json()) as { errors: { path: string }[] }
  expect(errors.map(({ path }) => path)).toContain(errorPath)
})

test.each([
  '/schedule?from=2026-03-01T00:00:00-06:00&to=2026-04-01T00:00:00-05:00&includeCanceled=true',
  '/schedule?from=0001-01-02T00:00:00Z&to=0001-01-03T00:00:00Z',
  '/schedule?from=9999-12-30T00:00:00Z&to=9999-12-31T23:59:59Z',
  '/schedule?date=1900-01-01&technicianId=ffffffff-ffff-ffff-ffff-ffffffffffff',
  '/schedule?date=2199-12-31&teamId=00000000-0000-0000-0000-000000000000&businessUnitId=00000000-0000-0000-0000-000000000000',
  '/technicians/availability?date=2026-03-08&dayStart=00:00&dayEnd=24:00&durationMinutes=1500',
  '/technicians/availability?date=2199-12-31&dayStart=02:30&dayEnd=03:00',
  '/locations/near?lat=90&lng=180&km=500&limit=500',
  '/locations/near?lat=-0.00000000000001&lng=-0&km=0',
  '/locations/near?lat=1e-7&lng=5e-324&km=1.5E1',
])('GET %s is accepted', async (path) => {
  expect((await server.get(`/api/v2${path}`, keys.one)).status).toBe(200)
})
