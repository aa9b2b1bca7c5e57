import { createMigrator } from 'db-migrations'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asRole, firstColumn, insertTwoTenants, notRefused } from './fixtures/roles.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await insertTwoTenants(database)
})
afterAll(() => database.close())

const upsert = `
  INSERT INTO raw.st_locations (tenant_id, st_id, active, name, full_data, content_hash, synced_at)
  VALUES (1, 11, true, 'New name', '{}', '', now()), (3, 31, true, 'New row', '{}', '', now())
  ON CONFLICT (tenant_id, st_id) DO UPDATE SET name = excluded.name RETURNING name`

test.each(['lazi_sync', 'lazi_migrator'])('%s reads and writes every tenant', async (role) => {
  await asRole(database, { role }, async (client) => {
    expect(await firstColumn(client, upsert)).toEqual(['New name', 'New row'])
    expect(await firstColumn(client, 'SELECT count(DISTINCT tenant_id) FROM raw.st_locations')).toEqual(['3'])
    await client.query('UPDATE raw.st_jobs SET total = 1; DELETE FROM raw.st_jobs')
    const runs = `INSERT INTO raw.sync_runs (tenant_id, table_name, kind, started_at)
                  VALUES (1, 'st_jobs', 'full', now()) RETURNING run_id IS NOT NULL`
    expect(await firstColumn(client, runs)).toEqual([true])
    expect(await firstColumn(client, 'SELECT payload FROM raw.quarantine')).toHaveLength(1)
  })
})

test('lazi_sync cannot change the schema', async () => {
  const refused = [
    'CREATE TABLE raw.mine (id bigint)',
    'ALTER TABLE raw.st_jobs ADD COLUMN mine bigint',
    'ALTER TABLE raw.st_jobs NO FORCE ROW LEVEL SECURITY',
    'DROP POLICY one_tenant ON raw.st_jobs',
    'DROP TABLE raw.st_jobs',
    'DROP INDEX raw.st_jobs_number_idx',
    'TRUNCATE raw.st_jobs',
    'CREATE FUNCTION raw.mine() RETURNS bigint LANGUAGE sql AS $$SELECT 1$$',
    'DROP SCHEMA raw CASCADE',
  ]
  await asRole(database, { role: 'lazi_sync' }, async (client) => {
    expect(await notRefused(client, refused)).toEqual([])
  })
})

test.each(['lazi_sync', 'lazi_reader'])(
  'an app that connects as %s can check the schema at start',
  async (role) => {
    const url = new URL(database.url)
    url.searchParams.set('options', `-c role=${role}`)
    await createMigrator({ connectionString: url.href }).assertUpToDate()
  },
)
