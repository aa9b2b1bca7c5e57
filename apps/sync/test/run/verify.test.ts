import { SANDBOX_TENANT_ID } from 'servicetitan-sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tableOf } from '../../src/cache/tables.ts'
import { VerifyBudgetError } from '../../src/run/verify/compare-windows.ts'
import { type Account, contents, openAccount } from '../support/account.ts'

const jobs = tableOf('jobs')
const locations = tableOf('locations')

let account: Account
beforeEach(async () => {
  const sizes = { locations: 4_000, jobs: 6_000, appointments: 6_000, technicians: 12 }
  account = await openAccount({
    exportPageSize: 5_000,
    tenants: [{ tenantId: SANDBOX_TENANT_ID, sizes }],
  })
})
afterEach(() => account.close())

const query = async (sql: string) => (await account.database.pool.query(sql)).rows
const verifyJobs = () => account.sync(jobs, { kind: 'verify' })

test('a few counts prove that a complete table is complete', async () => {
  await account.sync(jobs)
  const before = account.sandbox.requests.length
  const run = await verifyJobs()
  expect(run).toMatchObject({ kind: 'verify', mended: 0, windows: 8 })
  expect(run.completeAsOf).toBeInstanceOf(Date)
  expect(account.sandbox.requests.length - before).toBeLessThan(12)
  expect(
    await query('SELECT complete_as_of, last_verified_at IS NOT NULL AS verified FROM raw.sync_state'),
  ).toEqual([{ complete_as_of: run.completeAsOf, verified: true }])
  expect(await query(`SELECT kind, windows, mended FROM raw.sync_runs WHERE kind = 'verify'`)).toEqual([
    { kind: 'verify', windows: '8', mended: '0' },
  ])
})

test('missing and outdated rows, and records that the feed omits, are found and repaired', async () => {
  await account.sync(jobs)
  const expected = (await contents(account.database.pool)).st_jobs
  await query(
    `DELETE FROM raw.st_jobs WHERE st_id IN (SELECT st_id FROM raw.st_jobs ORDER BY modified_on OFFSET 2500 LIMIT 1)`,
  )
  await query(
    `UPDATE raw.st_jobs
        SET modified_on = '2020-01-01T00:00:00Z', status = 'Wrong', content_hash = '',
            full_data = full_data || '{"modifiedOn": "2020-01-01T00:00:00Z", "jobStatus": "Wrong"}'
      WHERE st_id IN (SELECT st_id FROM raw.st_jobs ORDER BY modified_on OFFSET 5900 LIMIT 1)`,
  )
  const run = await verifyJobs()
  expect(run.mended).toBe(2)
  expect(run.completeAsOf).not.toBeNull()
  // A list returns jobs without the field `active`; the next full sync reads the record from the feed.
  expect(await account.sync(jobs, { kind: 'full' })).toMatchObject({ inserted: 0, updated: 2 })
  expect((await contents(account.database.pool)).st_jobs).toEqual(expected)
})

test('a row that ServiceTitan no longer lists is not repaired and gets no tombstone', async () => {
  await account.sync(locations)
  const [record] = account.sandbox.records(SANDBOX_TENANT_ID, 'locations')
  account.sandbox.remove(SANDBOX_TENANT_ID, 'locations', record?.id as number)
  const run = await account.sync(locations, { kind: 'verify' })
  expect(run).toMatchObject({ mended: 0, tombstoned: 0 })
  expect(run.completeAsOf).not.toBeNull()
  expect(await query('SELECT FROM raw.st_locations WHERE deleted_at IS NOT NULL')).toEqual([])
})

test('a table with a record in quarantine is not reported as complete', async () => {
  const broken = [...account.sandbox.records(SANDBOX_TENANT_ID, 'jobs')][10]?.id
  account.sandbox.addFault({
    path: '/*/jobs',
    mutate: (record) => (record.id === broken ? { ...record, summary: 'a\u0000b' } : record),
  })
  await account.sync(jobs)
  expect(await query('SELECT FROM raw.quarantine WHERE resolved_at IS NULL')).toHaveLength(1)
  const run = await verifyJobs()
  expect(run.completeAsOf).toBeNull()
  expect(await query('SELECT complete_as_of FROM raw.sync_state')).toEqual([{ complete_as_of: null }])
})

test('a server that ignores the window is detected, and nothing is proven', async () => {
  await account.sync(jobs)
  const [job] = account.sandbox.records(SANDBOX_TENANT_ID, 'jobs')
  account.sandbox.addFault({
    path: /\/jobs\?.*modifiedBefore=/,
    body: JSON.stringify({
      page: 1,
      pageSize: 1,
      hasMore: false,
      totalCount: 6_000,
      data: [{ id: job?.id, modifiedOn: '2031-01-01T00:00:00Z' }],
    }),
  })
  await expect(verifyJobs()).rejects.toThrow(/its filter modifiedOn/)
  expect(await query('SELECT status, complete_as_of FROM raw.sync_state')).toEqual([
    { status: 'failed', complete_as_of: null },
  ])
})

test('many differences are repaired window by window, within the budget of requests', async () => {
  await account.sync(jobs)
  await query('DELETE FROM raw.st_jobs WHERE st_id % 2 = 0')
  const half = (await query('SELECT count(*)::integer AS rows FROM raw.st_jobs'))[0].rows
  const error = await account.sync(jobs, { kind: 'verify', maxRequests: 12 }).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(VerifyBudgetError)
  expect(error.message).toMatch(
    /^The verify run used its 12 requests before it had found all differences of jobs\. .* run: pnpm sync run jobs --full$/,
  )
  const repaired = (await query('SELECT count(*)::integer AS rows FROM raw.st_jobs'))[0].rows
  expect(repaired).toBeGreaterThan(half)
  const run = await verifyJobs()
  expect(run.mended).toBe(6_000 - repaired)
  expect(run.completeAsOf).not.toBeNull()
})
