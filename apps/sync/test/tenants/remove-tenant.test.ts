import { roles, schemaNames } from 'db-migrations/protocol'
import { createTestDatabase, insertRows, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect } from '../../src/database.ts'
import { removeTenant } from '../../src/tenants/remove-tenant.ts'
import { readTenantTables } from '../../src/tenants/tenant-tables.ts'

let database: TestDatabase
let client: pg.Client
beforeEach(async () => {
  database = await createTestDatabase()
  client = await connect(database.url)
})
afterEach(async () => {
  await client.end()
  await database.close()
})

const options = { waitMs: 0, signal: new AbortController().signal }

/** The tables of our schemas with a `tenant_id`, as seen by an administrator. */
async function allTables(): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>(
    `SELECT format('%s.%s', table_schema, table_name) AS name
       FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
      WHERE column_name = 'tenant_id' AND table_type = 'BASE TABLE' AND table_schema = ANY ($1)
      ORDER BY 1`,
    [schemaNames],
  )
  return rows.map(({ name }) => name)
}

async function rowsOf(tenantId: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const name of await allTables()) {
    const { rows } = await database.pool.query(
      `SELECT count(*)::integer AS count FROM ${name} WHERE tenant_id = $1`,
      [tenantId],
    )
    counts[name] = rows[0].count
  }
  return counts
}

test('a tenant is removed from every table that the sync may write, and other tenants stay', async () => {
  await insertRows(database.pool, 7)
  await insertRows(database.pool, 8)
  const before = await rowsOf(8)
  const cached = Object.keys(before).filter((name) => name.startsWith('raw.st_'))
  expect(Object.values(before).filter((count) => count > 0).length).toBeGreaterThan(cached.length)

  expect(await removeTenant(client, '7', options)).toBe(cached.length)

  expect(Object.values(await rowsOf(7)).filter((count) => count > 0)).toEqual([])
  expect(await rowsOf(8)).toEqual(before)
  expect(await removeTenant(client, '7', options)).toBeNull()
})

test('removing a tenant that does not exist deletes nothing', async () => {
  await insertRows(database.pool, 7)
  await database.pool.query('DELETE FROM raw.tenants WHERE tenant_id = 7')
  const before = await rowsOf(7)
  expect(await removeTenant(client, '7', options)).toBeNull()
  expect(await rowsOf(7)).toEqual(before)
})

test('the tables are read from the database, in lock order', async () => {
  await database.pool.query(`CREATE TABLE raw.after_all (tenant_id bigint); GRANT DELETE ON raw.after_all TO ${roles.sync};
                             CREATE TABLE raw.not_ours (tenant_id bigint)`)
  await database.pool.query(`REVOKE DELETE ON raw.not_ours FROM ${roles.sync}`)
  const names = (await readTenantTables(client)).map(({ name }) => name)
  expect(names.toSorted()).toEqual(
    (await allTables()).filter((name) => name !== 'raw.not_ours' && name !== 'api.keys').toSorted(),
  )
  expect(names.slice(0, 2)).toEqual(['raw.tenants', 'raw.sync_state'])
  expect(names.slice(-2)).toEqual(['raw.changes', 'raw.change_positions'])
})

test('the API keys of a removed tenant are revoked, and those of others stay', async () => {
  for (const id of [7, 8]) {
    await database.pool.query(`INSERT INTO raw.tenants (tenant_id, name) VALUES ($1, 'x')`, [id])
    await database.pool.query(
      `INSERT INTO api.keys (tenant_id, name, scopes, secret_hash) VALUES ($1, 'x', '{admin}', sha256('x'))`,
      [id],
    )
  }
  await removeTenant(client, '7', options)
  const { rows } = await database.pool.query(
    'SELECT tenant_id, revoked_at IS NOT NULL AS revoked FROM api.keys ORDER BY tenant_id',
  )
  expect(rows).toEqual([
    { tenant_id: '7', revoked: true },
    { tenant_id: '8', revoked: false },
  ])
  await expect(client.query('SELECT FROM api.keys')).rejects.toMatchObject({ code: '42501' })
})
