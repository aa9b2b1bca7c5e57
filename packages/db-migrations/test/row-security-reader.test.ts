import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asRole, firstColumn, insertTwoTenants, notRefused } from './fixtures/roles.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await insertTwoTenants(database)
})
afterAll(() => database.close())

/** Runs `work` as `lazi_reader` with this setting, and rolls it back. */
const asReader = <T>(work: (client: pg.PoolClient) => Promise<T>, tenant: string) =>
  asRole(database, { role: 'lazi_reader', tenant }, work)

test('sees the rows of its tenant: by SELECT, by count and by join', async () => {
  await asReader(async (client) => {
    expect(await firstColumn(client, 'SELECT st_id FROM raw.st_locations ORDER BY 1')).toEqual([
      '11',
      '12',
      '13',
    ])
    expect(await firstColumn(client, 'SELECT count(*) FROM raw.st_jobs')).toEqual(['3'])
    expect(
      await firstColumn(
        client,
        'SELECT DISTINCT j.tenant_id FROM raw.st_jobs j FULL JOIN raw.st_locations l ON l.st_id = j.location_id',
      ),
    ).toEqual(['1'])
    expect(await firstColumn(client, 'SELECT st_id FROM raw.st_locations WHERE tenant_id = 2')).toEqual([])
    expect(await firstColumn(client, 'SELECT st_id FROM raw.st_jobs WHERE st_id = 121')).toEqual([])
  }, '1')
})

test('sees no rows without a setting, and gets no error', async () => {
  const counts = 'SELECT (SELECT count(*) FROM raw.st_locations) + (SELECT count(*) FROM raw.st_jobs)'
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    await client.query('SET ROLE lazi_reader')
    expect(await firstColumn(client, counts)).toEqual(['0'])
    await client.query(`BEGIN; SET LOCAL lazi.tenant_id = '2'`)
    expect(await firstColumn(client, counts)).toEqual(['6'])
    await client.query('COMMIT')
    // After SET LOCAL, PostgreSQL leaves an empty string.
    expect(await firstColumn(client, 'SHOW lazi.tenant_id')).toEqual([''])
    expect(await firstColumn(client, counts)).toEqual(['0'])
  } finally {
    await client.end()
  }
})

test.each([
  '1 OR true',
  '1,2',
  '{1,2}',
  '*',
  `1'; --`,
  '1.0',
  'NaN',
  'null',
  '(SELECT 2)',
  '9223372036854775808',
])('sees nothing with the setting %s', async (setting) => {
  const error: pg.DatabaseError = await asReader(
    (client) => client.query('SELECT name FROM raw.st_locations'),
    setting,
  ).then(
    () => expect.fail('the setting was accepted as a tenant'),
    (thrown) => thrown,
  )
  expect(error.code).toMatch(/^22(P02|003)$/)
  expect(JSON.stringify({ ...error, message: error.message })).not.toContain('Location')
})

test('cannot read another tenant through a function of its own', async () => {
  await asReader(async (client) => {
    const notices: unknown[] = []
    client.on('notice', ({ message }) => notices.push(message))
    // Cheap enough that the planner would evaluate it first if it could.
    await client.query(`
        CREATE FUNCTION pg_temp.leak(name text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001
          AS $$ BEGIN RAISE NOTICE '%', name; RETURN true; END $$;
        CREATE FUNCTION pg_temp.everything() RETURNS SETOF bigint LANGUAGE sql SECURITY DEFINER
          AS 'SELECT tenant_id FROM raw.st_locations'`)
    await client.query('SELECT FROM raw.st_locations WHERE pg_temp.leak(name)')
    expect(notices).toHaveLength(3)
    expect(String(notices)).not.toContain('tenant 2')
    expect(await firstColumn(client, 'SELECT DISTINCT pg_temp.everything()')).toEqual(['1'])
  }, '1')
})

// The policy reads the setting once per scan where it enters an index, as here. In a sequential scan it is read for each
// row, so a statement that sets it could see a second tenant: no more than `lazi_reader` may see by SET, which PostgreSQL
// cannot refuse it (SECURITY.md). Apps therefore let no text of their callers into SQL.
test('keeps to one tenant in a statement that sets another, where rows are found by the index', async () => {
  const seen = await asReader(
    (client) =>
      firstColumn(
        client,
        `SELECT tenant_id FROM raw.st_locations WHERE set_config('lazi.tenant_id', '2', true) = '2' OR tenant_id = 2`,
      ),
    '1',
  )
  expect(seen).toEqual(['1', '1', '1'])
})

test('cannot write, bypass row-level security, or see fields dropped from records', async () => {
  const refused = [
    `INSERT INTO raw.tenants (tenant_id, name) VALUES (1, 'x')`,
    'UPDATE raw.st_jobs SET total = 1',
    'DELETE FROM raw.st_jobs',
    'TRUNCATE raw.st_jobs',
    'SELECT FROM raw.st_jobs FOR UPDATE',
    'CREATE TABLE raw.mine (id bigint)',
    'ALTER TABLE raw.st_jobs DISABLE ROW LEVEL SECURITY',
    'SET LOCAL row_security = off; SELECT FROM raw.st_jobs',
    'SELECT payload FROM raw.quarantine',
    'SELECT * FROM raw.quarantine',
  ]
  await asReader(async (client) => {
    expect(await notRefused(client, refused)).toEqual([])
    expect(await firstColumn(client, 'SELECT error FROM raw.quarantine')).toEqual(['no'])
    expect(await firstColumn(client, 'SELECT count(*) FROM raw.quarantine')).toEqual(['1'])
  }, '1')
})
