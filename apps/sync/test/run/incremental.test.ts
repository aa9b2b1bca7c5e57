import { SANDBOX_TENANT_ID } from 'servicetitan-sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tableOf, tables } from '../../src/cache/tables.ts'
import { type Account, contents, openAccount, tenantId, until } from '../support/account.ts'

const appointments = tableOf('appointments')
const jobs = tableOf('jobs')
const locations = tableOf('locations')

let account: Account
beforeEach(async () => {
  account = await openAccount()
})
afterEach(() => account.close())

const rows = async (sql: string) => (await account.database.pool.query(sql)).rows
const lag = 16 * 60_000

test('a second sync without changes writes no row', async () => {
  await account.syncAll()
  const written = async () => {
    // A backend reports its statistics when it ends.
    await until(
      async () =>
        (
          await rows(
            `SELECT FROM pg_stat_activity WHERE application_name = 'lazi-sync' AND datname = current_database()`,
          )
        ).length === 0,
    )
    const names = tables.map(({ name }) => `'${name}'`).join(', ')
    return rows(
      `SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_user_tables WHERE schemaname = 'raw' AND relname IN (${names}) ORDER BY 1`,
    )
  }
  const before = await written()
  expect(before.every(({ n_tup_ins }) => Number(n_tup_ins) > 0)).toBe(true)
  account.sandbox.clock.advance(lag)
  const runs = await account.syncAll()
  expect(runs.map(({ kind, inserted, updated }) => ({ kind, inserted, updated }))).toEqual(
    tables.map(() => ({ kind: 'incremental', inserted: 0, updated: 0 })),
  )
  expect(await written()).toEqual(before)
})

test('a second full read without changes writes no row', async () => {
  await account.sync(locations)
  const before = await rows('SELECT *, xmin, ctid FROM raw.st_locations ORDER BY st_id')
  await account.database.pool.query('UPDATE raw.sync_state SET last_full_sync = NULL')
  const run = await account.sync(locations)
  expect(run).toMatchObject({ kind: 'full', fetched: 120, unchanged: 120, inserted: 0, updated: 0 })
  expect(await rows('SELECT *, xmin, ctid FROM raw.st_locations ORDER BY st_id')).toEqual(before)
})

test('an incremental sync requests the changes since the stored token', async () => {
  await account.syncAll()
  const [job] = account.sandbox.records(SANDBOX_TENANT_ID, 'jobs')
  if (!job) throw new Error('The sandbox has no job.')
  account.sandbox.clock.advance(60_000)
  account.sandbox.update(SANDBOX_TENANT_ID, 'jobs', job.id, { jobStatus: 'Hold' })
  const inserted = account.sandbox.insert(SANDBOX_TENANT_ID, 'jobs', { jobNumber: 'NEW-1' })

  expect(await account.sync(jobs)).toMatchObject({ fetched: 0 }) // the feed lags
  account.sandbox.clock.advance(lag)
  const token = (await rows(`SELECT cursor FROM raw.sync_state WHERE table_name = 'st_jobs'`))[0].cursor
  expect(await account.sync(jobs)).toMatchObject({ kind: 'incremental', inserted: 1, updated: 1 })
  expect(
    account.sandbox.requests.filter(({ path }) => path.endsWith('/export/jobs')).at(-1)?.query.from,
  ).toBe(token)
  expect(await rows(`SELECT status FROM raw.st_jobs WHERE st_id = ${job.id}`)).toEqual([{ status: 'Hold' }])
  expect(await rows(`SELECT job_number FROM raw.st_jobs WHERE st_id = ${inserted.id}`)).toEqual([
    { job_number: 'NEW-1' },
  ])
})

test('a rescheduled appointment changes the times of its job', async () => {
  await account.syncAll()
  const [appointment] = [...account.sandbox.records(SANDBOX_TENANT_ID, 'appointments')].filter(
    ({ active }) => active,
  )
  if (!appointment) throw new Error('The sandbox has no appointment.')
  account.sandbox.update(SANDBOX_TENANT_ID, 'appointments', appointment.id, { end: '2031-01-01T00:00:00Z' })
  account.sandbox.clock.advance(lag)
  await account.sync(appointments)
  expect(await rows(`SELECT scheduled_end FROM raw.st_jobs WHERE st_id = ${appointment.jobId}`)).toEqual([
    { scheduled_end: new Date('2031-01-01T00:00:00Z') },
  ])
})

test("data_as_of is the server's time of the last request, minus a second and the feed's delay", async () => {
  await account.sync(locations)
  const expected = new Date(account.sandbox.clock.now() - 1_000 - 15 * 60_000)
  expect(await rows('SELECT data_as_of FROM raw.sync_state')).toEqual([{ data_as_of: expected }])
})

test('every run is recorded with its counters', async () => {
  await account.sync(locations)
  expect(
    await rows(
      'SELECT tenant_id, table_name, kind, status, pages, fetched, inserted, requests, error FROM raw.sync_runs',
    ),
  ).toEqual([
    {
      tenant_id: tenantId,
      table_name: 'st_locations',
      kind: 'full',
      status: 'succeeded',
      pages: '2',
      fetched: '120',
      inserted: '120',
      requests: '3', // one of them for the count
      error: null,
    },
  ])
  expect(await rows('SELECT bytes > 10000 AS counted FROM raw.sync_runs')).toEqual([{ counted: true }])
  expect(await rows('SELECT status, records_synced, last_error FROM raw.sync_state')).toEqual([
    { status: 'idle', records_synced: '120', last_error: null },
  ])
})

test('repeated and reordered records, empty pages and recent rows change nothing', async () => {
  await account.syncAll()
  const expected = await contents(account.database.pool)
  await using other = await openAccount({
    faults: [{ duplicate: 30 }, { reorder: true }, { path: '/*/export/jobs', emptyPage: true, times: 2 }],
  })
  await other.syncAll()
  expect(await contents(other.database.pool)).toEqual(expected)
})
