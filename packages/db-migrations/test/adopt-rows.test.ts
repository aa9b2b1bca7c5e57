import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { adopt } from '../src/adopt/adopt.ts'
import { describePlan } from '../src/adopt/describe-plan.ts'
import { type AdoptionPlan, planAdoption } from '../src/adopt/plan-adoption.ts'
import { validAppointment, validJob, validLocation, validTechnician } from './fixtures/adopted-rows.ts'
import { fillTables, runScripts } from './fixtures/hand-run/hand-run.ts'

let database: TestDatabase
let client: pg.Client
let plan: AdoptionPlan
const now = new Date('2026-11-01T00:00:00Z')

beforeAll(async () => {
  database = await createTestDatabase({ empty: true })
  await runScripts(database.pool)
  await fillTables(database.pool)
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  // Neither setting may change how times are read.
  await client.query(`SET TimeZone = 'Asia/Tokyo'; SET DateStyle = 'German'`)
  plan = await planAdoption(client)
  await adopt(client, { plan, now })
  await client.query(`SET TimeZone = 'UTC'; SET DateStyle = 'ISO'`)
})
afterAll(async () => {
  await client.end()
  await database.close()
})

/** Rows as JSON: numbers and times are formatted by PostgreSQL, not by JavaScript. */
const rowsOf = async (sql: string) =>
  (await client.query(`SELECT to_jsonb(r) AS row FROM (${sql}) AS r`)).rows.map(({ row }) => row)
const job = async (id: number | string) =>
  (await rowsOf(`SELECT * FROM raw.st_jobs WHERE tenant_id = 101 AND st_id = ${id}`))[0]
const utc = (time: string) => `${time}+00:00`

test('every value of a valid location', async () => {
  const [row] = await rowsOf('SELECT * FROM raw.st_locations WHERE tenant_id = 202 AND st_id = 10')
  expect(row).toEqual(validLocation(row.name_key))
})

test('every value of a valid job', async () => {
  expect(await job(500)).toEqual(validJob)
})

test('every value of a valid appointment: times without a zone are UTC', async () => {
  const [row] = await rowsOf('SELECT * FROM raw.st_appointments WHERE tenant_id = 101 AND st_id = 5500')
  expect(row).toEqual(validAppointment)
})

test('every value of a valid technician; pay and home are dropped from the record', async () => {
  const [row] = await rowsOf('SELECT * FROM raw.st_technicians WHERE tenant_id = 202 AND st_id = 7')
  expect(row).toEqual(validTechnician)
  expect(row.full_data).not.toHaveProperty('burdenRate')
  expect(row.full_data).not.toHaveProperty('home')
})

test('valid rows all equal their records', async () => {
  const sql = `
    SELECT (SELECT count(*)::int FROM raw.st_jobs WHERE st_id <= 1000 AND customer_id = st_id + 1000 AND location_id = st_id
              AND total = st_id + 0.5 AND job_number = 'J' || st_id AND full_data -> 'id' = to_jsonb(st_id)) AS jobs,
           (SELECT count(*)::int FROM raw.st_appointments WHERE job_id = st_id - 5000 AND full_data -> 'id' = to_jsonb(st_id)
              AND start_time = '2026-02-01T08:00:00Z') AS appointments,
           (SELECT count(*)::int FROM raw.st_locations WHERE latitude = (40.5 + st_id / 1000.0)::float8 AND active = (st_id % 5 > 0)) AS locations`
  // Job 8 of tenant 101 is a duplicate, and the newer row has other values.
  expect(await rowsOf(sql)).toEqual([{ jobs: 1999, appointments: 2000, locations: 600 }])
})

test('a row without full_data gets one built from its columns, which the next sync can replace', async () => {
  const row = await job(9001)
  expect(row).toMatchObject({
    customer_id: 42,
    status: 'Hold',
    total: 12.5,
    modified_on: null,
    content_hash: '\\x',
  })
  expect(row.created_on).toBe(utc('2026-02-01T00:00:00'))
  expect(row.full_data).toMatchObject({
    id: 9001,
    customerId: 42,
    jobStatus: 'Hold',
    total: 12.5,
    jobNumber: 'no record',
    createdOn: '2026-02-01T00:00:00.000000Z',
    modifiedOn: '2026-03-01T00:00:00.000000Z',
  })
  // Unreadable values are preserved in the record.
  expect(await job(9002)).toMatchObject({
    customer_id: null,
    status: '',
    full_data: { id: 9002, customerId: 'n/a' },
  })
  expect(await job(9003)).toMatchObject({ customer_id: 43, full_data: { id: 9003, customerId: 43 } })
})

test('a record that is no object is quarantined, and its row is kept', async () => {
  expect(await job(9004)).toMatchObject({ customer_id: 44, full_data: { id: 9004, customerId: 44 } })
  expect(await job(9005)).toMatchObject({ customer_id: 45, full_data: { id: 9005, customerId: 45 } })
  const entries = await rowsOf(
    `SELECT record_key, payload -> 'full_data' AS record FROM raw.quarantine WHERE error LIKE 'full_data is no%' ORDER BY 1`,
  )
  expect(entries).toEqual([
    { record_key: '9004', record: [{ id: 9004 }] },
    { record_key: '9005', record: '{"id": 9005}' },
  ])
})

test('a field of the record takes precedence over the old column', async () => {
  expect(await job(9006)).toMatchObject({
    customer_id: 46,
    summary: 'kept',
    full_data: { id: 9006, summary: 'kept' },
  })
  expect(await job(9009)).toMatchObject({ customer_id: null, status: 'Hold' })
  const wrong = {
    customer_id: null,
    status: null,
    total: null,
    completed_on: null,
    created_on: null,
    tag_type_ids: null,
  }
  expect(await job(9007)).toMatchObject({
    ...wrong,
    appointment_count: null,
    sold_by_id: null,
    no_charge: null,
    location_id: null,
  })
  expect(await job(9008)).toMatchObject({ st_id: 9008, full_data: { id: 9999 } })
})

test('boundary values', async () => {
  expect(await job(9010)).toMatchObject({ job_number: 'spaces' })
  expect(
    (await rowsOf('SELECT st_id::text FROM raw.st_jobs ORDER BY st_jobs.st_id DESC LIMIT 1'))[0],
  ).toEqual({ st_id: '9223372036854775807' })
  expect(await job(9011)).toMatchObject({ scheduled_start: null, created_on: null })
  const long = await job(9012)
  expect(long.status).toBeNull()
  expect(long.full_data.jobStatus).toHaveLength(16_000)
})

test('arrival windows entered as text', async () => {
  const sql =
    'SELECT st_id, job_id, start_time, arrival_window_start, arrival_window_end FROM raw.st_appointments WHERE st_id > 9000 ORDER BY 1'
  expect(await rowsOf(sql)).toEqual([
    {
      st_id: 9001,
      job_id: 7,
      start_time: utc('2026-03-01T08:00:00.123456'),
      arrival_window_start: utc('2026-03-01T08:00:00'),
      arrival_window_end: null,
    },
    { st_id: 9002, job_id: null, start_time: null, arrival_window_start: null, arrival_window_end: null },
    {
      st_id: 9003,
      job_id: null,
      start_time: utc('2026-03-01T09:00:00'),
      arrival_window_start: utc('2026-03-01T13:00:00'),
      arrival_window_end: utc('2026-03-01T00:00:00'),
    },
  ])
  const [record] = await rowsOf(
    `SELECT full_data ->> 'arrivalWindowEnd' AS value FROM raw.st_appointments WHERE st_id = 9001`,
  )
  expect(record).toEqual({ value: '8-10 AM' })
})

test('of rows with the same id, the newest is kept, however the id is written', async () => {
  expect(await job(7)).toMatchObject({ job_number: 'J7' })
  expect(await job(8)).toMatchObject({ job_number: 'newer 8', modified_on: utc('2030-01-01T00:00:00') })
  expect(await job(9)).toMatchObject({ job_number: 'J9' })
})

test('rows without a numeric tenant or id are quarantined, complete except for the old id', async () => {
  const sql = `SELECT tenant_id, record_key, payload ->> 'job_number' AS row, payload::jsonb ? 'id' AS id, first_seen_at
                 FROM raw.quarantine WHERE table_name = 'st_jobs' AND error NOT LIKE 'full_data%' ORDER BY tenant_id, record_key COLLATE "C"`
  const seen = { id: false, first_seen_at: utc('2026-11-01T00:00:00') }
  expect(await rowsOf(sql)).toEqual([
    { tenant_id: 0, record_key: '/1', row: 'no tenant', ...seen },
    { tenant_id: 0, record_key: 'acme/1', row: 'tenant by name', ...seen },
    { tenant_id: 101, record_key: '0007', row: 'older 7', ...seen },
    { tenant_id: 101, record_key: '0101/9', row: 'tenant with a zero', ...seen },
    { tenant_id: 101, record_key: '12.0', row: 'a fraction', ...seen },
    { tenant_id: 101, record_key: '8', row: 'J8', ...seen },
    { tenant_id: 101, record_key: '9223372036854775808', row: 'too large', ...seen },
    { tenant_id: 101, record_key: 'JOB-12', row: 'no number', ...seen },
    { tenant_id: 101, record_key: expect.stringMatching(/^sha256:[0-9a-f]{64}$/), row: 'empty id', ...seen },
  ])
})

test('the next sync is a full one, and the last full sync is recorded as a run', async () => {
  const sql =
    'SELECT tenant_id, table_name, status, last_full_sync, last_incremental_sync, cursor, full_sync_cursor, records_synced, last_error, data_as_of FROM raw.sync_state ORDER BY 1, 2'
  const empty = { last_full_sync: null, cursor: null, full_sync_cursor: null, data_as_of: null }
  expect(await rowsOf(sql)).toEqual([
    {
      tenant_id: 101,
      table_name: 'st_jobs',
      status: 'idle',
      last_incremental_sync: utc('2026-01-11T04:00:00'),
      records_synced: 400,
      last_error: null,
      ...empty,
    },
    {
      tenant_id: 101,
      table_name: 'st_locations',
      status: 'failed',
      last_incremental_sync: null,
      records_synced: 300,
      last_error: 'connection reset',
      ...empty,
    },
    {
      tenant_id: 202,
      table_name: 'st_technicians',
      status: 'idle',
      last_incremental_sync: null,
      records_synced: 0,
      last_error: null,
      ...empty,
    },
  ])
  const run = { kind: 'full', status: 'succeeded' }
  expect(await rowsOf('SELECT table_name, kind, status, finished_at FROM raw.sync_runs ORDER BY 1')).toEqual([
    { table_name: 'st_jobs', ...run, finished_at: utc('2026-01-10T03:00:00') },
    { table_name: 'st_locations', ...run, finished_at: utc('2026-01-10T02:00:00') },
  ])
  const entries = `SELECT tenant_id, record_key FROM raw.quarantine WHERE table_name = 'sync_state' ORDER BY 1`
  expect(await rowsOf(entries)).toEqual([
    { tenant_id: 0, record_key: 'acme/st_jobs' },
    { tenant_id: 101, record_key: 'raw.st_jobs' },
  ])
})

test('the plan listed these results', () => {
  expect(describePlan(plan)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^raw.st_jobs: 2,013 rows kept, 9 rows to quarantine \(\d+ MB\)$/),
      '  quarantined: 4 rows: st_id is no int64 (101/, 101/12.0, 101/9223372036854775808, 101/JOB-12)',
      '  full_data built from the columns: 5 rows without a record',
      '  full_data.id differs from st_id, unchanged: 1 row (101/9008)',
      '  arrival_window_end becomes NULL: 2 rows: unreadable, or different in the record (101/9001, …)',
      '  excluded from full_data: burdenRate, commissionRate, hourlyRate, soldByRate, home, permissions',
      'Functions removed: raw.update_updated_at()',
    ]),
  )
})
