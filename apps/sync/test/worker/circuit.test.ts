import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { pino } from 'pino'
import {
  AuthenticationError,
  NetworkError,
  ServiceTitanHttpError,
  UnexpectedResponseError,
} from 'servicetitan'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { tables } from '../../src/cache/tables.ts'
import { openPool } from '../../src/database.ts'
import { afterRun } from '../../src/schedule/after-run.ts'
import { concernsWholeTenant, failuresToOpen, pauseMs } from '../../src/schedule/circuit.ts'
import { claimTable } from '../../src/worker/claims/table-claims.ts'
import { findWork } from '../../src/worker/find-work.ts'
import { activeClaims } from '../support/active-claims.ts'

const logger = pino({ level: 'silent' })
const tenantId = '7001'
const start = Date.UTC(2026, 5, 18, 12)
const context = { method: 'GET', path: '/jpm/v2/tenant/7001/jobs', attempts: 6 } as const
const http = (status: number) =>
  new ServiceTitanHttpError(`status ${status}`, context, {
    status,
    title: null,
    errors: null,
    traceId: null,
    retryAfterMs: null,
  })
const down = new NetworkError('connection refused', context)

let database: TestDatabase
let pool: ReturnType<typeof openPool>
beforeAll(async () => {
  database = await createTestDatabase()
  pool = openPool(database.url, { max: 4, onError: () => undefined })
})
beforeEach(async () => {
  for (const table of ['raw.sync_state', 'raw.sync_requests', 'raw.tenants']) {
    await database.pool.query(`DELETE FROM ${table}`)
  }
  await database.pool.query(`INSERT INTO raw.tenants (tenant_id, name) VALUES (7001, 'A'), (7002, 'B')`)
})
afterAll(async () => {
  await pool.end()
  await database.close()
})

const fail = (error: unknown, at: number) =>
  afterRun(pool, { tenantId, tableName: 'st_jobs', error }, { now: new Date(at), logger })
const circuit = async () =>
  (
    await database.pool.query(
      `SELECT consecutive_failures AS failures, circuit_open_until AS until, circuit_reason AS reason
         FROM raw.tenants WHERE tenant_id = 7001`,
    )
  ).rows[0]
const find = (at: number) => findWork({ pool, tenantIds: ['7001', '7002'], now: new Date(at) })
/** The number of claimable tables of each tenant. */
const found = async (at: number) => {
  const jobs: Record<string, number> = {}
  for (const { tenantId } of await find(at)) jobs[tenantId] = (jobs[tenantId] ?? 0) + 1
  return jobs
}

test('errors are classified as concerning the whole tenant or one resource', () => {
  const refused = { status: 400, title: null, traceId: null }
  expect(
    [http(500), http(503), down, new AuthenticationError('refused', context, refused)].map(
      concernsWholeTenant,
    ),
  ).toEqual([true, true, true, true])
  expect([http(403), http(404), new Error('PostgreSQL'), undefined].map(concernsWholeTenant)).toEqual([
    false,
    false,
    false,
    false,
  ])
  expect(concernsWholeTenant(new UnexpectedResponseError('no JSON', context, 'not-json'))).toBe(true)
  expect(concernsWholeTenant(new UnexpectedResponseError('a loop', context, 'loop'))).toBe(false)
})

test('the pause doubles up to an hour', () => {
  const pauses = [1, 4, 5, 6, 7, 50].map(pauseMs)
  expect(pauses).toEqual([0, 0, 60_000, 120_000, 240_000, 3_600_000])
})

test('the circuit opens after consecutive failures, for longer each time, and closes after a successful run', async () => {
  for (let failure = 1; failure < failuresToOpen; failure++) await fail(down, start)
  expect(await circuit()).toMatchObject({ failures: failuresToOpen - 1, until: null })
  await fail(down, start)
  expect(await circuit()).toEqual({
    failures: failuresToOpen,
    until: new Date(start + 60_000),
    reason: expect.stringContaining('connection refused'),
  })
  // Runs that began before the circuit opened do not count.
  await fail(down, start + 1_000)
  expect(await circuit()).toMatchObject({ failures: failuresToOpen })
  await fail(down, start + 61_000)
  expect(await circuit()).toMatchObject({ until: new Date(start + 61_000 + 120_000) })
  await afterRun(pool, { tenantId, tableName: 'st_jobs' }, { now: new Date(start + 62_000), logger })
  expect(await circuit()).toEqual({ failures: 0, until: null, reason: null })
})

test('a resource without its scope never opens the circuit', async () => {
  for (let failure = 0; failure < 20; failure++) await fail(http(403), start)
  expect(await circuit()).toMatchObject({ failures: 0, until: null })
})

test('an open circuit stops claims of its tenant only, and one table is tried when its time is over', async () => {
  expect(await found(start)).toEqual({ 7001: tables.length, 7002: tables.length })
  for (let failure = 0; failure < failuresToOpen; failure++) await fail(down, start)
  expect(await found(start + 59_000)).toEqual({ 7002: tables.length })
  expect(await found(start + 61_000)).toEqual({ 7001: 1, 7002: tables.length })
  // A second search does not add another table.
  const [first] = (await find(start + 61_000)).filter((table) => table.tenantId === tenantId)
  expect(first && (await claimTable(pool, first))).not.toBeNull()
  expect(await found(start + 62_000)).toEqual({ 7002: tables.length })
  expect(await activeClaims(database.pool, tenantId)).toHaveLength(1)
})

test('requests are claimed while the circuit is open', async () => {
  for (let failure = 0; failure < failuresToOpen; failure++) await fail(down, start)
  await database.pool.query(
    `INSERT INTO raw.sync_requests (tenant_id, table_name, kind) VALUES (7001, 'st_zones', 'incremental')`,
  )
  expect(await found(start + 1_000)).toEqual({ 7001: 1, 7002: tables.length })
})

test('nothing is claimed of a paused tenant or of one without credentials', async () => {
  await database.pool.query(`UPDATE raw.tenants SET status = 'paused' WHERE tenant_id = 7001`)
  await database.pool.query(`INSERT INTO raw.tenants (tenant_id, name) VALUES (7003, 'C')`)
  expect(await found(start)).toEqual({ 7002: tables.length })
})

test('a request for an unknown table fails immediately', async () => {
  await database.pool.query(
    `INSERT INTO raw.sync_requests (tenant_id, table_name, kind) VALUES (7001, 'st_nothing', 'full')`,
  )
  await found(start)
  const { rows } = await database.pool.query('SELECT status, error FROM raw.sync_requests')
  expect(rows).toEqual([{ status: 'failed', error: expect.stringContaining('no cache table st_nothing') }])
})
