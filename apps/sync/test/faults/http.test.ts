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

// One resource that is read by its feed and one that is read by its list: what ServiceTitan or the way to it does
// wrong to either is ridden out when it passes, and when it stays, the run fails, says so, and loses nothing.

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
  /** What the run says when the fault stays. */
  readonly says: RegExp
  readonly client?: Partial<ServiceTitanClientOptions>
}

const impatient = { requestTimeoutMs: 1_000 }
const faults: readonly HttpFault[] = [
  { name: '429 with Retry-After', fault: { status: 429, retryAfter: 0 }, says: /429|rate|quota/i },
  { name: '429 without Retry-After', fault: { status: 429, body: '{}' }, says: /429/ },
  { name: '500', fault: { status: 500 }, says: /500/ },
  { name: '503', fault: { status: 503 }, says: /503/ },
  { name: 'an HTML page with 502', fault: { html: true }, says: /502/ },
  { name: 'an HTML page with 200', fault: { html: true, status: 200 }, says: /not JSON/ },
  { name: 'a body that is cut and hangs up', fault: { truncate: true }, says: /connection/ },
  { name: 'a body that is cut and looks whole', fault: { truncate: 'text' }, says: /not JSON/ },
  { name: 'no answer ever', fault: { hang: true }, says: /no complete response/, client: impatient },
  {
    name: 'an answer that never ends',
    fault: { dribble: 20 },
    says: /no complete response/,
    client: impatient,
  },
  { name: 'a connection that is reset in the body', fault: { reset: 'body' }, says: /connection/ },
  { name: 'a connection that is reset', fault: { reset: true }, says: /connection/ },
  { name: 'JSON of another shape', fault: { body: '{"data":{}}' }, says: /expected `/ },
]

const client = { maxAttempts: 4 }

describe.each(faults)('$name', ({ fault, says, client: more }) => {
  test('for a while: the run rides it out', async () => {
    await using tenant = await openTenant(database, { client: { ...client, ...more } })
    // Every second request fails twice, on the first page, in the middle and at the end.
    for (const after of [0, 3, 6]) tenant.sandbox.addFault({ path: paths, ...fault, after, times: 2 })
    await tenant.syncAll({}, both)
    await expectWhole(tenant, { tables: both })
  })

  test('for long: the run fails with the reason, and the next one resumes', async () => {
    await using tenant = await openTenant(database, { client: { ...client, ...more, maxAttempts: 2 } })
    tenant.sandbox.addFault({ path: paths, ...fault, after: 1 })
    await expect(tenant.sync(jobs)).rejects.toThrow(says)
    await expectFailed(tenant.tenantId, says)
    tenant.sandbox.clearFaults()
    tenant.sandbox.addFault({ path: '/*/campaigns', ...fault })
    await expect(tenant.sync(campaigns)).rejects.toThrow(says)
    tenant.sandbox.clearFaults()
    await tenant.syncAll({}, both)
    await expectWhole(tenant, { tables: both })
  })
})

/** The page before the fault is kept, the cursor stands behind it, and nothing calls it complete. */
async function expectFailed(tenantId: string, says: RegExp): Promise<void> {
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
      last_error: expect.stringMatching(says),
    },
  ])
}

test('a 429 that asks for an hour ends the run instead of keeping a worker asleep', async () => {
  await using tenant = await openTenant(database)
  tenant.sandbox.addFault({ path: paths, status: 429, retryAfter: 3_600, after: 1, times: 1 })
  await expect(tenant.sync(jobs)).rejects.toThrow(/429|rate|quota/i)
  await tenant.syncAll({}, both)
  await expectWhole(tenant, { tables: both })
})

test('token expiry mid-run: a token that expires or is revoked is requested again', async () => {
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

test('a token endpoint that fails, then answers', async () => {
  await using tenant = await openTenant(database)
  tenant.sandbox.addFault({ path: '/connect/token', status: 503, times: 2 })
  tenant.sandbox.addFault({ path: '/connect/token', html: true, after: 2, times: 1 })
  await tenant.syncAll({}, both)
  await expectWhole(tenant, { tables: both })
})

test('credentials that are refused fail the run and write nothing', async () => {
  await using tenant = await openTenant(database)
  const api = tenant.connectApi({ clientSecret: 'planted-secret' })
  const failure = await tenant.sync(jobs, { api }).catch((error: unknown) => error)
  expect(String(failure)).toMatch(/invalid_client/)
  expect(String(failure)).not.toContain('planted-secret')
  await tenant.syncAll({}, both)
  await expectWhole(tenant, { tables: both })
})
