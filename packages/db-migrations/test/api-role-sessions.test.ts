import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asRole, firstColumn, notRefused } from './fixtures/roles.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(`
    INSERT INTO api.keys (tenant_id, name, scopes, secret_hash)
    SELECT tenant, format('Key of %s', tenant), '{read}', sha256('') FROM generate_series(1, 2) AS tenant;
    INSERT INTO api.sessions (tenant_id, key_id, secret_hash, expires_at)
    SELECT tenant_id, key_id, sha256('s'), now() + interval '1 hour' FROM api.keys;
    INSERT INTO api.sign_in_codes (tenant_id, key_id, secret_hash)
    SELECT tenant_id, key_id, sha256('c') FROM api.keys`)
})
afterAll(() => database.close())

const tables = ['api.sessions', 'api.sign_in_codes']
const asWriter = <T>(work: (client: pg.PoolClient) => Promise<T>, tenant?: string) =>
  asRole(database, { role: 'lazi_writer', ...(tenant !== undefined && { tenant }) }, work)

test.each(tables)('lazi_writer sees and deletes rows of one tenant of %s at a time', async (table) => {
  for (const tenant of ['1', '2']) {
    await asWriter(async (client) => {
      expect(await firstColumn(client, `SELECT tenant_id FROM ${table}`)).toEqual([tenant])
      expect(await firstColumn(client, `DELETE FROM ${table} RETURNING tenant_id`)).toEqual([tenant])
    }, tenant)
  }
  expect(await asWriter((client) => firstColumn(client, `SELECT tenant_id FROM ${table}`))).toEqual([])
})

test('lazi_writer creates and ends sessions of its tenant, and uses codes', async () => {
  const insert = `INSERT INTO api.sessions (tenant_id, key_id, secret_hash, expires_at)
                  SELECT $1, min(key_id), sha256('x'), now() FROM api.keys RETURNING tenant_id`
  await asWriter(async (client) => {
    expect((await client.query(insert, [2])).rowCount).toBe(1)
    expect(
      await firstColumn(client, 'UPDATE api.sessions SET revoked_at = now() RETURNING tenant_id'),
    ).toEqual(['2', '2'])
    expect(
      await firstColumn(client, 'UPDATE api.sign_in_codes SET used_at = now() RETURNING tenant_id'),
    ).toEqual(['2'])
    await expect(client.query(insert, [1])).rejects.toThrow(/row-level security policy/)
  }, '2')
})

test('lazi_writer creates no codes, and prolongs and moves no session', async () => {
  const refused = [
    `INSERT INTO api.sign_in_codes (tenant_id, key_id, secret_hash) VALUES (1, 1, sha256(''))`,
    'UPDATE api.sign_in_codes SET expires_at = now()',
    'UPDATE api.sessions SET expires_at = now()',
    'UPDATE api.sessions SET key_id = 2',
    'UPDATE api.sessions SET tenant_id = 2',
    'TRUNCATE api.sessions',
  ]
  await asWriter(async (client) => expect(await notRefused(client, refused)).toEqual([]), '1')
})

test.each(['lazi_reader', 'lazi_sync'])('%s cannot see sessions and codes', async (role) => {
  await asRole(database, { role, tenant: '1' }, async (client) => {
    expect(
      await notRefused(
        client,
        tables.map((table) => `SELECT FROM ${table}`),
      ),
    ).toEqual([])
  })
})

test.each(tables)(
  '%s stores hashes only, of keys of the same tenant, and loses them with the key',
  async (table) => {
    const insert = (tenant: string, key: string, hash: string) =>
      database.pool.query(
        `INSERT INTO ${table} (tenant_id, key_id, secret_hash, expires_at) VALUES (${tenant}, ${key}, ${hash}, now())`,
      )
    const keyOf2 = '(SELECT key_id FROM api.keys WHERE tenant_id = 2)'
    await expect(insert('2', keyOf2, `'a secret as it is'`)).rejects.toMatchObject({ code: '23514' })
    await expect(insert('1', keyOf2, `sha256('')`)).rejects.toMatchObject({ code: '23503' })
    await asRole(database, { role: 'lazi_migrator' }, async (client) => {
      await client.query('DELETE FROM api.keys WHERE tenant_id = 2')
      expect(await firstColumn(client, `SELECT tenant_id FROM ${table}`)).toEqual(['1'])
    })
  },
)
