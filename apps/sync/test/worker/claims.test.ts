import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { tables } from '../../src/cache/tables.ts'
import { connect, openPool } from '../../src/database.ts'
import { readClaims } from '../../src/worker/claims/read-claims.ts'
import {
  ClaimLostError,
  claimTable,
  endClaim,
  releaseClaim,
  renewClaim,
  type TableClaim,
  withClaim,
} from '../../src/worker/claims/table-claims.ts'
import { createSyncSource } from '../../src/worker/sync-source.ts'
import { activeClaims, expireClaims } from '../support/active-claims.ts'

const jobs = { tenantId: '1', tableName: 'st_jobs' }

let database: TestDatabase
let pool: ReturnType<typeof openPool>
beforeAll(async () => {
  database = await createTestDatabase()
  pool = openPool(database.url, { max: 8, onError: () => undefined })
})
beforeEach(async () => {
  await database.pool.query(
    `DELETE FROM raw.sync_state; DELETE FROM raw.tenants; DELETE FROM raw.sync_requests;
     INSERT INTO raw.tenants (tenant_id, name) VALUES (1, 'A')`,
  )
})
afterAll(async () => {
  await pool.end()
  await database.close()
})

const claim = async (key = jobs): Promise<TableClaim> => {
  const claimed = await claimTable(pool, key)
  if (!claimed) throw new Error('Expected a claim, got none.')
  return claimed
}
const source = () =>
  createSyncSource({ pool, claimsPool: pool, tenantIds: () => ['1', '2'], now: () => Date.UTC(2026, 5, 18) })

test('exactly one of many workers claims a table, with or without a row, and again after the claim ended', async () => {
  for (let turn = 0; turn < 2; turn++) {
    const claims = await Promise.all(Array.from({ length: 8 }, () => claimTable(pool, jobs)))
    const [won, ...others] = claims.filter((claimed) => claimed !== null)
    expect(others).toEqual([])
    expect(await claimTable(pool, jobs)).toBeNull()
    expect(await activeClaims(pool)).toMatchObject([jobs])
    expect(won && (await releaseClaim(pool, won))).toBe(true)
    expect(await activeClaims(pool)).toEqual([])
  }
})

test('a claim does not wait for a run that is writing the table', async () => {
  await releaseClaim(pool, await claim())
  const client = await connect(database.url)
  try {
    await client.query(`BEGIN; UPDATE raw.sync_state SET cursor = 'moved'`)
    expect(await claimTable(pool, jobs)).toBeNull()
    await client.query('COMMIT')
    expect(await claimTable(pool, jobs)).not.toBeNull()
  } finally {
    await client.end()
  }
})

test('a lease that ends later than any that is given does not count: the clock was set back', async () => {
  await claim()
  await pool.query(`UPDATE raw.sync_state SET leased_until = now() + interval '1 hour'`)
  expect(await activeClaims(pool)).toEqual([])
  expect(await readClaims(pool)).toMatchObject([{ ...jobs, expiredMs: 0 }])
  expect(await claimTable(pool, jobs)).not.toBeNull()
})

test('a renewed claim stays valid; an expired one can be renewed until another worker claims the table', async () => {
  const first = await claim()
  await expireClaims(pool)
  expect(await activeClaims(pool)).toEqual([])
  expect(await renewClaim(pool, first)).toBe(true)
  expect(await claimTable(pool, jobs)).toBeNull()
  await expireClaims(pool)
  const second = await claim()
  expect(await renewClaim(pool, first)).toBe(false)
  expect(await releaseClaim(pool, first)).toBe(false)
  expect(await renewClaim(pool, second)).toBe(true)
})

test('a worker that lost a claim writes no result and cannot end the claim', async () => {
  const lost = await claim()
  await expireClaims(pool)
  const second = await claim()
  const write = async (client: { query(sql: string): Promise<unknown> }) => {
    await client.query(`INSERT INTO raw.tenants (tenant_id, name) VALUES (3, 'written by a late worker')`)
  }
  await expect(withClaim(pool, lost, write)).rejects.toThrow(ClaimLostError)
  await expect(endClaim(pool, lost, { schedule: write })).rejects.toThrow(ClaimLostError)
  await expect(endClaim(pool, lost, { writeResult: write })).rejects.toThrow(ClaimLostError)
  const written = async () =>
    (await database.pool.query('SELECT FROM raw.tenants WHERE tenant_id = 3')).rowCount
  expect(await written()).toBe(0)
  await endClaim(pool, second, { writeResult: write })
  expect(await written()).toBe(1)
  expect(await activeClaims(pool)).toEqual([])
})

test('the results of a task and the end of its claim are committed together or not at all', async () => {
  const claimed = await claim()
  const fail = async () => {
    throw new Error('killed here')
  }
  await expect(endClaim(pool, claimed, { writeResult: fail })).rejects.toThrow('killed here')
  expect(await activeClaims(pool)).toMatchObject([jobs])
})

test('requests are claimed first, then one table per tenant in turn, excluding busy tenants', async () => {
  await database.pool.query(`INSERT INTO raw.tenants (tenant_id, name) VALUES (2, 'B');
    INSERT INTO raw.sync_requests (tenant_id, table_name, kind) VALUES (2, 'st_zones', 'full')`)
  const sync = source()
  expect(await sync.refresh()).toBe(2 * tables.length)
  const taken: (TableClaim | null)[] = []
  for (const except of [[], [], [], ['1'], ['1', '2'], []]) taken.push(await sync.claim(except))
  const [requested, ...due] = taken.map((next) => next && `${next.tenantId} ${next.tableName}`)
  expect(requested).toBe('2 st_zones')
  const [firstTable, secondTable] = tables.map(({ name }) => name)
  expect(due.slice(0, 2).toSorted()).toEqual([`1 ${firstTable}`, `2 ${firstTable}`])
  expect(due.slice(2)).toEqual([`2 ${secondTable}`, null, `1 ${secondTable}`])
  // Another worker finds the remaining tables, ranked after the tenant's claims.
  const other = source()
  expect(await other.refresh()).toBe(2 * tables.length - 5)
  for (const next of taken) if (next) await other.release(next, 'failed')
  expect(await other.refresh()).toBe(2 * tables.length)
})

test('a table that another worker has claimed since the last refresh is skipped', async () => {
  const [one, other] = [source(), source()]
  await Promise.all([one.refresh(), other.refresh()])
  const claims = [await one.claim([]), await other.claim([]), await one.claim([])]
  expect(new Set(claims.map((next) => next?.tableName)).size).toBe(3)
})

test('only the claims of tables and of records to send use the columns of a lease', () => {
  const root = fileURLToPath(new URL('../../../..', import.meta.url))
  const files = globSync('{apps,packages}/*/src/**/*.{ts,tsx}', { cwd: root }).filter(
    (file) => !/\/generated\/|\/testing\//.test(file),
  )
  const knowing = files.filter((file) =>
    /leased_until|lease_id/.test(readFileSync(`${root}/${file}`, 'utf8')),
  )
  expect(knowing.toSorted()).toEqual([
    'apps/sync/src/push/claim.ts',
    'apps/sync/src/push/creates/creation-state.ts',
    'apps/sync/src/push/outbox-state.ts',
    'apps/sync/src/worker/claims/read-claims.ts',
    'apps/sync/src/worker/claims/table-claims.ts',
    'packages/records/src/synced/creates/link-created.ts',
    'packages/records/src/synced/outbox-row.ts',
  ])
})
