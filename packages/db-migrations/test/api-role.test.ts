import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asRole, firstColumn, insertTwoTenants, notRefused } from './fixtures/roles.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await insertTwoTenants(database)
  await database.pool.query(`
    INSERT INTO raw.tenants (tenant_id, name) VALUES (1, 'One'), (2, 'Two');
    INSERT INTO raw.change_positions (tenant_id, updated_at) VALUES (1, now()), (2, now());
    INSERT INTO raw.quarantine (tenant_id, table_name, record_key, payload, error, first_seen_at, last_seen_at)
    VALUES (2, 'st_jobs', '8', '{}', 'of tenant 2', now(), now());
    INSERT INTO api.keys (tenant_id, name, scopes, secret_hash)
    SELECT tenant, format('Key of %s', tenant), '{read}', sha256(tenant::text::bytea) FROM generate_series(1, 2) AS tenant;
    INSERT INTO raw.sync_requests (tenant_id, table_name, kind) VALUES (1, 'st_jobs', 'full'), (2, 'st_jobs', 'full')`)
})
afterAll(() => database.close())

const roleOf =
  (role: string) =>
  <T>(work: (client: pg.PoolClient) => Promise<T>, tenant?: string) =>
    asRole(database, { role, ...(tenant !== undefined && { tenant }) }, work)
const asApi = roleOf('lazi_api')
const asWriter = roleOf('lazi_writer')
const seenByApi = [
  'SELECT tenant_id FROM api.keys WHERE secret_hash IS NOT NULL',
  'SELECT tenant_id FROM raw.tenants',
  'SELECT tenant_id FROM raw.change_positions WHERE epoch IS NOT NULL',
]
const seenByWriter = [
  'SELECT tenant_id FROM api.keys',
  'SELECT tenant_id FROM raw.tenants',
  'SELECT tenant_id FROM raw.change_positions WHERE epoch IS NOT NULL',
  'SELECT tenant_id FROM raw.sync_requests',
  'SELECT DISTINCT tenant_id FROM raw.quarantine WHERE payload IS NOT NULL',
]

test.each([
  ['lazi_api', 'keys', seenByApi],
  ['lazi_writer', 'keys without secrets, requests and payloads', seenByWriter],
])('%s sees %s of one tenant at a time', async (role, _, seen) => {
  const as = roleOf(role)
  for (const sql of seen) {
    for (const tenant of ['1', '2']) {
      expect(await as((client) => firstColumn(client, sql), tenant)).toEqual([tenant])
    }
    expect(await as((client) => firstColumn(client, sql))).toEqual([])
    expect(await as((client) => firstColumn(client, sql), '')).toEqual([])
  }
})

test('lazi_writer records the use of a key, and inserts requests for its tenant only', async () => {
  const touch = 'UPDATE api.keys SET last_used_at = now() RETURNING tenant_id'
  const request = `INSERT INTO raw.sync_requests (tenant_id, table_name, kind, quarantine_id)
               VALUES ($1, 'st_jobs', 'replay', 7) RETURNING request_id > 0`
  await asWriter(async (client) => {
    expect(await firstColumn(client, touch)).toEqual(['2'])
    const revoke = 'UPDATE api.keys SET revoked_at = now() RETURNING tenant_id'
    expect(await firstColumn(client, revoke)).toEqual(['2'])
    expect((await client.query(request, [2])).rowCount).toBe(1)
    await expect(client.query(request, [1])).rejects.toThrow(/row-level security policy/)
  }, '2')
  await asWriter((client) => expect(client.query(request, [1])).rejects.toThrow(/row-level security policy/))
})

test('lazi_api writes nothing', async () => {
  const refused = [
    'UPDATE api.keys SET last_used_at = now()',
    `INSERT INTO raw.sync_requests (tenant_id, table_name, kind) VALUES (1, 'st_jobs', 'full')`,
    'SELECT FROM raw.quarantine',
    'SELECT FROM audit.entries',
    'SELECT FROM raw.st_jobs',
  ]
  await asApi(async (client) => expect(await notRefused(client, refused)).toEqual([]), '1')
})

test('lazi_writer creates no key, sees no secret, finishes no request, reads no cache table', async () => {
  const refused = [
    'SELECT secret_hash FROM api.keys',
    `INSERT INTO api.keys (tenant_id, name, scopes, secret_hash) VALUES (1, 'x', '{admin}', sha256(''))`,
    `UPDATE api.keys SET scopes = '{admin}'`,
    'UPDATE api.keys SET tenant_id = 2',
    `UPDATE api.keys SET expires_at = NULL`,
    'DELETE FROM api.keys',
    `UPDATE raw.sync_requests SET status = 'succeeded'`,
    `INSERT INTO raw.sync_requests (tenant_id, table_name, kind, status) VALUES (1, 'st_jobs', 'full', 'succeeded')`,
    'DELETE FROM raw.sync_requests',
    'UPDATE raw.quarantine SET resolved_at = now()',
    'SELECT FROM raw.st_jobs',
    'CREATE TABLE api.mine (id bigint)',
    'ALTER TABLE api.keys DISABLE ROW LEVEL SECURITY',
  ]
  await asWriter(async (client) => expect(await notRefused(client, refused)).toEqual([]), '1')
})

test.each(['lazi_reader', 'lazi_sync'])('%s cannot see keys', async (role) => {
  await asRole(database, { role, tenant: '1' }, async (client) => {
    expect(await notRefused(client, ['SELECT FROM api.keys'])).toEqual([])
  })
})

test.each([
  ['keys_scopes_check', `'{}', sha256('x')`],
  ['keys_scopes_check', `'{read,write}', sha256('x')`],
  ['keys_scopes_check', `'{NULL}', sha256('x')`],
  ['keys_secret_hash_check', `'{read}', 'a secret as it is'`],
])('%s refuses %s', async (constraint, values) => {
  await expect(
    database.pool.query(
      `INSERT INTO api.keys (tenant_id, name, scopes, secret_hash) VALUES (1, 'x', ${values})`,
    ),
  ).rejects.toMatchObject({ code: '23514', constraint })
})

test('a key is found by its primary key', async () => {
  await database.pool.query(`
    INSERT INTO api.keys (tenant_id, name, scopes, secret_hash)
    SELECT 3 + g % 50, 'x', '{read}', sha256('x') FROM generate_series(1, 2000) AS g;
    ANALYZE api.keys`)
  await asApi(async (client) => {
    const plan = await firstColumn(
      client,
      'EXPLAIN SELECT secret_hash FROM api.keys WHERE tenant_id = 7 AND key_id = 9',
    )
    expect(plan.join('\n')).toMatch(/Index Scan using keys_pkey[\s\S]*Index Cond: .*tenant_id = /)
    expect(plan.join('\n')).toMatch(/Index Cond: .*key_id = 9/)
  }, '7')
})
