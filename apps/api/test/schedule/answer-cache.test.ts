import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type AnswerCacheOptions, createAnswerCache } from '../../src/schedule/answer-cache.ts'
import { createTenantAccess } from '../../src/tenant/tenant-access.ts'
import { insertTenant } from '../fixtures/insert-rows.ts'

const tables = ['st_jobs', 'st_appointments']
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(async () => {
  await database.pool.query('TRUNCATE raw.sync_state, raw.change_positions')
  for (const tenantId of ['7', '8']) await insertTenant(database.pool, tenantId, 'UTC')
  for (const tenantId of ['7', '8']) for (const table of tables) await endFirstSync(tenantId, table)
})
afterAll(() => database.close())

/** A cache, and how to ask it: each answer says how often one was made. */
function openCache(options: Partial<AnswerCacheOptions> = {}) {
  const tenants = createTenantAccess({ pool: database.pool, statementTimeoutMs: 60_000 })
  const cache = createAnswerCache({ tenants, now: () => 0, ...options })
  let made = 0
  return async (tenantId: string, key = 'board', make = async () => `answer ${++made}`) =>
    (await cache.answer({ tenantId, key, tables, make })).bytes.toString()
}

test('an answer is given again until a change of the tenant is committed', async () => {
  const ask = openCache()
  expect(await ask('7')).toBe('answer 1')
  expect(await ask('7')).toBe('answer 1')
  await change('8')
  expect(await ask('7')).toBe('answer 1')
  await change('7')
  expect(await ask('7')).toBe('answer 2')
  expect(await ask('7')).toBe('answer 2')
})

test('tenants and questions have their own answers', async () => {
  const ask = openCache()
  expect(await ask('7')).toBe('answer 1')
  expect(await ask('8')).toBe('answer 2')
  expect(await ask('7', 'another')).toBe('answer 3')
  expect(await ask('7')).toBe('answer 1')
})

test('an answer that was made while something changed is not taken for newer than it is', async () => {
  const ask = openCache()
  await ask('7', 'board', async () => {
    await change('7')
    return 'before the change'
  })
  expect(await ask('7', 'board', async () => 'after it')).toBe('after it')
})

test('while a table is synced for the first time its changes are in no feed, and every answer is made', async () => {
  const ask = openCache()
  await database.pool.query(`UPDATE raw.sync_state SET last_full_sync = NULL WHERE table_name = 'st_jobs'`)
  expect(await ask('7')).toBe('answer 1')
  expect(await ask('7')).toBe('answer 2')
  await database.pool.query('DELETE FROM raw.sync_state')
  expect(await ask('7')).toBe('answer 3')
})

test('what was changed by hand is seen after a while', async () => {
  let now = 0
  const ask = openCache({ now: () => now, maxAgeMs: 100 })
  expect(await ask('7')).toBe('answer 1')
  now = 99
  expect(await ask('7')).toBe('answer 1')
  now = 100
  expect(await ask('7')).toBe('answer 2')
})

test('answers that are not used make room', async () => {
  const ask = openCache({ maxLength: 20 })
  const long = (letter: string) => async () => letter.repeat(9)
  expect(await ask('7', 'a', long('a'))).toBe('aaaaaaaaa')
  await ask('7', 'b', long('b'))
  expect(await ask('7', 'a', long('x'))).toBe('aaaaaaaaa')
  await ask('7', 'c', long('c'))
  expect(await ask('7', 'a', long('x'))).toBe('aaaaaaaaa')
  expect(await ask('7', 'b', long('y'))).toBe('yyyyyyyyy')
  expect(await ask('7', 'huge', async () => 'h'.repeat(21))).toHaveLength(21)
  expect(await ask('7', 'huge', async () => 'made again')).toBe('made again')
})

test('a failure is not remembered', async () => {
  const ask = openCache()
  const failing = async () => {
    throw new Error('no')
  }
  await expect(ask('7', 'board', failing)).rejects.toThrow('no')
  expect(await ask('7')).toBe('answer 1')
})

async function endFirstSync(tenantId: string, table: string): Promise<void> {
  await database.pool.query(
    `INSERT INTO raw.sync_state (tenant_id, table_name, last_full_sync, created_at, updated_at)
     VALUES ($1, $2, now(), now(), now())`,
    [tenantId, table],
  )
}

/** What a page that changes something does last. */
async function change(tenantId: string): Promise<void> {
  await database.pool.query(
    `INSERT INTO raw.change_positions AS held (tenant_id, last_seq, updated_at) VALUES ($1, 1, now())
     ON CONFLICT (tenant_id) DO UPDATE SET last_seq = held.last_seq + 1`,
    [tenantId],
  )
}
