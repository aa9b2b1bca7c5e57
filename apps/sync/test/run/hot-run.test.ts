import { SANDBOX_TENANT_ID } from 'servicetitan-sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tableOf } from '../../src/cache/tables.ts'
import { type Account, contents, openAccount } from '../support/account.ts'

const campaigns = tableOf('campaigns')
const jobs = tableOf('jobs')

let account: Account
beforeEach(async () => {
  account = await openAccount()
})
afterEach(() => account.close())

const lag = 16 * 60_000
const state = async () =>
  (await account.database.pool.query('SELECT * FROM raw.sync_state ORDER BY table_name')).rows[0]

test("a hot run reads changes within the feed's delay, and leaves the stored cursor", async () => {
  await account.sync(jobs)
  const before = await state()
  const [job] = account.sandbox.records(SANDBOX_TENANT_ID, 'jobs')
  if (!job) throw new Error('The sandbox has no job.')
  account.sandbox.clock.advance(60_000)
  account.sandbox.update(SANDBOX_TENANT_ID, 'jobs', job.id, { jobStatus: 'Hold' })
  account.sandbox.clock.advance(2_000)

  expect(await account.sync(jobs)).toMatchObject({ kind: 'incremental', updated: 0 })
  expect(await account.sync(jobs, { kind: 'hot' })).toMatchObject({ kind: 'hot', updated: 1 })
  const after = await state()
  expect(after.cursor).toBe(before.cursor)
  expect(after.last_hot_sync).not.toBeNull()
  // The time of ServiceTitan's clock, in the whole seconds of its Date header.
  expect(account.sandbox.clock.now() - after.data_as_of.getTime()).toBeLessThanOrEqual(3_000)
})

test('hot and incremental runs end in the same rows, and repeated records are written once', async () => {
  await account.sync(jobs)
  account.sandbox.clock.advance(60_000)
  const [job] = account.sandbox.records(SANDBOX_TENANT_ID, 'jobs')
  account.sandbox.update(SANDBOX_TENANT_ID, 'jobs', job?.id as number, { jobStatus: 'Hold' })
  account.sandbox.insert(SANDBOX_TENANT_ID, 'jobs', { jobNumber: 'NEW-1' })
  expect(await account.sync(jobs, { kind: 'hot' })).toMatchObject({ inserted: 1, updated: 1 })
  expect(await account.sync(jobs, { kind: 'hot' })).toMatchObject({ inserted: 0, updated: 0 })
  const hot = (await contents(account.database.pool)).st_jobs
  account.sandbox.clock.advance(lag)
  expect(await account.sync(jobs)).toMatchObject({ kind: 'incremental', inserted: 0, updated: 0 })
  expect((await contents(account.database.pool)).st_jobs).toEqual(hot)
})

test('data_as_of never decreases', async () => {
  await account.sync(jobs)
  await account.sync(jobs, { kind: 'hot' })
  const hot = (await state()).data_as_of
  await account.sync(jobs)
  expect((await state()).data_as_of).toEqual(hot)
})

test('a local clock that is wrong by an hour loses no change of a list', async () => {
  const wrong = { now: () => account.sandbox.clock.now() + 3_600_000 }
  await account.sync(campaigns, wrong)
  const [campaign] = account.sandbox.records(SANDBOX_TENANT_ID, 'campaigns')
  account.sandbox.clock.advance(60_000)
  account.sandbox.update(SANDBOX_TENANT_ID, 'campaigns', campaign?.id as number, { name: 'Spring' })
  account.sandbox.clock.advance(60_000)
  expect(await account.sync(campaigns, wrong)).toMatchObject({ kind: 'incremental', updated: 1 })
})
