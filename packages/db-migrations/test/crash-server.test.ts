import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { createMigrator } from 'db-migrations'
import { createTestDatabase } from 'db-migrations/testing'
import { startTemporaryPostgres } from 'local-postgres/testing'
import pg from 'pg'
import { expect, test } from 'vitest'
import { onlineDir, readState } from './fixtures/crashes.ts'
import { cutAfterCommit } from './fixtures/cut-after-commit.ts'
import { eventually } from './fixtures/eventually.ts'
import { createItems, waitingBuilds, writeMigrations } from './fixtures/migrations-dir.ts'

test('a server crash during an index build: the next run builds it', async () => {
  // Its own server: the crash ends every connection, and synchronous_commit is off on the shared one.
  await using server = await startTemporaryPostgres({
    inMemory: true,
    settings: { synchronous_commit: 'on' },
  })
  await using dir = await writeMigrations({
    '001_index': `addIndexConcurrently(pgm, items, { name: 'items_label_idx', columns: ['label'], query: 'by label' })`,
  })
  const connectionString = server.url
  const query = async (sql: string) => {
    const client = new pg.Client({ connectionString })
    await client.connect()
    try {
      return (await client.query({ text: sql, rowMode: 'array' })).rows?.flat()
    } finally {
      await client.end()
    }
  }
  await query(createItems)
  const writer = new pg.Client({ connectionString })
  writer.on('error', () => undefined)
  const writerEnded = new Promise((resolve) => writer.once('end', resolve))
  await writer.connect()
  await writer.query("BEGIN; UPDATE items SET label = 'x' WHERE id = 1")
  const interrupted = expect(createMigrator({ connectionString, dir: dir.path }).up()).rejects.toThrow(
    /^001_index failed in statement 1 of 2/,
  )
  const building = () => query(waitingBuilds)
  await eventually(building).toHaveLength(1)

  // When a server process is killed, PostgreSQL ends all of them and recovers from the WAL.
  process.kill((await building())[0], 'SIGKILL')
  await interrupted
  // Until then it accepts connections, which it ends as well.
  await writerEnded
  await eventually(() => query('SELECT 1').catch(() => [])).toEqual([1])
  expect(await createMigrator({ connectionString, dir: dir.path }).up()).toEqual(['001_index'])
  expect(
    await query(`SELECT indisvalid FROM pg_index WHERE indexrelid = 'items_label_idx'::regclass`),
  ).toEqual([true])
})

test('the response to any COMMIT is lost: the next run detects what was committed', async () => {
  await using undisturbed = await createTestDatabase({ empty: true })
  await createMigrator({ connectionString: undisturbed.url, dir: onlineDir }).up()
  const expected = await readState(undisturbed, ['shop'])

  for (let count = 1; ; count++) {
    await using database = await createTestDatabase({ empty: true })
    await using proxy = await cutAfterCommit(database.url, count)
    const work = createMigrator({ connectionString: proxy.url, dir: onlineDir }).up()
    const error = await work.then(
      () => undefined,
      (thrown) => thrown,
    )
    if (!proxy.wasCut()) {
      expect(error).toBeUndefined()
      expect(count).toBeGreaterThan(8)
      break
    }
    expect(error).toMatchObject({ code: 'MIGRATION_FAILED' })
    expect(error.message).toMatch(/it resumes where this run stopped\.$/)
    await createMigrator({ connectionString: database.url, dir: onlineDir }).up()
    expect(await readState(database, ['shop'])).toEqual(expected)
  }
})

test('the stock node-pg-migrate CLI runs the same files outside a transaction, with the same result', async () => {
  await using database = await createTestDatabase({ empty: true })
  await using ours = await createTestDatabase({ empty: true })
  const bin = join(
    dirname(createRequire(import.meta.url).resolve('node-pg-migrate')),
    '..',
    '..',
    'bin',
    'node-pg-migrate.js',
  )
  const stock = (url: string, ...args: string[]) =>
    promisify(execFile)(process.execPath, [bin, ...args, '-m', onlineDir], {
      env: { ...process.env, DATABASE_URL: url },
    })
  const migrator = createMigrator({ connectionString: ours.url, dir: onlineDir })
  await stock(database.url, 'up')
  await migrator.up()
  expect(await readState(database, ['shop'])).toEqual(await readState(ours, ['shop']))

  // The progress table does not affect it: it reverts and applies what we applied.
  await stock(ours.url, 'down', '2')
  expect((await migrator.status()).pending).toHaveLength(2)
  await stock(ours.url, 'up')
  await migrator.assertUpToDate()
  expect(await readState(ours, ['shop'])).toEqual(await readState(database, ['shop']))
})
