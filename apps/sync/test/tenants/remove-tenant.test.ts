import { roles, schemaNames } from 'db-migrations/protocol'
import { createTestDatabase, insertRows, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect } from '../../src/database.ts'
import { publishSnapshot } from '../../src/page/change-feed.ts'
import { removeTenant } from '../../src/tenants/remove-tenant.ts'
import { addTenant } from '../../src/tenants/tenant-list.ts'
import { readTenantTables } from '../../src/tenants/tenant-tables.ts'
import { createSyncSource } from '../../src/worker/sync-source.ts'
import { byTest } from '../support/by-test.ts'
import { sealing } from '../support/sealing.ts'

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

const options = { waitMs: 0, signal: new AbortController().signal, act: byTest(), sealing }

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

  expect(await removeTenant(client, '7', options)).toEqual({ rows: cached.length, unchanged: [] })

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
  const { tenants, feeds } = await readTenantTables(client)
  const names = [...tenants, ...feeds].map(({ name }) => name)
  expect(names.toSorted()).toEqual(
    // The API's tables are not the sync's: keys are revoked, and sessions and codes end with them.
    (await allTables()).filter((name) => !/^(?:api|audit)\.|^raw\.not_ours$/.test(name)).toSorted(),
  )
  expect(names.slice(0, 4)).toEqual(['raw.tenants', 'sync.followers', 'sync.domains', 'raw.sync_state'])
  expect(feeds.map(({ name }) => name)).toEqual([
    'raw.changes',
    'raw.change_positions',
    'lazi.changes',
    'lazi.change_positions',
  ])
})

test('the API keys of a removed tenant are revoked, its persons have no names, and those of others stay', async () => {
  for (const id of [7, 8]) {
    await database.pool.query(`INSERT INTO raw.tenants (tenant_id, name) VALUES ($1, 'x')`, [id])
    await database.pool.query(
      `INSERT INTO api.keys (tenant_id, name, scopes, secret_hash) VALUES ($1, 'x', '{admin}', sha256('x'))`,
      [id],
    )
    await database.pool.query(
      `INSERT INTO api.people (tenant_id, name, email, role) VALUES ($1, 'Ada', 'ada@example.com', 'admin')`,
      [id],
    )
  }
  await removeTenant(client, '7', options)
  const { rows: people } = await database.pool.query(
    `SELECT name, email, deactivated_at IS NULL AS "isActive" FROM api.people ORDER BY tenant_id`,
  )
  expect(people).toEqual([
    { name: 'Removed', email: null, isActive: false },
    { name: 'Ada', email: 'ada@example.com', isActive: true },
  ])
  const { rows } = await database.pool.query(
    'SELECT tenant_id, revoked_at IS NOT NULL AS revoked FROM api.keys ORDER BY tenant_id',
  )
  expect(rows).toEqual([
    { tenant_id: '7', revoked: true },
    { tenant_id: '8', revoked: false },
  ])
  await expect(client.query('SELECT FROM api.keys')).rejects.toMatchObject({ code: '42501' })
})

test('a table whose tenant_id is of another type stays as it is, and is reported', async () => {
  await insertRows(database.pool, 7)
  await database.pool.query(`
    CREATE TABLE raw.theirs (tenant_id uuid);
    INSERT INTO raw.theirs VALUES (gen_random_uuid());
    GRANT ALL ON raw.theirs TO ${roles.sync}`)
  expect(await removeTenant(client, '7', options)).toMatchObject({
    unchanged: [{ name: 'raw.theirs', type: 'uuid' }],
  })
  expect((await database.pool.query('SELECT FROM raw.theirs')).rowCount).toBe(1)
})

test('an error names the table, and nothing is removed', async () => {
  await insertRows(database.pool, 7)
  await database.pool.query(`
    CREATE TABLE raw.guarded (tenant_id bigint);
    INSERT INTO raw.guarded VALUES (7);
    GRANT ALL ON raw.guarded TO ${roles.sync};
    CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'is kept'; END $$;
    CREATE TRIGGER refuse BEFORE DELETE ON raw.guarded EXECUTE FUNCTION public.refuse()`)
  const before = await rowsOf(7)
  await expect(removeTenant(client, '7', options)).rejects.toThrow(
    'Tenant 7 was not removed: its rows in raw.guarded could not be deleted (is kept).',
  )
  expect(await rowsOf(7)).toEqual(before)
})

test('a tenant that is added again has another epoch, and keeps it while it exists', async () => {
  const tenant = { tenantId: '7', name: null, timeZone: null }
  const position = async () =>
    (await database.pool.query('SELECT epoch, last_seq FROM raw.change_positions WHERE tenant_id = 7'))
      .rows[0]
  await addTenant(client, tenant, byTest())
  const first = await position()
  expect(first.last_seq).toBe('0')
  await addTenant(client, { ...tenant, name: 'Renamed' }, byTest())
  await publishSnapshot(client, { tenantId: '7', tableName: 'st_jobs' }, { now: new Date(), runId: '1' })
  expect(await position()).toEqual({ epoch: first.epoch, last_seq: '1' })
  await removeTenant(client, '7', options)
  await addTenant(client, tenant, byTest())
  const second = await position()
  expect(second.last_seq).toBe('0')
  expect(second.epoch).not.toBe(first.epoch)
})

test('a tenant that is added while its removal commits has a position', async () => {
  const tenant = { tenantId: '7', name: null, timeZone: null }
  await addTenant(client, tenant, byTest())
  const remover = await database.pool.connect()
  try {
    await remover.query('BEGIN; DELETE FROM raw.tenants WHERE tenant_id = 7')
    const added = addTenant(client, tenant, byTest())
    await expect
      .poll(async () => {
        const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`
        return (await database.pool.query(waiting)).rowCount
      })
      .toBe(1)
    await remover.query('DELETE FROM raw.change_positions WHERE tenant_id = 7; COMMIT')
    expect(await added).toBe(true)
  } finally {
    remover.release()
  }
  expect((await database.pool.query('SELECT FROM raw.change_positions WHERE tenant_id = 7')).rowCount).toBe(1)
})

test('a worker that found work before the removal claims nothing, and leaves no row', async () => {
  const tenant = { tenantId: '7', name: null, timeZone: null }
  await addTenant(client, tenant, byTest())
  const { pool } = database
  const source = createSyncSource({ pool, claimsPool: pool, tenantIds: () => ['7'], now: Date.now })
  expect(await source.refresh()).toBeGreaterThan(0)
  await removeTenant(client, '7', options)
  expect(await source.claim([])).toBeNull()
  expect(Object.values(await rowsOf(7)).filter((count) => count > 0)).toEqual([])
  await addTenant(client, tenant, byTest())
  await source.refresh()
  expect(await source.claim([])).toMatchObject({ tenantId: '7' })
})
