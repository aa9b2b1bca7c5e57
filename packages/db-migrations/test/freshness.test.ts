import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
  await database.pool.query(`INSERT INTO raw.tenants (tenant_id, name) VALUES (1, 'One'), (2, 'Two')`)
})
afterEach(() => database.close())

const rowsOf = async (sql: string) => (await database.pool.query(sql)).rows

test('has a row for every tenant and cache table, before any sync', async () => {
  const tables = await rowsOf(`
    SELECT relname AS name FROM pg_class
     WHERE relnamespace = 'raw'::regnamespace AND relkind = 'r' AND relname LIKE 'st\\_%' ORDER BY relname COLLATE "C"`)
  for (const tenantId of [1, 2]) {
    expect(
      await rowsOf(
        `SELECT table_name AS name FROM raw.freshness WHERE tenant_id = ${tenantId} ORDER BY table_name COLLATE "C"`,
      ),
    ).toEqual(tables)
  }
  expect(
    await rowsOf(
      'SELECT DISTINCT tenant_id, tenant, status, breached, lag, target FROM raw.freshness ORDER BY 1',
    ),
  ).toEqual([
    { tenant_id: '1', tenant: 'One', status: 'idle', breached: true, lag: null, target: { minutes: 30 } },
    { tenant_id: '2', tenant: 'Two', status: 'idle', breached: true, lag: null, target: { minutes: 30 } },
  ])
})

// now() is constant within a transaction, so the lag is exact.
test.each([
  ['5 minutes', null, false],
  ['30 minutes', null, false],
  ['30 minutes 1 second', null, true],
  ['30 minutes 1 second', '1 hour', false],
  ['1 hour 1 second', '1 hour', true],
  ['-1 minute', null, false],
])('data of %s ago with target %s: breached is %s', async (lag, target, breached) => {
  const client = await database.pool.connect()
  try {
    await client.query('BEGIN')
    await client.query(
      `INSERT INTO raw.sync_state (tenant_id, table_name, data_as_of) VALUES (1, 'st_jobs', now() - $1::interval)`,
      [lag],
    )
    await client.query(
      `INSERT INTO raw.sync_schedules (tenant_id, table_name, freshness_target)
       VALUES (1, 'st_jobs', $1), (2, 'st_jobs', '1 year'), (1, 'st_zones', '1 year')`,
      [target],
    )
    const { rows } = await client.query(
      `SELECT lag = $1::interval AS lag, target = coalesce($2::interval, '30 minutes') AS target, breached
         FROM raw.freshness WHERE tenant_id = 1 AND table_name = 'st_jobs'`,
      [lag, target],
    )
    expect(rows).toEqual([{ lag: true, target: true, breached }])
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
})

test('shows the sync state of the table', async () => {
  await database.pool.query(`
    INSERT INTO raw.sync_state (tenant_id, table_name, status, data_as_of, complete_as_of, last_full_sync,
                                last_incremental_sync, last_error)
    VALUES (2, 'st_jobs', 'failed', '2026-01-04Z', '2026-01-03Z', '2026-01-01Z', '2026-01-02Z', 'no answer')`)
  expect(
    await rowsOf(`
      SELECT tenant_id, status, data_as_of, complete_as_of, last_full_sync, last_incremental_sync, last_error
        FROM raw.freshness WHERE table_name = 'st_jobs' AND data_as_of IS NOT NULL`),
  ).toEqual([
    {
      tenant_id: '2',
      status: 'failed',
      data_as_of: new Date('2026-01-04'),
      complete_as_of: new Date('2026-01-03'),
      last_full_sync: new Date('2026-01-01'),
      last_incremental_sync: new Date('2026-01-02'),
      last_error: 'no answer',
    },
  ])
})
