import { backendPid } from 'cli-kit/postgres'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  defaultMigrationsDir,
  listMigrationFiles,
  loadMigration,
  type MigrationFile,
} from '../src/migration-files.ts'
import { createMigrator } from '../src/migrator.ts'
import { planMigration } from '../src/plan/migration-plan.ts'
import type { Boundary } from '../src/run/run.ts'
import {
  type Attempt,
  attempt,
  killAt,
  loseConnectionAt,
  onlineDir,
  readState,
  seededRandom,
} from './fixtures/crashes.ts'

// Generated from the directories, so that new migrations are covered.
//
// Two kinds of crash. Lost connection: pg_terminate_backend exactly at a boundary, equal to a killed migrator for the
// server, within milliseconds. SIGKILL: a migrator process that kills itself exactly at a boundary; slower. Both at a
// sample of the boundaries, the same in every run.

// That all boundaries share one transaction is checked at each of them; a crash before COMMIT and one anywhere show
// that it rolls back.
const LOST_CONNECTIONS_OUTSIDE = 4

// For the server a killed process is a lost connection, which every migration is tested with; of so many migrations one
// is also tested with a process.
const KILLED_PROCESSES = 4

const own = await byTransaction(await listMigrationFiles())
const online = await byTransaction(await listMigrationFiles(onlineDir))

async function byTransaction(files: readonly MigrationFile[]) {
  const inOne: MigrationFile[] = []
  const outside: MigrationFile[] = []
  for (const file of files) {
    const { usesTransaction } = await planMigration(await loadMigration(file), 'up')
    if (usesTransaction) inOne.push(file)
    else outside.push(file)
  }
  return { inOne, outside }
}

/** All boundaries except the last (after COMMIT), or a sample that includes the first and the one before COMMIT. */
function sample(count: number, size: number, seed: number): number[] {
  const all = Array.from({ length: count - 1 }, (_, index) => index)
  if (all.length <= size) return all
  const random = seededRandom(seed)
  const chosen = new Set([0, count - 2])
  while (chosen.size < size) chosen.add(Math.floor(random() * all.length))
  return [...chosen].sort((a, b) => a - b)
}

describe('a migration in a transaction, killed anywhere, leaves no changes', () => {
  let undisturbed: TestDatabase
  let database: TestDatabase
  beforeAll(async () => {
    undisturbed = await createTestDatabase({ empty: true })
    database = await createTestDatabase({ empty: true })
  })
  afterAll(async () => {
    await undisturbed.close()
    await database.close()
  })

  test.for(own.inOne)('$name', async (file: MigrationFile) => {
    for (const { url } of [undisturbed, database]) {
      await createMigrator({ connectionString: url }).up({ to: file.number - 1 })
    }
    const what = { database, dir: defaultMigrationsDir, file, direction: 'up' } as const
    const boundaries = await boundariesInOneTransaction({ ...what, database: undisturbed })
    const before = await readState(database)

    // A crash leaves the state before, so the next run is the one that ends this test.
    const beforeCommit = boundaries.length - 2
    expect(await loseConnectionAt(what, beforeCommit)).toEqual(boundaries[beforeCommit])
    expect(await readState(database)).toEqual(before)
    if (file.number % KILLED_PROCESSES === 0) {
      const anywhere = Math.floor(seededRandom(file.number)() * (boundaries.length - 1))
      expect(await killAt(what, anywhere)).toBe('SIGKILL')
      expect(await readState(database)).toEqual(before)
    }

    expect(await loseConnectionAt(what, boundaries.length - 1)).toMatchObject({ point: 'committed' })
    expect(await attempt(what)).toEqual([])
    expect(await readState(database)).toEqual(await readState(undisturbed))
  })
})

/**
 * Applies a migration and checks at every boundary, from another session, that the transaction begun at the first is
 * still open, so that a crash at any of them rolls back everything.
 */
async function boundariesInOneTransaction(what: Attempt): Promise<Boundary[]> {
  const boundaries: Boundary[] = []
  const transactions = new Set<unknown>()
  await attempt(what, async (at, client) => {
    boundaries.push(at)
    // No transaction before the first statement and after COMMIT.
    if (boundaries.length === 1 || at.point === 'committed') return
    const { rows } = await what.database.pool.query(
      `SELECT virtualtransaction, (SELECT xact_start FROM pg_stat_activity WHERE pid = $1) AS since
         FROM pg_locks WHERE pid = $1 AND locktype = 'virtualxid'`,
      [await backendPid(client)],
    )
    transactions.add(JSON.stringify(rows))
  })
  expect(boundaries.at(-1)).toMatchObject({ name: what.file.name, point: 'committed' })
  expect([...transactions]).toEqual([expect.stringContaining('virtualtransaction')])
  return boundaries
}

describe('a migration outside a transaction, killed anywhere, is completed by the next run', () => {
  const migrations = [
    ...own.outside.map((file) => ({ file, dir: defaultMigrationsDir, schema: 'raw' })),
    ...online.outside.map((file) => ({ file, dir: onlineDir, schema: 'shop' })),
  ]
  const both = (['up', 'down'] as const).flatMap((direction) =>
    migrations.map((migration) => ({ ...migration, direction, name: migration.file.name })),
  )

  test.for(both)('$name, $direction', async ({ file, dir, schema, direction }) => {
    await using database = await createTestDatabase({ empty: true })
    const until = direction === 'up' ? file.number - 1 : file.number
    await createMigrator({ connectionString: database.url, dir }).up({ to: until })
    const what = { database, dir, file, direction } as const
    const back = { ...what, direction: direction === 'up' ? 'down' : 'up' } as const

    const before = await readState(database, [schema])
    const boundaries: Boundary[] = []
    await attempt(what, (at) => void boundaries.push(at))
    const after = await readState(database, [schema])
    const expectFinished = async () => {
      await attempt(what)
      expect(await readState(database, [schema])).toEqual(after)
      expect(await unfinishedRows(database)).toEqual([])
      await attempt(back)
      expect(await readState(database, [schema])).toEqual(before)
    }
    await attempt(back)
    const last = boundaries.length - 1
    for (const boundary of [...sample(boundaries.length, LOST_CONNECTIONS_OUTSIDE, file.number), last]) {
      expect(await loseConnectionAt(what, boundary)).toEqual(boundaries[boundary])
      await expectFinished()
    }
    const random = seededRandom(file.number)
    for (let times = 0; times < 2; times++) {
      expect(await killAt(what, Math.floor(random() * boundaries.length))).toBe('SIGKILL')
      await expectFinished()
    }
  })
})

async function unfinishedRows(database: TestDatabase): Promise<unknown[]> {
  const { rows } = await database.pool.query(`SELECT to_regclass('public.pgmigrations_progress') AS progress`)
  if (rows[0].progress === null) return []
  return (await database.pool.query('SELECT name, direction, done FROM public.pgmigrations_progress')).rows
}
