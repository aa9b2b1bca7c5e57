import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asRole, firstColumn, notRefused } from './fixtures/roles.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(`
    INSERT INTO audit.positions (tenant_id, last_seq, last_at) VALUES (1, 1, now()), (2, 1, now());
    INSERT INTO audit.entries (tenant_id, seq, at, actor_kind, action, entity, entity_id, changes, salt, changes_hash)
    SELECT tenant, 1, now(), 'cli', 'update', 'raw.tenants', '1', '{}', gen_random_uuid(), sha256('')
      FROM generate_series(1, 2) AS tenant`)
})
afterAll(() => database.close())

const roles = ['lazi_migrator', 'lazi_sync', 'lazi_writer', 'lazi_api', 'lazi_reader', 'lazi_eraser']
const insert = (tenant: string) =>
  `INSERT INTO audit.entries (tenant_id, seq, at, actor_kind, action, entity, entity_id)
   VALUES (${tenant}, 2, now(), 'cli', 'update', 'raw.tenants', '1')`

test.each(roles)('%s changes and deletes no entry, and empties no table', async (role) => {
  const { rows } = await database.pool.query<{ column: string }>(
    `SELECT attname AS column FROM pg_attribute
      WHERE attrelid = 'audit.entries'::regclass AND attnum > 0 AND NOT attisdropped`,
  )
  const columns = rows.map(({ column }) => column)
  expect(columns).toContain('reason')
  const emptied = role === 'lazi_eraser' ? ['changes', 'salt'] : []
  const refused = [
    ...columns
      .filter((column) => !emptied.includes(column))
      .map((column) => `UPDATE audit.entries SET ${column} = ${column}`),
    'DELETE FROM audit.entries',
    'TRUNCATE audit.entries',
  ]
  await asRole(database, { role, tenant: '1' }, async (client) => {
    expect(await notRefused(client, refused)).toEqual([])
  })
})

test.each(roles)('%s deletes no position of a log', async (role) => {
  const refused = ['DELETE FROM audit.positions', 'TRUNCATE audit.positions']
  // The owner may change the identity of a log, which its seals show.
  if (role !== 'lazi_migrator') refused.push('UPDATE audit.positions SET epoch = epoch')
  await asRole(database, { role, tenant: '1' }, async (client) => {
    expect(await notRefused(client, refused)).toEqual([])
  })
})

test('lazi_eraser only empties changes with their salt', async () => {
  await asRole(database, { role: 'lazi_eraser' }, async (client) => {
    const set = (values: string) => client.query(`UPDATE audit.entries SET ${values} WHERE tenant_id = 1`)
    await client.query('SAVEPOINT before')
    await expect(set(`changes = '{"a":1}', salt = gen_random_uuid()`)).rejects.toThrow(/row-level security/)
    await client.query('ROLLBACK TO SAVEPOINT before')
    await expect(set('salt = NULL')).rejects.toThrow(/row-level security|entries_changes_check/)
    await client.query('ROLLBACK TO SAVEPOINT before')
    expect((await set('changes = NULL, salt = NULL')).rowCount).toBe(1)
    expect(await firstColumn(client, 'SELECT changes_hash IS NOT NULL FROM audit.entries')).toEqual([
      true,
      true,
    ])
    expect(await notRefused(client, [insert('1')])).toEqual([])
  })
})

test('lazi_writer sees and inserts entries of one tenant at a time', async () => {
  for (const tenant of ['1', '2']) {
    await asRole(database, { role: 'lazi_writer', tenant }, async (client) => {
      for (const table of ['audit.entries', 'audit.positions']) {
        expect(await firstColumn(client, `SELECT tenant_id FROM ${table}`)).toEqual([tenant])
      }
      expect((await client.query(insert(tenant))).rowCount).toBe(1)
      const move = 'UPDATE audit.positions SET last_seq = last_seq + 1 RETURNING tenant_id'
      expect(await firstColumn(client, move)).toEqual([tenant])
      await expect(client.query(insert(tenant === '1' ? '2' : '1'))).rejects.toThrow(/row-level security/)
    })
  }
  await asRole(database, { role: 'lazi_writer' }, async (client) => {
    expect(await firstColumn(client, 'SELECT tenant_id FROM audit.entries')).toEqual([])
  })
})

test('nothing but PostgreSQL says which login wrote an entry', async () => {
  const forged = insert('1').replace('entity_id)', 'entity_id, db_user)').replace("'1')", "'1', 'x')")
  for (const role of ['lazi_writer', 'lazi_sync']) {
    await asRole(database, { role, tenant: '1' }, async (client) => {
      expect(await notRefused(client, [forged])).toEqual([])
      await client.query(insert('1'))
      expect(
        await firstColumn(client, 'SELECT db_user = session_user FROM audit.entries WHERE seq = 2'),
      ).toEqual([true])
    })
  }
})

test.each(['lazi_reader', 'lazi_api'])('%s sees nothing of the audit log', async (role) => {
  await asRole(database, { role, tenant: '1' }, async (client) => {
    const refused = ['SELECT FROM audit.entries', 'SELECT FROM audit.positions', insert('1')]
    expect(await notRefused(client, refused)).toEqual([])
  })
})

test.each([
  ['entries_actor_kind_check', `'user', 'update', NULL, NULL, NULL, NULL`],
  ['entries_action_check', `'cli', 'tamper', NULL, NULL, NULL, NULL`],
  ['entries_reason_check', `'cli', 'update', repeat('x', 501), NULL, NULL, NULL`],
  ['entries_changes_check', `'cli', 'update', NULL, '{}', NULL, sha256('')`],
  ['entries_changes_check', `'cli', 'update', NULL, '{}', gen_random_uuid(), NULL`],
  ['entries_changes_hash_check', `'cli', 'update', NULL, '{}', gen_random_uuid(), 'short'`],
])('%s refuses %s', async (constraint, values) => {
  const sql = `INSERT INTO audit.entries (tenant_id, seq, at, entity, entity_id, actor_kind, action, reason, changes, salt, changes_hash)
               VALUES (3, 1, now(), 'raw.tenants', '1', ${values})`
  await expect(database.pool.query(sql)).rejects.toMatchObject({ code: '23514', constraint })
})
