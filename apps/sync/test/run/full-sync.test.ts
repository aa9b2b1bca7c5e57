import { SANDBOX_TENANT_ID } from 'servicetitan-sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tableOf } from '../../src/cache/tables.ts'
import { DeletionLimitError } from '../../src/run/deletion-limit.ts'
import { type Account, openAccount } from '../support/account.ts'
import { stopAfterFirstPage } from '../support/hold-pages.ts'

const campaigns = tableOf('campaigns')
const jobs = tableOf('jobs')
const locations = tableOf('locations')

let account: Account
beforeEach(async () => {
  account = await openAccount({ exportPageSize: 50 })
})
afterEach(() => account.close())

const lag = 16 * 60_000
const rows = async (sql: string) => (await account.database.pool.query(sql)).rows
const count = async (sql: string) => Number((await rows(`SELECT count(*) FROM ${sql}`))[0].count)
const tombstones = () => count('raw.st_locations WHERE deleted_at IS NOT NULL')
const locationIds = () => [...account.sandbox.records(SANDBOX_TENANT_ID, 'locations')].map(({ id }) => id)
const remove = (ids: readonly (number | bigint)[]) => {
  for (const id of ids) account.sandbox.remove(SANDBOX_TENANT_ID, 'locations', id)
}

test('only a full sync sets the tombstone of a deleted record', async () => {
  await account.sync(locations)
  const deleted = locationIds().slice(0, 3)
  remove(deleted)
  account.sandbox.clock.advance(lag)
  expect(await account.sync(locations)).toMatchObject({ kind: 'incremental', tombstoned: 0 })
  expect(await tombstones()).toBe(0)

  expect(await account.sync(locations, { kind: 'full' })).toMatchObject({ kind: 'full', tombstoned: 3 })
  expect(
    (await rows('SELECT st_id AS id FROM raw.st_locations WHERE deleted_at IS NOT NULL'))
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(deleted.map(String).toSorted())
  expect(await rows(`SELECT tombstoned FROM raw.sync_runs ORDER BY run_id DESC LIMIT 1`)).toEqual([
    { tombstoned: '3' },
  ])
  expect(await account.sync(locations, { kind: 'full' })).toMatchObject({ tombstoned: 0, updated: 0 })
})

test('a restored record loses its tombstone', async () => {
  await account.sync(locations)
  const [record] = account.sandbox.records(SANDBOX_TENANT_ID, 'locations')
  if (!record) throw new Error('The sandbox has no location.')
  remove([record.id])
  await account.sync(locations, { kind: 'full' })
  expect(await tombstones()).toBe(1)
  account.sandbox.insert(SANDBOX_TENANT_ID, 'locations', { ...record })
  account.sandbox.clock.advance(lag)
  expect(await account.sync(locations)).toMatchObject({ kind: 'incremental', updated: 1 })
  expect(await tombstones()).toBe(0)
})

test('inactive and merged records get no tombstone', async () => {
  await account.sync(locations)
  const [first, second] = locationIds()
  if (!first || !second) throw new Error('The sandbox has no two locations.')
  account.sandbox.update(SANDBOX_TENANT_ID, 'locations', first, { active: false, mergedToId: second })
  account.sandbox.clock.advance(lag)
  expect(await account.sync(locations, { kind: 'full' })).toMatchObject({ updated: 1, tombstoned: 0 })
  expect(await rows(`SELECT active, merged_to_id FROM raw.st_locations WHERE st_id = ${first}`)).toEqual([
    { active: false, merged_to_id: String(second) },
  ])
})

test('a record that the feed omits is requested by id, and its row stays', async () => {
  await account.sync(locations)
  account.sandbox.addFault({ path: '/*/export/locations', drop: 4, times: 1 })
  expect(await account.sync(locations, { kind: 'full' })).toMatchObject({ tombstoned: 0 })
  expect(await tombstones()).toBe(0)
  const lookups = account.sandbox.requests.filter(({ query }) => 'ids' in query)
  expect(lookups.map(({ query }) => query.ids?.split(',').length)).toEqual([4])
})

test('a full sync sets no tombstone when the server ignores the ids', async () => {
  await account.sync(locations)
  account.sandbox.addFault({ path: '/*/export/locations', drop: 4, times: 1 })
  const strangers = JSON.stringify({
    page: 1,
    pageSize: 50,
    hasMore: false,
    totalCount: null,
    data: [{ id: 1 }],
  })
  account.sandbox.addFault({ path: /\/locations\?.*ids=/, body: strangers })
  await expect(account.sync(locations, { kind: 'full' })).rejects.toThrow(/its filter ids/)
  expect(await tombstones()).toBe(0)
})

test('a full sync stops with a list when too many records are deleted, and resumes when deletes are allowed', async () => {
  await account.sync(locations)
  const deleted = locationIds().slice(0, 20)
  remove(deleted)
  const failure = await account.sync(locations, { kind: 'full' }).catch((error: unknown) => error)
  if (!(failure instanceof DeletionLimitError)) throw failure
  expect(failure.suspects).toHaveLength(20)
  expect(failure.message).toContain('--allow-deletes')
  expect(await tombstones()).toBe(0)
  expect(await count('raw.delete_suspects')).toBe(20)
  expect(await rows('SELECT status, last_full_sync IS NOT NULL AS synced FROM raw.sync_state')).toEqual([
    { status: 'failed', synced: true },
  ])
  expect(await account.sync(locations)).toMatchObject({ kind: 'incremental' })

  const pages = () => account.sandbox.requestCount('/*/export/locations')
  const before = pages()
  expect(await account.sync(locations, { kind: 'full', allowDeletes: true })).toMatchObject({
    tombstoned: 20,
  })
  expect(pages() - before).toBe(1) // from the end of the pass, not from its beginning
  expect(await count('raw.delete_suspects')).toBe(0)
  expect(await count('raw.full_sync_pages')).toBe(0)
})

test('an interrupted pass resumes with the ids that it has seen', async () => {
  await account.sync(locations)
  const left = account.sync(locations, { kind: 'full', ...stopAfterFirstPage(account.api) })
  await expect(left).rejects.toThrow('enough')
  expect(await count('raw.full_sync_pages')).toBe(1)
  const [deleted] = locationIds().slice(-1)
  remove([deleted as number | bigint])
  const resumed = await account.sync(locations, { kind: 'full' })
  expect(resumed).toMatchObject({ kind: 'full', tombstoned: 1 })
  expect(resumed.pages).toBe(2)
})

/** A row without a record, as an adopted table may have. */
const insertStrange = () =>
  account.database.pool.query(
    `WITH tenant AS (INSERT INTO raw.tenants (tenant_id, name) VALUES ($1, 'One') ON CONFLICT DO NOTHING)
     INSERT INTO raw.st_locations (tenant_id, st_id, active, full_data, content_hash, synced_at)
     VALUES ($1, 7, true, '{}', '', now())`,
    [String(SANDBOX_TENANT_ID)],
  )

test('a first pass sets the tombstone of a row without a record', async () => {
  await insertStrange()
  expect(await account.sync(locations)).toMatchObject({ kind: 'full', tombstoned: 1 })
  expect(await tombstones()).toBe(1)
})

test('a resumed first pass sets the tombstone of a row without a record', async () => {
  await expect(account.sync(locations, stopAfterFirstPage(account.api))).rejects.toThrow('enough')
  await insertStrange()
  expect(await account.sync(locations)).toMatchObject({ kind: 'full', tombstoned: 1 })
  expect(await tombstones()).toBe(1)
})

test('rows that were written since the pass began stay live', async () => {
  await account.sync(jobs)
  const left = account.sync(jobs, { kind: 'full', ...stopAfterFirstPage(account.api) })
  await expect(left).rejects.toThrow('enough')
  // Within the feed's delay: only a hot run reads it.
  const job = account.sandbox.insert(SANDBOX_TENANT_ID, 'jobs', { jobNumber: 'HOT-1' })
  expect(await account.sync(jobs, { kind: 'hot' })).toMatchObject({ inserted: 1 })
  expect(await account.sync(jobs, { kind: 'full' })).toMatchObject({ tombstoned: 0 })
  expect(await count(`raw.st_jobs WHERE st_id = ${job.id} AND deleted_at IS NULL`)).toBe(1)
})

test('a pass continues when the total number of records is unknown', async () => {
  account.sandbox.addFault({ path: /includeTotal=true/, status: 403 })
  const { total, inserted, fetched } = await account.sync(jobs)
  expect(total).toBe(null)
  expect(inserted).toBe(fetched)
  expect(await count('raw.st_jobs')).toBe(inserted)
  expect(account.sandbox.requests.filter(({ query }) => 'includeTotal' in query)).toHaveLength(1)
})

test('a total that arrives after the last page is in the final progress', async () => {
  const all = [...account.sandbox.records(SANDBOX_TENANT_ID, 'jobs')].length
  const read = Promise.withResolvers<void>()
  const totals: (number | null)[] = []
  const api: typeof account.api = {
    ...account.api,
    async *listPages(...options) {
      await read.promise
      yield* account.api.listPages(...options)
    },
  }
  const { total } = await account.sync(jobs, {
    api,
    onProgress(progress) {
      totals.push(progress.total)
      if (progress.fetched === all) read.resolve()
    },
  })
  expect(new Set(totals)).toEqual(new Set([null]))
  expect(total).toBe(all)
})

test('a resource without a feed is read by its list, and inactive and missing records are handled', async () => {
  const first = await account.sync(campaigns)
  const all = [...account.sandbox.records(SANDBOX_TENANT_ID, 'campaigns')]
  expect(first).toMatchObject({ kind: 'full', inserted: all.length, total: all.length })
  const [changed, deleted] = all
  if (!changed || !deleted) throw new Error('The sandbox has no two campaigns.')
  account.sandbox.clock.advance(60_000)
  account.sandbox.update(SANDBOX_TENANT_ID, 'campaigns', changed.id, { name: 'Spring', active: false })
  expect(await account.sync(campaigns)).toMatchObject({ kind: 'incremental', updated: 1 })
  expect(await rows(`SELECT name, active FROM raw.st_campaigns WHERE st_id = ${changed.id}`)).toEqual([
    { name: 'Spring', active: false },
  ])
  account.sandbox.remove(SANDBOX_TENANT_ID, 'campaigns', deleted.id)
  expect(await account.sync(campaigns, { kind: 'full' })).toMatchObject({ tombstoned: 1 })
})
