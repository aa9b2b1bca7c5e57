import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type { ServiceTitanClientOptions } from 'servicetitan'
import type { Fault } from 'servicetitan-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tableOf } from '../../src/cache/tables.ts'
import { holdPages } from '../support/hold-pages.ts'
import { openTenant } from '../support/tenant.ts'
import { expectWhole } from '../support/whole.ts'

const campaigns = tableOf('campaigns')
const jobs = tableOf('jobs')

// One resource that is read by its feed and one that is read by its list. A run survives transient faults of
// ServiceTitan and of the network; when a fault persists, the run fails with its error and loses nothing.

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const both = [jobs, campaigns]
const paths = /\/(export\/jobs|campaigns)(\?|$)/

interface HttpFault {
  readonly name: string
  readonly fault: Fault
  /** The error of the run when the fault persists. */
  readonly expectedError: RegExp
  readonly client?: Partial<ServiceTitanClientOptions>
}

const impatient = { requestTimeoutMs: 1_000 }
const faults: readonly HttpFault[] = [
  { name: '429 with Retry-After', fault: { status: 429, retryAfter: 0 }, expectedError: /429|rate|quota/i },
  { name: '429 without Retry-After', fault: { status: 429, body: '{}' }, expectedError: /429/ },
  { name: '500', fault: { status: 500 }, expectedError: /500/ },
  { name: '503', fault: { status: 503 }, expectedError: /503/ },
  { name: 'an HTML page with 502', fault: { html: true }, expectedError: /502/ },
  { name: 'an HTML page with 200', fault: { html: true, status: 200 }, expectedError: /not JSON/ },
  { name: 'a body that is cut and hangs up', fault: { truncate: true }, expectedError: /connection/ },
  { name: 'a body that is cut and looks whole', fault: { truncate: 'text' }, expectedError: /not JSON/ },
  {
    name: 'a response that never begins',
    fault: { hang: true },
    expectedError: /no complete response/,
    client: impatient,
  },
  {
    name: 'a response that never ends',
    fault: { dribble: 20 },
    expectedError: /no complete response/,
    client: impatient,
  },
  { name: 'a connection that is reset in the body', fault: { reset: 'body' }, expectedError: /connection/ },
  { name: 'a connection that is reset', fault: { reset: true }, expectedError: /connection/ },
  { name: 'JSON of another shape', fault: { body: '{"data":{}}' }, expectedError: /expected `/ },
]

const client = { maxAttempts: 4 }

describe.each(faults)('$name', ({ fault, expectedError, client: more }) => {
  test('is survived by a run when transient', async () => {
    await using tenant = await openTenant(database, { client: { ...client, ...more } })
    // Every second request fails twice: on the first page, in the middle and at the end.
    for (const after of [0, 3, 6]) tenant.sandbox.addFault({ path: paths, ...fault, after, times: 2 })
    await tenant.syncAll({}, both)
    await expectWhole(tenant, { tables: both })
  })

  test('fails the run when persistent, and the next run resumes', async () => {
    await using tenant = await openTenant(database, { client: { ...client, ...more, maxAttempts: 2 } })
    tenant.sandbox.addFault({ path: paths, ...fault, after: 1 })
    await expect(tenant.sync(jobs)).rejects.toThrow(expectedError)
    await expectFailed(tenant.tenantId, expectedError)
    tenant.sandbox.clearFaults()
    tenant.sandbox.addFault({ path: '/*/campaigns', ...fault })
    await expect(tenant.sync(campaigns)).rejects.toThrow(expectedError)
    tenant.sandbox.clearFaults()
    await tenant.syncAll({}, both)
    await expectWhole(tenant, { tables: both })
  })
})

/** Expects that the page before the fault is kept, the cursor is after it, and the state is failed. */
async function expectFailed(tenantId: string, expectedError: RegExp): Promise<void> {
  const { rows } = await database.pool.query(
    `SELECT status, cursor, last_full_sync, data_as_of, full_sync_cursor IS NOT NULL AS resumable, last_error,
            (SELECT count(*)::integer FROM raw.st_jobs WHERE tenant_id = $1) AS rows
       FROM raw.sync_state WHERE tenant_id = $1 AND table_name = 'st_jobs'`,
    [tenantId],
  )
  expect(rows).toEqual([
    {
      status: 'failed',
      cursor: null,
      last_full_sync: null,
      data_as_of: null,
      resumable: true,
      rows: 10,
      last_error: expect.stringMatching(expectedError),
    },
  ])
}

test('a 429 with a Retry-After of an hour fails the run instead of blocking a worker', async () => {
  await using tenant = await openTenant(database)
  tenant.sandbox.addFault({ path: paths, status: 429, retryAfter: 3_600, after: 1, times: 1 })
  await expect(tenant.sync(jobs)).rejects.toThrow(/429|rate|quota/i)
  await tenant.syncAll({}, both)
  await expectWhole(tenant, { tables: both })
})

test('a token that expires or is revoked during a run is requested again', async () => {
  await using tenant = await openTenant(database)
  let pages = 0
  const api = holdPages(tenant.api, () => {
    pages += 1
    if (pages === 1) tenant.sandbox.clock.advance(901_000)
    if (pages === 2) tenant.sandbox.revokeTokens()
    return undefined
  })
  await tenant.syncAll({ api }, both)
  expect(tenant.sandbox.requestCount('/connect/token')).toBeGreaterThanOrEqual(3)
  await expectWhole(tenant, { tables: both })
})

test('a run survives a transient failure of the token endpoint', async () => {
  await using tenant = await openTenant(database)
  tenant.sandbox.addFault({ path: '/connect/token', status: 503, times: 2 })
  tenant.sandbox.addFault({ path: '/connect/token', html: true, after: 2, times: 1 })
  await tenant.syncAll({}, both)
  await expectWhole(tenant, { tables: both })
})

test('refused credentials fail the run and write nothing', async () => {
  await using tenant = await openTenant(database)
  const api = tenant.connectApi({ clientSecret: 'planted-secret' })
  const failure = await tenant.sync(jobs, { api }).catch((error: unknown) => error)
  expect(String(failure)).toMatch(/invalid_client/)
  expect(String(failure)).not.toContain('planted-secret')
  await tenant.syncAll({}, both)
  await expectWhole(tenant, { tables: both })
})
