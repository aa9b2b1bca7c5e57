import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type { Fault } from 'servicetitan-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tableOf, tables } from '../../src/cache/tables.ts'
import { openTenant } from '../support/tenant.ts'
import { expectWhole } from '../support/whole.ts'

const campaigns = tableOf('campaigns')
const jobs = tableOf('jobs')
const locations = tableOf('locations')

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const feed = '/*/export/jobs'

describe.each<{ name: string; fault: Fault; expectedError: RegExp }>([
  { name: 'hasMore:true with the same token', fault: { sameToken: true }, expectedError: /continueFrom/ },
  { name: 'endless empty pages with hasMore:true', fault: { emptyPage: true }, expectedError: /empty/ },
])('$name', ({ fault, expectedError }) => {
  test.each(['full', 'incremental', 'hot', 'verify'] as const)(
    'is an error of a %s run, not a loop',
    async (kind) => {
      await using tenant = await openTenant(database)
      if (kind !== 'full') await tenant.sync(jobs)
      tenant.sandbox.addFault({ path: feed, after: 0, ...fault })
      await expect(tenant.sync(jobs, { kind })).rejects.toThrow(expectedError)
      await expectWhole(tenant, {
        tables: [jobs],
        failed: { st_jobs: expectedError },
        isPartial: true,
      })
      tenant.sandbox.clearFaults()
      await tenant.sync(jobs, { kind })
      await expectWhole(tenant, { tables: [jobs] })
    },
  )
})

test('a few empty pages with hasMore:true are skipped', async () => {
  await using tenant = await openTenant(database)
  tenant.sandbox.addFault({ path: feed, emptyPage: true, after: 1, times: 5 })
  expect(await tenant.sync(jobs)).toMatchObject({ fetched: 25, inserted: 25 })
  await expectWhole(tenant, { tables: [jobs] })
})

test('duplicate and reordered records within pages change nothing, in every table', async () => {
  await using tenant = await openTenant(database)
  tenant.sandbox.addFault({ duplicate: 4 })
  tenant.sandbox.addFault({ reorder: true })
  await tenant.syncAll()
  await expectWhole(tenant)
})

test('duplicate and reordered records across pages of a feed and of a list change nothing', async () => {
  await using tenant = await openTenant(database, { sandbox: { oversizedPage: 'clamp', maxPageSize: 7 } })
  const both = [jobs, campaigns]
  for (const path of [feed, '/*/campaigns']) {
    tenant.sandbox.addFault({ path, again: 3 })
    tenant.sandbox.addFault({ path, late: 2 })
    tenant.sandbox.addFault({ path, reorder: true })
  }
  const runs = await tenant.syncAll({}, both)
  for (const { fetched, inserted } of runs) expect(fetched).toBeGreaterThan(inserted)
  await expectWhole(tenant, { tables: both })
  for (const run of await tenant.syncAll({ kind: 'full' }, both)) {
    expect(run).toMatchObject({ inserted: 0, updated: 0, tombstoned: 0 })
  }
  await expectWhole(tenant, { tables: both })
})

test('an older version after a newer one changes nothing, in every kind of run', async () => {
  await using tenant = await openTenant(database)
  await tenant.sync(jobs)
  const changed = [...tenant.sandbox.records(tenant.id, 'jobs')].slice(0, 5)
  for (const { id } of changed) tenant.sandbox.update(tenant.id, 'jobs', id, { summary: 'newer' })
  await tenant.sync(jobs, { kind: 'hot' })
  await expectWhole(tenant, { tables: [jobs] })
  const older = new Map(changed.map((record) => [record.id, record]))
  tenant.sandbox.addFault({ mutate: (record) => ({ ...record, ...older.get(record.id as number) }) })
  for (const kind of ['full', 'incremental', 'hot', 'verify'] as const) {
    expect(await tenant.sync(jobs, { kind })).toMatchObject({ inserted: 0, updated: 0 })
  }
  await expectWhole(tenant, { tables: [jobs] })
})

test('a version with the same modification time replaces the stored one', async () => {
  await using tenant = await openTenant(database)
  await tenant.sync(jobs)
  for (const { id, modifiedOn } of [...tenant.sandbox.records(tenant.id, 'jobs')].slice(0, 5)) {
    tenant.sandbox.update(tenant.id, 'jobs', id, { summary: 'with the same time', modifiedOn })
  }
  expect(await tenant.sync(jobs, { kind: 'hot' })).toMatchObject({ updated: 5 })
  await expectWhole(tenant, { tables: [jobs] })
})

test('records that a page omits are not marked as deleted, and verify reads them', async () => {
  await using tenant = await openTenant(database)
  tenant.sandbox.addFault({ path: '/*/export/locations', drop: 3, times: 1 })
  await tenant.sync(locations)
  tenant.sandbox.clearFaults()
  expect(await tenant.sync(locations, { kind: 'verify' })).toMatchObject({ mended: 3 })
  await expectWhole(tenant, { tables: [locations] })
  tenant.sandbox.addFault({ path: '/*/export/locations', drop: 3, times: 1 })
  expect(await tenant.sync(locations, { kind: 'full' })).toMatchObject({ tombstoned: 0 })
  await expectWhole(tenant, { tables: [locations] })
})

test('records that are changed, added and removed during a pass end correctly, in every table', async () => {
  await using tenant = await openTenant(database, { sandbox: { exportPageSize: 6 } })
  const { sandbox, id } = tenant
  for (const table of tables) {
    const { resource } = table
    let page = 0
    await tenant.sync(table, {
      onProgress() {
        page += 1
        const [first, second] = [...sandbox.records(id, resource)]
        if (page === 1 && first) sandbox.update(id, resource, first.id, { active: false })
        if (page === 2 && second) sandbox.remove(id, resource, second.id)
        if (page === 2) sandbox.insert(id, resource, {})
      },
    })
  }
  sandbox.clock.advance(16 * 60_000)
  await tenant.syncAll({ kind: 'full' })
  await expectWhole(tenant)
})
