import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createResponseCache, type ResponseCacheOptions } from '../../src/schedule/response-cache.ts'
import { createTenantAccess } from '../../src/tenant/tenant-access.ts'
import { insertTenant } from '../fixtures/insert-rows.ts'

const tables = ['jobs', 'appointments']
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(async () => {
  await database.pool.query('TRUNCATE sync.followers, raw.change_positions, lazi.change_positions')
  for (const tenantId of ['7', '8']) await insertTenant(database.pool, tenantId, 'UTC')
  for (const tenantId of ['7', '8']) {
    await begin(tenantId)
    await change(tenantId)
  }
})
afterAll(() => database.close())

/** A function that reads responses through a cache; each response contains the number of computed responses. */
function openCache(options: Partial<ResponseCacheOptions> = {}) {
  const tenants = createTenantAccess({ pool: database.pool, statementTimeoutMs: 60_000 })
  const cache = createResponseCache({ tenants, now: () => 0, ...options })
  let computed = 0
  return async (tenantId: string, key = 'board', compute = async () => `response ${++computed}`) =>
    (await cache.get({ tenant: { tenantId }, key, tables, compute })).bytes.toString()
}

test('a response is reused until a change of the tenant is committed', async () => {
  const read = openCache()
  expect(await read('7')).toBe('response 1')
  expect(await read('7')).toBe('response 1')
  await change('8')
  expect(await read('7')).toBe('response 1')
  await change('7')
  expect(await read('7')).toBe('response 2')
  expect(await read('7')).toBe('response 2')
})

test('each tenant and each key has its own response', async () => {
  const read = openCache()
  expect(await read('7')).toBe('response 1')
  expect(await read('8')).toBe('response 2')
  expect(await read('7', 'another')).toBe('response 3')
  expect(await read('7')).toBe('response 1')
})

test('a response is not reused when a change was committed while it was computed', async () => {
  const read = openCache()
  await read('7', 'board', async () => {
    await change('7')
    return 'before the change'
  })
  expect(await read('7', 'board', async () => 'after it')).toBe('after it')
})

test('a later tenant with the same id and the same number of changes gets none of the responses of the removed one', async () => {
  const read = openCache()
  expect(await read('7')).toBe('response 1')
  await database.pool.query('DELETE FROM lazi.change_positions WHERE tenant_id = 7')
  expect(await read('7')).toBe('response 2')
  await change('7')
  expect(await read('7')).toBe('response 3')
  expect(await read('7')).toBe('response 3')
})

test('responses of a tenant without a position are not reused', async () => {
  const read = openCache()
  await database.pool.query('DELETE FROM raw.change_positions WHERE tenant_id = 7')
  expect(await read('7')).toBe('response 1')
  expect(await read('7')).toBe('response 2')
})

test('a response whose tables are not complete is refused, and computed once they are', async () => {
  const read = openCache()
  await database.pool.query(`UPDATE sync.followers SET ready = '{jobs}' WHERE tenant_id = 7`)
  await expect(read('7')).rejects.toMatchObject({ code: 'NOT_READY', waitingFor: ['appointments'] })
  await database.pool.query('DELETE FROM sync.followers WHERE tenant_id = 7')
  await expect(read('7')).rejects.toMatchObject({ code: 'NOT_READY', waitingFor: ['jobs', 'appointments'] })
  await expect(read('7')).rejects.toMatchObject({ code: 'NOT_READY' })
  const other = await read('8')
  await begin('7')
  const response = await read('7')
  expect(response).not.toBe(other)
  expect(await read('7')).toBe(response)
})

test('a response expires after maxAgeMs, so that manual changes become visible', async () => {
  let now = 0
  const read = openCache({ now: () => now, maxAgeMs: 100 })
  expect(await read('7')).toBe('response 1')
  now = 99
  expect(await read('7')).toBe('response 1')
  now = 100
  expect(await read('7')).toBe('response 2')
})

test('the least recently used responses are evicted when the cache is full', async () => {
  const read = openCache({ maxLength: 20 })
  const long = (letter: string) => async () => letter.repeat(9)
  expect(await read('7', 'a', long('a'))).toBe('aaaaaaaaa')
  await read('7', 'b', long('b'))
  expect(await read('7', 'a', long('x'))).toBe('aaaaaaaaa')
  await read('7', 'c', long('c'))
  expect(await read('7', 'a', long('x'))).toBe('aaaaaaaaa')
  expect(await read('7', 'b', long('y'))).toBe('yyyyyyyyy')
  expect(await read('7', 'huge', async () => 'h'.repeat(21))).toHaveLength(21)
  expect(await read('7', 'huge', async () => 'computed again')).toBe('computed again')
})

test('a failure is not cached', async () => {
  const read = openCache()
  const failing = async () => {
    throw new Error('no')
  }
  await expect(read('7', 'board', failing)).rejects.toThrow('no')
  expect(await read('7')).toBe('response 1')
})

/** A tenant with a position, whose tables are complete. */
async function begin(tenantId: string): Promise<void> {
  await database.pool.query(
    `WITH position AS (INSERT INTO raw.change_positions (tenant_id, updated_at) VALUES ($1, now()) ON CONFLICT DO NOTHING)
     INSERT INTO sync.followers (tenant_id, name, ready, updated_at) VALUES ($1, 'records', $2, now())`,
    [tenantId, tables],
  )
}

/** Advances the position of the tenant's records, as a transaction with changes does at its end. */
async function change(tenantId: string): Promise<void> {
  await database.pool.query(
    `INSERT INTO lazi.change_positions AS current (tenant_id, last_seq, updated_at) VALUES ($1, 1, now())
     ON CONFLICT (tenant_id) DO UPDATE SET last_seq = current.last_seq + 1`,
    [tenantId],
  )
}
