import { afterAll, beforeAll, expect, test } from 'vitest'
import { tableOf } from '../../src/cache/tables.ts'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { type ApiProcess, startApi } from '../support/api-process.ts'
import { runHere } from '../support/command.ts'

// An account whose feed of jobs leaves blank most of what a job is a recall of, although its list has it.

const jobs = tableOf('jobs')
const T = Number(tenantId)
const sizes = { locations: 300, jobs: 1_500, technicians: 12 }

let account: Account
let api: ApiProcess
beforeAll(async () => {
  account = await openAccount({
    blankRecallsInExport: true,
    exportPageSize: 1_000,
    tenants: [{ tenantId: T, sizes }],
  })
  await sync('tenants', 'add', tenantId)
  await sync('run')
  api = await startApi(account.database.url, tenantId)
})
afterAll(async () => {
  await api?.[Symbol.asyncDispose]()
  await account.close()
})

async function sync(...args: string[]) {
  expect(await runHere(args, account.env)).toMatchObject({ code: 0 })
}

interface Answer {
  readonly needs: readonly unknown[]
  readonly totals: Readonly<Record<string, { readonly value: string | null }>>
}
const ask = async () =>
  (await api.get(
    'analytics/query?metrics=completed_jobs,recall_rate&from=2025-06-01&to=2026-06-01',
  )) as Answer

/** What each job is a recall of, by its id: as ServiceTitan has it, and as it is stored. */
const recallsIn = (records: Iterable<{ id: unknown; recallForId?: unknown }>) =>
  Object.fromEntries([...records].flatMap(({ id, recallForId }) => (recallForId ? [[id, recallForId]] : [])))
const actual = () => recallsIn(account.sandbox.records(T, 'jobs'))
const stored = async () => {
  const { rows } = await account.database.pool.query('SELECT full_data AS data FROM raw.st_jobs')
  return recallsIn(rows.map(({ data }) => data))
}

/** From when the pages of the list of jobs were requested since a position; requests that only count have smaller pages. */
const listed = (since: number) =>
  account.sandbox.requests
    .slice(since)
    .filter(({ path, query }) => path.endsWith(`/tenant/${tenantId}/jobs`) && query.pageSize === '1000')
    .map(({ query }) => query.modifiedOnOrAfter)

test('recalls have no value and say what they need; other metrics are as usual', async () => {
  expect(Object.keys(await stored()).length).toBeLessThan(0.05 * Object.keys(actual()).length)
  const { totals, needs } = await ask()
  expect(needs).toEqual([{ metric: 'recall_rate', data: 'jobs list', jobs: null }])
  expect(totals.recall_rate).toMatchObject({ value: null, denominator: '0' })
  expect(Number(totals.completed_jobs?.value)).toBeGreaterThan(300)
})

test('verify reads the list and fills the field, with a change in the feed for each job', async () => {
  const before = account.sandbox.requests.length
  await sync('verify', 'jobs')
  expect(await stored()).toEqual(actual())
  expect(listed(before)).toEqual([undefined, undefined])
  const { rows } = await account.database.pool.query(
    `SELECT DISTINCT changed_paths AS paths, before ->> 'recallForId' AS recall, op FROM raw.changes
      WHERE table_name = 'st_jobs' AND st_id IS NOT NULL`,
  )
  expect(rows).toContainEqual({ paths: ['recallForId'], recall: null, op: 'update' })
  await sync('analytics', 'refresh')
  const { totals, needs } = await ask()
  expect(needs).toEqual([])
  expect(Number(totals.recall_rate?.value)).toBeGreaterThan(0.005)
})

test('a change of the feed keeps the field, which the next nightly sync updates from the list', async () => {
  const recalls = Object.keys(actual())
  const [changed, unlinked] = recalls as [string, string]
  account.sandbox.clock.advance(3_600_000)
  account.sandbox.update(T, 'jobs', Number(changed), { summary: 'Filter changed' })
  account.sandbox.update(T, 'jobs', Number(unlinked), { recallForId: null })
  account.sandbox.clock.advance(3_600_000)
  expect(await account.sync(jobs)).toMatchObject({ updated: 2 })
  const { rows } = await account.database.pool.query(
    `SELECT full_data ->> 'summary' AS summary FROM raw.st_jobs WHERE st_id = $1`,
    [changed],
  )
  expect(rows).toEqual([{ summary: 'Filter changed' }])
  expect(Object.keys(await stored())).toEqual(recalls)

  const before = account.sandbox.requests.length
  expect(await account.sync(jobs, { kind: 'full' })).toMatchObject({ mended: 1 })
  expect(listed(before)).toEqual([expect.stringMatching(/^2026-06-1/)])
  expect(await stored()).toEqual(actual())
})

test('a feed with the field is believed, and the list is not read', async () => {
  await using other = await openAccount({
    tenants: [{ tenantId: T, sizes }],
  })
  expect(await runHere(['run'], other.env)).toMatchObject({ code: 0 })
  const [recall] = [...other.sandbox.records(T, 'jobs')].filter(({ recallForId }) => recallForId !== null)
  const id = recall?.id as number
  other.sandbox.update(T, 'jobs', id, { recallForId: null })
  other.sandbox.clock.advance(3_600_000)
  expect(await other.sync(jobs)).toMatchObject({ updated: 1 })
  expect(await runHere(['verify', 'jobs'], other.env)).toMatchObject({ code: 0 })
  const { rows } = await other.database.pool.query(
    `SELECT full_data -> 'recallForId' AS recall, (SELECT listed_until FROM raw.sync_state WHERE table_name = 'st_jobs') AS listed
       FROM raw.st_jobs WHERE st_id = $1`,
    [id],
  )
  expect(rows).toEqual([{ recall: null, listed: null }])
})
