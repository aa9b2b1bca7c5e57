import { createMigrator, type MigrationError, type MigrationEvent } from 'db-migrations'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { eventually } from './fixtures/eventually.ts'
import { createItems, type MigrationsDir, waitingBuilds, writeMigrations } from './fixtures/migrations-dir.ts'
import { startMigrator } from './fixtures/start-migrator.ts'

let database: TestDatabase
let events: MigrationEvent[]
beforeEach(async () => {
  database = await createTestDatabase({ empty: true })
  await database.pool.query(createItems)
  events = []
})
afterEach(() => database.close())

const migrator = (dir: MigrationsDir, options = {}) =>
  createMigrator({
    connectionString: database.url,
    dir: dir.path,
    onEvent: (event) => events.push(event),
    ...options,
  })
const failure = (work: Promise<unknown>): Promise<MigrationError> =>
  work.then(
    () => expect.fail('expected an error'),
    (error) => error,
  )
const eventsOf = (type: MigrationEvent['type']) => events.filter((event) => event.type === type)
const query = async (sql: string) => (await database.pool.query({ text: sql, rowMode: 'array' })).rows.flat()
const indexes = () =>
  query(`SELECT indexrelid::regclass || ' ' || indisvalid FROM pg_index
        WHERE indrelid = 'items'::regclass AND NOT indisprimary ORDER BY 1`)
const building = () => query(waitingBuilds)

/** A transaction that has written to the table: a concurrent build waits for its end. */
async function openWriter() {
  const client = new pg.Client({ connectionString: database.url, application_name: 'slow-writer' })
  await client.connect()
  await client.query("BEGIN; UPDATE items SET label = 'x' WHERE id = 1")
  return { client, [Symbol.asyncDispose]: () => client.end() }
}

const byLabel = `addIndexConcurrently(pgm, items, { name: 'items_label_idx', columns: ['label'], query: 'by label' })`
const createByLabel = 'CREATE INDEX CONCURRENTLY items_label_idx ON items (label)'

describe('CREATE INDEX CONCURRENTLY', () => {
  test('waits for a build whose migrator was killed, and keeps its index', async () => {
    await using dir = await writeMigrations({ '001_index': byLabel })
    await using writer = await openWriter()
    const orphan = new pg.Client({ connectionString: database.url })
    await orphan.connect()
    try {
      const build = orphan.query(createByLabel)
      await eventually(building).toHaveLength(1)
      const work = migrator(dir).up()
      await eventually(() => eventsOf('index.progress')).not.toEqual([])
      await writer.client.query('COMMIT')
      expect(await work).toEqual(['001_index'])
      await build
    } finally {
      await orphan.end()
    }
    expect(eventsOf('index.recovered')).toMatchObject([{ index: '"items_label_idx"', how: 'kept' }])
    expect(await indexes()).toEqual(['items_label_idx true'])
    expect(await query(`SELECT obj_description('items_label_idx'::regclass)`)).toEqual(['Query: by label'])
  })

  test('a migrator killed during the build: the next one builds the index', async () => {
    await using dir = await writeMigrations({ '001_index': byLabel })
    await using writer = await openWriter()
    const first = startMigrator(database.url, dir.path)
    await eventually(building).toHaveLength(1)
    expect(await first.kill()).toBe('SIGKILL')
    const [status] = (await migrator(dir).status()).unfinished
    expect(status).toMatchObject({ name: '001_index', direction: 'up', done: 0, begun: [expect.any(String)] })
    // Its server process detects the closed connection within two seconds, and releases the lock.
    const work = migrator(dir).up()
    await eventually(() => eventsOf('migration.resume')).toHaveLength(1)
    await writer.client.query('COMMIT')
    expect(await work).toEqual(['001_index'])
    expect(eventsOf('index.recovered')).toMatchObject([{ how: 'dropped' }])
    expect(await indexes()).toEqual(['items_label_idx true'])
    expect((await migrator(dir).status()).unfinished).toEqual([])
  })

  test('pg_terminate_backend during the build: the next run builds the index', async () => {
    await using dir = await writeMigrations({ '001_index': byLabel })
    await using writer = await openWriter()
    const work = failure(migrator(dir).up())
    await eventually(building).toHaveLength(1)
    await database.pool.query(`SELECT pg_terminate_backend(pid) FROM (${waitingBuilds}) AS builds`)
    expect(await work).toMatchObject({ code: 'MIGRATION_FAILED', migration: '001_index' })
    expect(await indexes()).toEqual(['items_label_idx false'])
    await writer.client.query('COMMIT')
    expect(await migrator(dir).up()).toEqual(['001_index'])
    expect(await indexes()).toEqual(['items_label_idx true'])
  })

  test('is not cancelled by lock_timeout, and reports its blockers', async () => {
    await using dir = await writeMigrations({ '001_index': byLabel })
    await using writer = await openWriter()
    const work = migrator(dir, { lockTimeoutMs: 30 }).up()
    await eventually(() => eventsOf('migration.blocked')).toHaveLength(1)
    await eventually(() => eventsOf('index.progress').length).toBeGreaterThan(3)
    await writer.client.query('COMMIT')
    expect(await work).toEqual(['001_index'])
    expect(eventsOf('migration.blocked')).toMatchObject([
      { name: '001_index', statement: 1, blockers: [{ application: 'slow-writer' }] },
    ])
    expect(eventsOf('migration.retry')).toEqual([])
  })

  test('a build that exceeds its deadline fails, and the next run recovers it', async () => {
    await using dir = await writeMigrations({ '001_index': byLabel })
    await using writer = await openWriter()
    const error = await failure(migrator(dir, { deadlineMs: 200 }).up())
    expect(error.message).toMatch(
      /^001_index failed in statement 1 of 2: .*statement timeout \(SQLSTATE 57014\)/,
    )
    await writer.client.query('COMMIT')
    expect(await migrator(dir).up()).toEqual(['001_index'])
    expect(await indexes()).toEqual(['items_label_idx true'])
  })

  test('an unrecorded index with the same definition is kept', async () => {
    await using dir = await writeMigrations({
      '001_index': `addIndexConcurrently(pgm, items, { name: 'items_part_idx', columns: ['label', { name: 'id', sort: 'DESC' }],
        include: ['cents'], where: "price > 10 AND label LIKE 'item%'", unique: true, query: 'some' })`,
    })
    const created = `CREATE UNIQUE INDEX items_part_idx ON items (label, id DESC) INCLUDE (cents) WHERE price > 10 AND label LIKE 'item%'`
    await database.pool.query(created)
    const oid = await query(`SELECT 'items_part_idx'::regclass::oid`)
    expect(await migrator(dir).up()).toEqual(['001_index'])
    expect(await query(`SELECT 'items_part_idx'::regclass::oid`)).toEqual(oid)
  })

  test.for([
    ['other columns', 'CREATE INDEX items_label_idx ON items (label, id)'],
    ['another predicate', 'CREATE INDEX items_label_idx ON items (label) WHERE id > 0'],
    ['uniqueness', 'CREATE UNIQUE INDEX items_label_idx ON items (label, id)'],
    ['another table', 'CREATE TABLE other (label text); CREATE INDEX items_label_idx ON other (label)'],
    ['no index', 'CREATE TABLE items_label_idx (label text)'],
  ] as const)('an index of the same name with %s is an error', async ([, sql]) => {
    await using dir = await writeMigrations({ '001_index': byLabel })
    await database.pool.query(sql)
    const error = await failure(migrator(dir).up())
    expect(error).toMatchObject({ code: 'MIGRATION_FAILED', migration: '001_index' })
    expect(error.message).toMatch(/"items_label_idx" exists and differs \(.*Rename or drop it/)
    expect((await migrator(dir).status()).pending).toEqual(['001_index'])
  })

  test('a build that fails leaves no index, and the file may be changed', async () => {
    const unique = byLabel.replace('query:', 'unique: true, query:')
    await using wrong = await writeMigrations({ '001_index': unique })
    expect((await failure(migrator(wrong).up())).message).toMatch(/could not create unique index.*23505/)
    expect(await indexes()).toEqual([])
    await using right = await writeMigrations({ '001_index': unique.replace(`['label']`, `['id', 'label']`) })
    expect(await migrator(right).up()).toEqual(['001_index'])
    expect(await indexes()).toEqual(['items_label_idx true'])
  })
})

test('an interrupted DROP INDEX CONCURRENTLY is completed by the next run', async () => {
  await using dir = await writeMigrations({
    '001_drop': `dropIndexConcurrently(pgm, items, 'items_label_idx')`,
  })
  await database.pool.query('CREATE INDEX items_label_idx ON items (label)')
  await using writer = await openWriter()
  const work = failure(migrator(dir).up())
  await eventually(indexes).toEqual(['items_label_idx false'])
  await database.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'DROP INDEX CONCURRENTLY%' AND pid <> pg_backend_pid()`,
  )
  await work
  await writer.client.query('COMMIT')
  expect(await migrator(dir).up()).toEqual(['001_drop'])
  expect(await indexes()).toEqual([])
})

test('an interrupted backfill resumes, and writes each row once', async () => {
  await using dir = await writeMigrations({
    '001_fill': `backfill(pgm, { table: items, set: 'cents = price * 100, writes = writes + 1', where: 'cents IS NULL', key: ['id'], batch: 200, pauseMs: 10 })`,
  })
  await database.pool.query('ALTER TABLE items ADD writes int NOT NULL DEFAULT 0')
  // The batches block at this row until it is unlocked.
  const blocker = new pg.Client({ connectionString: database.url })
  await blocker.connect()
  try {
    await blocker.query('BEGIN; SELECT FROM items WHERE id = 1000 FOR UPDATE')
    const first = startMigrator(database.url, dir.path)
    await eventually(() => query('SELECT count(*)::int FROM items WHERE cents > 0')).toEqual([800])
    expect(await first.kill()).toBe('SIGKILL')
    await blocker.query('COMMIT')
  } finally {
    await blocker.end()
  }
  expect(await migrator(dir).up()).toEqual(['001_fill'])
  expect(
    await query('SELECT count(*)::int, min(writes), max(writes) FROM items WHERE cents = price * 100'),
  ).toEqual([2000, 1, 1])
})

describe('fails closed', () => {
  test('a statement that cannot run in a transaction and is not declared rerunnable', async () => {
    await using dir = await writeMigrations({
      '001_vacuum': `pgm.noTransaction(); pgm.sql('CREATE TABLE before (id int)'); pgm.sql('VACUUM items')`,
    })
    const error = await failure(migrator(dir).up())
    expect(error).toMatchObject({ code: 'MIGRATION_FAILED', sql: 'VACUUM items;' })
    expect(error.message).toMatch(
      /statement 2 of 2: VACUUM cannot run inside.* or rerunnable\(\) for a statement that may run twice\.$/,
    )
    // Completed statements are kept, and the failed one may be rewritten.
    await using better = await writeMigrations({
      '001_vacuum': `pgm.noTransaction(); pgm.sql('CREATE TABLE before (id int)'); rerunnable(pgm, 'it only tidies', 'VACUUM items')`,
    })
    expect(await migrator(better).up()).toEqual(['001_vacuum'])
  })

  test.for([
    ['COMMIT', `pgm.sql('COMMIT')`],
    ['an index without a name', `pgm.noTransaction(); pgm.sql('CREATE INDEX CONCURRENTLY ON items (label)')`],
    ['two indexes in one statement', `pgm.noTransaction(); pgm.sql('DROP INDEX CONCURRENTLY a, b')`],
  ] as const)('%s is refused before anything runs', async ([, body]) => {
    await using dir = await writeMigrations({ '001_bad': `pgm.sql('CREATE TABLE early (id int)'); ${body}` })
    expect(await failure(migrator(dir).up())).toMatchObject({ code: 'INVALID_FILES', migration: '001_bad' })
    expect(await query(`SELECT to_regclass('early')`)).toEqual([null])
  })

  test('a COMMIT hidden in a statement is detected', async () => {
    await using dir = await writeMigrations({ '001_bad': `pgm.sql('SELECT 1; COMMIT'); pgm.sql('SELECT 2')` })
    expect((await failure(migrator(dir).up())).message).toContain('ended its transaction in statement 1')
  })

  test('an unfinished migration may be neither changed, nor skipped, nor deleted', async () => {
    const start = `pgm.noTransaction(); pgm.sql('CREATE TABLE first (id int)');`
    await using dir = await writeMigrations({
      '001_good': [`pgm.sql('SELECT 1')`, `pgm.sql('SELECT 1')`],
      '002_partial': `${start} pgm.sql('SELECT 1 / 0')`,
    })
    expect((await failure(migrator(dir).up())).message).toContain('division by zero')
    expect((await migrator(dir).status()).unfinished).toMatchObject([{ name: '002_partial', done: 1 }])
    expect(await failure(migrator(dir).down({ count: 1 }))).toMatchObject({ code: 'UNFINISHED' })

    await using changed = await writeMigrations({
      '001_good': `pgm.sql('SELECT 1')`,
      '002_partial': start.replace('first', 'other'),
    })
    expect((await failure(migrator(changed).up())).message).toMatch(/statement 1 was changed since/)
    await using removed = await writeMigrations({ '001_good': `pgm.sql('SELECT 1')` })
    expect((await failure(migrator(removed).up())).message).toMatch(
      /Applying 002_partial was interrupted after 1 of its statements.*restore it/,
    )

    await using fixed = await writeMigrations({
      '001_good': `pgm.sql('SELECT 1')`,
      '002_partial': `${start} pgm.sql('SELECT 1')`,
    })
    expect(await migrator(fixed).up()).toEqual(['002_partial'])
    expect(eventsOf('migration.resume')).toMatchObject([{ name: '002_partial', done: 1, total: 2 }])
    expect(await query('SELECT count(*)::int FROM pgmigrations_progress')).toEqual([0])
  })
})
