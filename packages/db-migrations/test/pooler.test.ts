import { existsSync } from 'node:fs'
import { createMigrator } from 'db-migrations'
import { createTestDatabase, pgbouncerPath, startPgbouncer, type TestDatabase } from 'db-migrations/testing'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { acquireRunLock } from '../src/run/run-lock.ts'
import { eventually } from './fixtures/eventually.ts'

let database: TestDatabase
beforeEach(async (context) => {
  if (!existsSync(pgbouncerPath)) context.skip('pgbouncer is not installed')
  database = await createTestDatabase({ empty: true })
})
afterEach(() => database?.close())

test.for([
  ['one server process', { pool_mode: 'transaction', default_pool_size: 1 }],
  ['many server processes', { pool_mode: 'transaction', default_pool_size: 10, min_pool_size: 5 }],
  [
    'server processes in turn',
    { pool_mode: 'transaction', default_pool_size: 4, min_pool_size: 4, server_round_robin: 1 },
  ],
  ['a process per statement', { pool_mode: 'statement', default_pool_size: 2 }],
] as const)('a pooler that keeps no session is refused: %s', async ([, settings]) => {
  await using pooler = await startPgbouncer(database.url, settings)
  const error = await createMigrator({ connectionString: pooler.url })
    .up()
    .catch((thrown) => thrown)
  expect(error).toMatchObject({ name: 'MigrationError', code: 'POOLER' })
  expect(error.message).toMatch(/Nothing was changed\. Set DATABASE_DIRECT_URL to a direct connection/)
  const { rows } = await database.pool.query(
    `SELECT to_regclass('public.pgmigrations') AS ledger, to_regnamespace('raw') AS raw,
            (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND database =
              (SELECT oid FROM pg_database WHERE datname = current_database())) AS locks`,
  )
  expect(rows).toEqual([{ ledger: null, raw: null, locks: 0 }])
})

test('an app may read through a pooler, and leaves no setting behind', async () => {
  await using pooler = await startPgbouncer(database.url, { pool_mode: 'transaction', default_pool_size: 1 })
  // PgBouncer itself sets each client's application_name.
  const changed = `SELECT name, setting FROM pg_settings WHERE source = 'session' AND name <> 'application_name'`
  const app = new pg.Client({ connectionString: pooler.url })
  await app.connect()
  try {
    const settings = async () => (await app.query(changed)).rows
    const before = await settings()
    await createMigrator({ connectionString: database.url }).up()
    await createMigrator({ connectionString: pooler.url }).assertUpToDate()
    await createMigrator({ connectionString: pooler.url })
      .up()
      .catch(() => undefined)
    expect(await settings()).toEqual(before)
  } finally {
    await app.end()
  }
})

test.for([1, 5])('a pooler that keeps sessions is accepted (pool of %i)', async (size) => {
  await using pooler = await startPgbouncer(database.url, { pool_mode: 'session', default_pool_size: size })
  const applied = await createMigrator({ connectionString: pooler.url }).up()
  expect(applied.length).toBeGreaterThan(0)
  await createMigrator({ connectionString: database.url }).assertUpToDate()
})

test('a lock held by another server process is detected where the first check found no pooler', async () => {
  await using pooler = await startPgbouncer(database.url, {
    pool_mode: 'transaction',
    default_pool_size: 3,
    min_pool_size: 3,
    server_round_robin: 1,
  })
  const client = new pg.Client({ connectionString: pooler.url })
  await client.connect()
  try {
    // The pool fills over time; with one process in it the pooler cannot be detected.
    const pids = new Set()
    await eventually(
      async () => pids.add((await client.query('SELECT pg_backend_pid() AS pid')).rows[0].pid).size,
    ).toBeGreaterThan(1)
    const work = acquireRunLock(client, { waitMs: 0, onWait: () => undefined, signal: undefined })
    await expect(work).rejects.toMatchObject({ code: 'POOLER' })
  } finally {
    await client.end()
  }
})
