import { createMigrator, type MigrationError, type MigrationEvent } from 'db-migrations'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createItems, type MigrationsDir, writeMigrations } from './fixtures/migrations-dir.ts'

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
const eventsOf = <T extends MigrationEvent['type']>(type: T) =>
  events.filter((event): event is Extract<MigrationEvent, { type: T }> => event.type === type)
const failure = (work: Promise<unknown>): Promise<MigrationError> =>
  work.then(
    () => expect.fail('expected an error'),
    (error) => error,
  )

async function connect(applicationName: string) {
  const client = new pg.Client({ connectionString: database.url, application_name: applicationName })
  await client.connect()
  return { client, [Symbol.asyncDispose]: () => client.end() }
}

const addColumn = { '001_add': `pgm.sql('SELECT 1'); pgm.sql('ALTER TABLE items ADD added int')` }

test('reports its blockers and the sessions behind it while it waits, and names the blockers when it fails', async () => {
  await using dir = await writeMigrations(addColumn)
  await using reader = await connect('forgotten-session')
  await reader.client.query('BEGIN; SELECT count(*) FROM items')
  const work = failure(migrator(dir, { lockTimeoutMs: 400, attempts: 4 }).up())

  // Readers that arrive while the migration waits queue behind it, at every attempt.
  await using late = await connect('late-reader')
  let ended = false
  void work.finally(() => {
    ended = true
  })
  while (!ended) await late.client.query('SELECT count(*) FROM items')
  const error = await work

  const [first] = eventsOf('migration.blocked')
  expect(first).toMatchObject({
    name: '001_add',
    statement: 2,
    relation: 'items',
    blockers: [
      {
        pid: expect.any(Number),
        application: 'forgotten-session',
        state: 'idle in transaction',
        query: 'BEGIN; SELECT count(*) FROM items',
        since: expect.any(Date),
      },
    ],
  })
  expect(eventsOf('migration.blocked').some(({ queuedSessions }) => queuedSessions > 0)).toBe(true)
  expect(eventsOf('migration.retry')).toHaveLength(3)
  expect(error).toMatchObject({ code: 'MIGRATION_FAILED', migration: '001_add' })
  expect(error.message).toMatch(
    /^001_add failed in statement 2 of 2: .*lock timeout \(SQLSTATE 55P03\)\. Blocked by: pid \d+ \(forgotten-session, idle in transaction, in a transaction since .*Z\) on items\.$/,
  )
  expect(error.message).not.toContain('\n')
})

test('a reader continues while the migration is blocked and retried', async () => {
  await using dir = await writeMigrations(addColumn)
  await using old = await connect('old-transaction')
  await old.client.query('BEGIN; SELECT count(*) FROM items')
  const work = failure(migrator(dir, { lockTimeoutMs: 300, attempts: 3 }).up())

  await using reader = await connect('reader')
  let reads = 0
  let ended = false
  void work.finally(() => {
    ended = true
  })
  while (!ended) {
    await reader.client.query('SELECT count(*) FROM items')
    reads++
  }
  expect((await work).code).toBe('MIGRATION_FAILED')
  expect(eventsOf('migration.retry')).toHaveLength(2)
  // Without a timeout, the migration would block the reader until the old transaction ends: here, forever.
  expect(reads).toBeGreaterThan(3)
})

test('lock timeouts, deadlocks and serialization failures are retried; nothing else is', async () => {
  for (const [code, attempts] of [
    ['40P01', 3],
    ['40001', 3],
    ['55P03', 3],
    ['23505', 1],
  ] as const) {
    events = []
    await using dir = await writeMigrations({
      '001_raise': `pgm.sql("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '${code}', MESSAGE = 'raised'; END $$")`,
    })
    const error = await failure(migrator(dir, { attempts: 3 }).up())
    expect(error.message).toContain(`raised (SQLSTATE ${code})`)
    expect([code, eventsOf('migration.retry').length + 1]).toEqual([code, attempts])
  }
})

test('an error shows the file, the statement, and the position in it', async () => {
  await using dir = await writeMigrations({
    '001_wrong': `pgm.sql('SELECT 1'); pgm.sql("SELECT id,\\n\\t'ü', nothing\\n  FROM items")`,
    '002_function': '',
  })
  const error = await failure(migrator(dir).up())
  expect(error.message).toBe(
    '001_wrong failed in statement 2 of 2: column "nothing" does not exist (SQLSTATE 42703).',
  )
  expect(error.details?.split('\n')).toEqual([
    `${dir.path}/001_wrong.js, statement 2 of 2:`,
    '   1 | SELECT id,',
    "   2 | \t'ü', nothing",
    '     | \t     ^',
  ])
  expect(error.sql).toBe("SELECT id,\n\t'ü', nothing\n  FROM items;")
})

test('an error inside a function shows the position there too', async () => {
  await using dir = await writeMigrations({
    '001_function': `pgm.sql("DO $$ BEGIN PERFORM missing FROM items; END $$")`,
  })
  const { details } = await failure(migrator(dir).up())
  expect(details).toContain(
    'in the function that it called:\n   1 | SELECT missing FROM items\n     |        ^',
  )
  expect(details).toMatch(/Where: PL\/pgSQL function inline_code_block line 1/)
})
