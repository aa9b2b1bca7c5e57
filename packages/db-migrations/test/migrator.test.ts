import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createMigrator, MigrationError } from 'db-migrations'
import { createTestDatabase, insertRows, readCatalog, type TestDatabase } from 'db-migrations/testing'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listMigrationFiles } from '../src/migration-files.ts'

const migrationsDir = fileURLToPath(new URL('../migrations/', import.meta.url))
const all = (await listMigrationFiles()).map(({ name }) => name)

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase({ empty: true })
})
afterEach(() => database.close())

const migrator = (options = {}) => createMigrator({ connectionString: database.url, ...options })
const catalog = async () => {
  const client = await database.pool.connect()
  try {
    return await readCatalog(client)
  } finally {
    client.release()
  }
}
const codeOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof MigrationError)) throw new Error(`Expected a MigrationError, got ${error}`)
  return error.code
}

test('the first names are those of existing databases', () => {
  expect(all.slice(0, 5)).toEqual([
    '001_create_raw_schema',
    '002_create_st_locations',
    '003_create_st_jobs',
    '004_create_st_appointments',
    '005_create_st_technicians',
  ])
})

test('applies everything once, then has nothing to do', async () => {
  expect(await migrator().up()).toEqual(all)
  expect(await migrator().up()).toEqual([])
  const { applied, pending, unknown } = await migrator().status()
  expect(applied.map(({ name }) => name)).toEqual(all)
  expect({ pending, unknown }).toEqual({ pending: [], unknown: [] })
})

test('reverts everything and migrates again to the same catalog', async () => {
  const nothing = await catalog()
  await migrator().up()
  const first = await catalog()
  expect(await migrator().down({ to: 0 })).toEqual(all.toReversed())
  expect(await catalog()).toEqual(nothing)
  await migrator().up()
  expect(await catalog()).toEqual(first)
  expect(first.length).toBeGreaterThan(100)
})

test('each down migration reverts its up migration, with rows in every table', async () => {
  for (const name of all) {
    const to = Number.parseInt(name, 10)
    const before = await catalog()
    expect(await migrator().up({ to })).toEqual([name])
    const after = await catalog()
    await insertRows(database.pool, 1)
    expect(await migrator().down({ count: 1 })).toEqual([name])
    expect(await catalog()).toEqual(before)
    await migrator().up({ to })
    expect(await catalog()).toEqual(after)
    await insertRows(database.pool, 1)
  }
})

test('exactly one of three concurrent migrators runs the migrations', async () => {
  const results = await Promise.all([migrator().up(), migrator().up(), migrator().up()])
  expect(results.flat()).toEqual(all)
})

test('names the holder of the lock when it is taken', async () => {
  const holder = new pg.Client({ connectionString: database.url, application_name: 'the-other-one' })
  await holder.connect()
  try {
    await holder.query('SELECT pg_advisory_lock(7241865325823964)')
    const events: unknown[] = []
    const blocked = migrator({ lockWaitMs: 0 }).up()
    await expect(blocked).rejects.toThrow(/pid \d+, the-other-one/)
    expect(await codeOf(migrator({ lockWaitMs: 0 }).up())).toBe('LOCK_BUSY')
    const waiting = migrator({ onEvent: (event: { type: string }) => events.push(event.type) }).up({ to: 1 })
    await expect.poll(() => events).toContain('lock.wait')
    await holder.query('SELECT pg_advisory_unlock(7241865325823964)')
    expect(await waiting).toEqual([all[0]])
  } finally {
    await holder.end()
  }
})

test('gives way to a reader, retries, and succeeds when the reader has finished', async () => {
  await migrator().up({ to: 10 })
  const reader = await database.pool.connect()
  await reader.query('BEGIN')
  await reader.query('SELECT count(*) FROM raw.sync_runs')
  const events: { type: string }[] = []
  const options = {
    lockTimeoutMs: 20,
    attempts: 1000,
    onEvent: (event: { type: string }) => events.push(event),
  }
  const work = migrator(options).down({ count: 1 })
  await expect.poll(() => events.filter(({ type }) => type === 'migration.retry').length).toBeGreaterThan(2)
  await reader.query('COMMIT')
  reader.release()
  expect(await work).toEqual([all[9]])
})

test('an app detects pending migrations at start', async () => {
  await migrator().up({ to: 5 })
  const error = await migrator()
    .assertUpToDate()
    .catch((thrown) => thrown)
  expect(error.code).toBe('PENDING')
  expect(error.message).toContain(all.slice(5).join(', '))
  await migrator().up()
  await migrator().assertUpToDate()
})

test('the stock node-pg-migrate CLI produces the same ledger and catalog from the same directory', async () => {
  await using migrated = await createTestDatabase()
  const bin = join(
    dirname(createRequire(import.meta.url).resolve('node-pg-migrate')),
    '..',
    '..',
    'bin',
    'node-pg-migrate.js',
  )
  await promisify(execFile)(process.execPath, [bin, 'up', '-m', migrationsDir], {
    env: { ...process.env, DATABASE_URL: database.url },
  })
  const own = await migrated.pool.connect()
  try {
    expect(await catalog()).toEqual(await readCatalog(own))
    const names = 'SELECT name FROM public.pgmigrations ORDER BY run_on, id'
    expect((await database.pool.query(names)).rows).toEqual((await own.query(names)).rows)
  } finally {
    own.release()
  }
  // This migrator continues the work of the stock CLI.
  expect(await migrator().up()).toEqual([])
})

describe('invalid input changes nothing', () => {
  let dir: string
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'migrations-'))
  })
  afterEach(() => rm(dir, { recursive: true }))

  const write = (name: string, up: string) =>
    writeFile(join(dir, name), `export const up = (pgm) => { ${up} }\nexport const down = false\n`)

  test('a database that is ahead of the code', async () => {
    await database.close()
    database = await createTestDatabase()
    const before = await catalog()
    await database.pool.query(
      `INSERT INTO public.pgmigrations (name, run_on) VALUES ('099_from_the_future', now())`,
    )
    expect(await codeOf(migrator().up())).toBe('AHEAD_OF_CODE')
    expect(await codeOf(migrator().assertUpToDate())).toBe('AHEAD_OF_CODE')
    expect(await codeOf(migrator().down({ count: 1 }))).toBe('AHEAD_OF_CODE')
    expect(await catalog()).toEqual(before)
  })

  test('a raw schema without a ledger', async () => {
    await database.pool.query('CREATE SCHEMA raw; CREATE TABLE raw.st_jobs (id uuid)')
    const before = await catalog()
    const error = await migrator()
      .up()
      .catch((thrown) => thrown)
    expect(error.code).toBe('UNLEDGERED_SCHEMA')
    expect(error.message).toContain('st_jobs')
    expect(await catalog()).toEqual(before)
    const { rows } = await database.pool.query(`SELECT to_regclass('public.pgmigrations') AS ledger`)
    expect(rows).toEqual([{ ledger: null }])
  })

  test('a ledger in another schema', async () => {
    await database.pool.query('CREATE SCHEMA other; CREATE TABLE other.pgmigrations (id serial, name text)')
    expect(await codeOf(migrator().up())).toBe('LEDGER_ELSEWHERE')
  })

  test('a new file with a lower number than an applied one', async () => {
    await write('001_first.js', `pgm.sql('SELECT 1')`)
    await write('003_third.js', `pgm.sql('SELECT 1')`)
    await migrator({ dir }).up()
    await write('002_second.js', `pgm.sql('SELECT 1')`)
    expect(await codeOf(migrator({ dir }).up())).toBe('OUT_OF_ORDER')
  })

  test('a duplicate number, and a stray file', async () => {
    await write('001_first.js', '')
    await write('001_also.js', '')
    expect(await codeOf(migrator({ dir }).up())).toBe('INVALID_FILES')
    await rm(join(dir, '001_also.js'))
    await writeFile(join(dir, 'notes.md'), '')
    expect(await codeOf(migrator({ dir }).up())).toBe('INVALID_FILES')
  })

  test('a migration that fails is rolled back, and those before it are kept', async () => {
    await write('001_good.js', `pgm.sql('CREATE TABLE good (id int)')`)
    await write('002_bad.js', `pgm.sql('CREATE TABLE partial (id int)'); pgm.sql('SELECT nothing')`)
    const error = await migrator({ dir })
      .up()
      .catch((thrown) => thrown)
    expect(error).toMatchObject({ code: 'MIGRATION_FAILED', migration: '002_bad' })
    expect(error.message).toContain('column "nothing" does not exist')
    const { rows } = await database.pool.query(
      `SELECT to_regclass('good') AS good, to_regclass('partial') AS partial`,
    )
    expect(rows).toEqual([{ good: 'good', partial: null }])
    expect((await migrator({ dir }).status()).pending).toEqual(['002_bad'])
  })

  test('a migration without a down migration', async () => {
    await write('001_good.js', `pgm.sql('SELECT 1')`)
    await migrator({ dir }).up()
    expect(await codeOf(migrator({ dir }).down({ count: 1 }))).toBe('IRREVERSIBLE')
    expect((await migrator({ dir }).status()).pending).toEqual([])
  })

  test('a server that cannot be reached', async () => {
    const connectionString = 'postgres://unused:secret@127.0.0.1:1/nothing'
    const error = await createMigrator({ connectionString })
      .up()
      .catch((thrown) => thrown)
    expect(error.code).toBe('unreachable')
    expect(error.message).not.toContain('secret')
    expect(error.message).not.toContain('\n')
  })
})
