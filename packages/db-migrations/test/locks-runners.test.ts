import { createMigrator, type MigrationEvent } from 'db-migrations'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventually } from './fixtures/eventually.ts'
import { createItems, type MigrationsDir, waitingBuilds, writeMigrations } from './fixtures/migrations-dir.ts'
import { startMigrator } from './fixtures/start-migrator.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase({ empty: true })
  await database.pool.query(createItems)
})
afterEach(() => database.close())

const migrator = (dir: MigrationsDir, onEvent: (event: MigrationEvent) => void = () => undefined) =>
  createMigrator({ connectionString: database.url, dir: dir.path, onEvent })
const query = async (sql: string) => (await database.pool.query({ text: sql, rowMode: 'array' })).rows.flat()

const index = `addIndexConcurrently(pgm, items, { name: 'items_label_idx', columns: ['label'], query: 'by label' })`
const files = {
  '001_table': `pgm.sql('CREATE TABLE more (id int)')`,
  '002_index': index,
  '003_fill': `backfill(pgm, { table: items, set: 'cents = price * 100', where: 'cents IS NULL', key: ['id'], batch: 500, pauseMs: 0 })`,
}
const names = Object.keys(files)

/** Each file was applied exactly once. */
async function expectMigrated() {
  expect(await query('SELECT name FROM pgmigrations ORDER BY id')).toEqual(names)
  expect(
    await query(`SELECT indisvalid FROM pg_index WHERE indexrelid = 'items_label_idx'::regclass`),
  ).toEqual([true])
  expect(await query('SELECT count(*)::int FROM items WHERE cents IS NULL')).toEqual([0])
  expect(await query('SELECT count(*)::int FROM pgmigrations_progress')).toEqual([0])
}

/** Blocks a concurrent build until its transaction ends. */
async function openWriter() {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query("BEGIN; UPDATE items SET label = 'x' WHERE id = 1")
  return client
}

test('exactly one of twenty concurrent migrators runs the migrations, with a concurrent index build', async () => {
  await using dir = await writeMigrations(files)
  const writer = await openWriter()
  let waiting = 0
  const runners = Array.from({ length: 20 }, () =>
    migrator(dir, ({ type }) => {
      if (type === 'lock.wait') waiting++
    }).up(),
  )
  // The others wait for the lock while one waits for the writer: a blocking wait would deadlock here.
  await eventually(() => waiting).toBe(19)
  await writer.query('COMMIT')
  await writer.end()
  const results = await Promise.all(runners)
  expect(results.filter((applied) => applied.length > 0)).toEqual([names])
  await expectMigrated()
})

test('a runner whose connection is terminated: another takes over', async () => {
  await using dir = await writeMigrations(files)
  const writer = await openWriter()
  const first = migrator(dir).up()
  const failed = expect(first).rejects.toThrow('002_index failed in statement 1 of 2')
  await eventually(() => query(waitingBuilds)).toHaveLength(1)
  const [pid] = await query(waitingBuilds)

  let holder: unknown
  const second = migrator(dir, (event) => {
    if (event.type === 'lock.wait') holder = event.holder
  }).up()
  await eventually(() => holder).toMatchObject({ pid, query: expect.stringContaining('CREATE INDEX') })
  await database.pool.query('SELECT pg_terminate_backend($1)', [pid])
  await failed
  await writer.query('COMMIT')
  await writer.end()
  expect(await second).toEqual(names.slice(1))
  await expectMigrated()
})

test('a runner killed while it holds the lock: another takes over', async () => {
  await using dir = await writeMigrations(files)
  const writer = await openWriter()
  const first = startMigrator(database.url, dir.path)
  await eventually(() => query(waitingBuilds)).toHaveLength(1)
  let waited = false
  const second = migrator(dir, ({ type }) => {
    if (type === 'lock.wait') waited = true
  }).up()
  await eventually(() => waited).toBe(true)
  expect(await first.kill()).toBe('SIGKILL')
  await writer.query('COMMIT')
  await writer.end()
  await second
  await expectMigrated()
})

test('a runner that is aborted releases the lock, and another completes its work', async () => {
  await using dir = await writeMigrations(files)
  const stop = new AbortController()
  const stopped = createMigrator({
    connectionString: database.url,
    dir: dir.path,
    signal: stop.signal,
    onEvent: ({ type }) => {
      if (type === 'migration.done') stop.abort(new Error('enough'))
    },
  }).up()
  await expect(stopped).rejects.toThrow('enough')
  expect(await migrator(dir).up()).toEqual(names.slice(1))
  await expectMigrated()
})
