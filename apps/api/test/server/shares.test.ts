import { randomUUID } from 'node:crypto'
import { createMigrator } from 'db-migrations'
import { afterEach, expect, test } from 'vitest'
import type { Database } from '../../src/database-schema/database-schemas.ts'
import { type ApiServer, problemOf, startApiServer } from '../fixtures/api-server.ts'

let server: ApiServer
afterEach(() => server.close())

/** Locks a table until it is released, or the test ends. */
async function lock(table: string) {
  const holder = await server.database.pool.connect()
  let isHeld = true
  await holder.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`)
  const release = async () => {
    if (!isHeld) return
    isHeld = false
    await holder.query('ROLLBACK')
    holder.release()
  }
  return { release, [Symbol.asyncDispose]: release }
}

/** How many sessions of this database wait for a lock. */
async function waitingForLocks(): Promise<number | null> {
  const { rowCount } = await server.database.pool.query(
    `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
  )
  return rowCount
}

test('while a tenant uses its whole share on a locked table, another tenant and the readiness check get connections', async () => {
  server = await startApiServer({ poolSize: 4, connectionsPerTenant: 2, keyCacheMs: 600_000 })
  const [greedy, other] = [await server.createKey('1'), await server.createKey('2')]
  expect((await server.get('/api/v2/customers', greedy)).status).toBe(200)
  await using held = await lock('lazi.jobs')
  const stuck = Array.from({ length: 12 }, () => server.get('/api/v2/jobs', greedy))
  await expect.poll(waitingForLocks).toBe(2)
  const metrics = async () => (await fetch(`${server.healthUrl}/metrics`)).text()
  // The requests, and the record of the key's use.
  await expect.poll(metrics).toMatch(/^lazi_api_pool_waiting 1[01]$/m)
  for (const path of ['/customers', '/locations/near?lat=0&lng=0&km=1', '/sync/runs', '/me'])
    expect([path, (await server.get(`/api/v2${path}`, other)).status]).toEqual([path, 200])
  expect((await fetch(`${server.healthUrl}/readyz`)).status).toBe(200)
  expect(await waitingForLocks()).toBe(2)
  await held.release()
  expect(new Set((await Promise.all(stuck)).map(({ status }) => status))).toEqual(new Set([200]))
})

test('a request that waits in vain for its tenant to have a connection is a 429 that says so', async () => {
  server = await startApiServer({ poolSize: 2, connectionsPerTenant: 1, keyCacheMs: 600_000 })
  const key = await server.createKey('1')
  expect((await server.get('/api/v2/customers', key)).status).toBe(200)
  await using held = await lock('lazi.jobs')
  const many = Array.from({ length: 202 }, () => server.get('/api/v2/jobs', key))
  const refused = await Promise.race(many)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
  expect((await problemOf(refused)).detail).toBe(
    'Too many requests of this tenant at the same time. Wait for responses before sending more.',
  )
  await held.release()
  await Promise.all(many)
  expect((await server.get('/api/v2/jobs', key)).status).toBe(200)
})

test('a request for a locked table is soon a 503 that says so, and leaves its connection usable', async () => {
  server = await startApiServer({ poolSize: 1, lockTimeoutMs: 20, keyCacheMs: 600_000 })
  const key = await server.createKey('1')
  expect((await server.get('/api/v2/customers', key)).status).toBe(200)
  for (const [table, path] of [
    ['lazi.jobs', '/jobs'],
    ['raw.change_positions', '/schedule?date=2026-03-10'],
  ] as const) {
    await using held = await lock(table)
    const response = await server.get(`/api/v2${path}`, key)
    expect([path, response.status, response.headers.get('retry-after')]).toEqual([path, 503, '5'])
    expect((await problemOf(response)).detail).toBe(
      'A table of this request is locked, as during maintenance. Try again in a moment.',
    )
    // Every transaction reads the tenant's epoch.
    if (table === 'lazi.jobs') expect((await server.get('/api/v2/customers', key)).status).toBe(200)
    await held.release()
    expect((await server.get(`/api/v2${path}`, key)).status).toBe(200)
  }
})

test('the schema is remembered for some seconds, for all tenants', async () => {
  let now = 1_000_000
  server = await startApiServer({ now: () => now })
  const [one, two] = [await server.createKey('1'), await server.createKey('2')]
  const differences = async (key: string) =>
    ((await (await server.get('/api/v2/schema', key)).json()) as Database).verify.differences
  expect(await differences(one)).toEqual([])
  await server.database.pool.query('CREATE TABLE raw.unknown (id bigint)')
  now += 4_999
  expect(await differences(two)).toEqual([])
  now += 1
  expect(await differences(two)).toEqual([expect.stringContaining('raw.unknown')])
})

test('while the table of keys is rolled back, a request is a 503', async () => {
  server = await startApiServer()
  const key = await server.createKey('1')
  await createMigrator({ connectionString: server.database.url }).down({ to: 14 })
  const id = randomUUID()
  const response = await server.get('/api/v2/me', key, { headers: { 'x-request-id': id } })
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30'])
  expect((await problemOf(response)).detail).toBe(
    'The database lacks a table of this version, as during a rollback. Try again later.',
  )
  const line = server.log.find(({ requestId }) => requestId === id)
  expect(JSON.stringify(line)).toContain('api.keys')
})
