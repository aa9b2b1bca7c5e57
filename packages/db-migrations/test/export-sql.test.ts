import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createMigrator } from 'db-migrations'
import { createTestDatabase, readCatalog, type TestDatabase } from 'db-migrations/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { eject } from '../src/export/eject.ts'
import { differentSql, exportSql, writeSql } from '../src/export/export-sql.ts'
import { splitStatements } from '../src/plan/split-statements.ts'

const run = promisify(execFile)
const sqlDir = fileURLToPath(new URL('../sql/', import.meta.url))

let reference: TestDatabase
let database: TestDatabase
beforeEach(async () => {
  reference = await createTestDatabase()
  database = await createTestDatabase({ empty: true })
})
afterEach(async () => {
  await reference.close()
  await database.close()
})

const catalog = async ({ pool }: TestDatabase) => {
  const client = await pool.connect()
  try {
    return await readCatalog(client)
  } finally {
    client.release()
  }
}
const ledger = async ({ pool }: TestDatabase) =>
  (await pool.query('SELECT name FROM public.pgmigrations ORDER BY run_on, id')).rows
/** Runs a file as psql does: each statement by itself, if the file has no transaction. */
async function runFile(text: string): Promise<void> {
  const statements = /^BEGIN;$/m.test(text) ? [text] : await splitStatements(text)
  for (const statement of statements) await database.pool.query(statement)
}
const upFiles = async () => (await exportSql()).filter(({ path }) => !path.startsWith('down'))
const downFiles = async () => (await exportSql()).filter(({ path }) => path.startsWith('down'))

test('the files in sql/ are current (else: pnpm --filter db-migrations run export-sql)', async () => {
  expect(await differentSql(sqlDir, await exportSql())).toEqual([])
})

test('the files create the same database and ledger as the migrator, which continues from there', async () => {
  for (const { text } of await upFiles()) await runFile(text)
  expect(await catalog(database)).toEqual(await catalog(reference))
  expect(await ledger(database)).toEqual(await ledger(reference))
  const migrator = createMigrator({ connectionString: database.url })
  expect(await migrator.up()).toEqual([])
  const [last] = (await ledger(database)).toReversed()
  expect(await migrator.down({ count: 1 })).toEqual([last.name])
})

test('the files continue where the migrator stopped, and revert to nothing', async () => {
  const files = await upFiles()
  await createMigrator({ connectionString: database.url }).up({ to: 3 })
  for (const { text } of files.slice(3)) await runFile(text)
  expect(await catalog(database)).toEqual(await catalog(reference))
  for (const { text } of (await downFiles()).toReversed()) await runFile(text)
  expect(await catalog(database)).toEqual([])
  expect(await ledger(database)).toEqual([])
})

test('a file run twice, or out of order, changes nothing', async () => {
  const [first, second, third] = await upFiles()
  await database.pool.query(first?.text ?? '')
  const before = await catalog(database)
  await expect(database.pool.query(third?.text ?? '')).rejects.toThrow(
    /003_create_st_jobs comes after 002_create_st_locations, but the ledger ends with 001_create_raw_schema/,
  )
  await expect(database.pool.query(first?.text ?? '')).rejects.toThrow(/comes after no migration/)
  expect(await catalog(database)).toEqual(before)
  await database.pool.query(second?.text ?? '')
  const [firstDown] = await downFiles()
  await expect(database.pool.query(firstDown?.text ?? '')).rejects.toThrow(
    /Only the last migration can be reverted: that is 002_create_st_locations/,
  )
})

test('files of deleted migrations are removed, and changed files are detected', async () => {
  const out = await mkdtemp(join(tmpdir(), 'sql-'))
  try {
    const files = await exportSql()
    await writeSql(out, files)
    expect(await differentSql(out, files)).toEqual([])
    await writeFile(join(out, '000_old.sql'), 'SELECT 1;')
    await writeFile(join(out, '001_create_raw_schema.sql'), 'SELECT 1;')
    expect(await differentSql(out, files)).toEqual(['000_old.sql', '001_create_raw_schema.sql'])
    await writeSql(out, files)
    expect(await differentSql(out, files)).toEqual([])
  } finally {
    await rm(out, { recursive: true })
  }
})

describe('psql alone', () => {
  const psql = async (args: readonly string[], script?: string) => {
    const command = `psql --no-psqlrc -v ON_ERROR_STOP=1 -q ${args.join(' ')} "$DATABASE"`
    await run('/bin/sh', ['-ec', script ?? command], {
      cwd: sqlDir,
      env: { ...process.env, DATABASE: database.url },
    })
  }
  const hasPsql = run('psql', ['--version']).then(
    () => true,
    () => false,
  )

  test('one by one, in a loop, and through a pipe', async (ctx) => {
    if (!(await hasPsql)) ctx.skip('psql is not installed; the tests above run the files through pg')
    const methods = [
      async () => {
        for (const { path } of await upFiles()) await psql(['-f', path])
      },
      () =>
        psql([], 'for file in *.sql; do psql --no-psqlrc -q -v ON_ERROR_STOP=1 -f "$file" "$DATABASE"; done'),
      () => psql([], 'cat *.sql | psql --no-psqlrc -q -v ON_ERROR_STOP=1 "$DATABASE"'),
    ]
    for (const build of methods) {
      await build()
      expect(await catalog(database)).toEqual(await catalog(reference))
      expect(await ledger(database)).toEqual(await ledger(reference))
      await psql((await downFiles()).toReversed().flatMap(({ path }) => ['-f', path]))
      expect(await catalog(database)).toEqual([])
    }
  })
})

test("eject: the stock CLI alone creates the same database, and both continue each other's work", async () => {
  const out = join(await mkdtemp(join(tmpdir(), 'eject-')), 'ejected')
  const stock = async (...args: string[]) => {
    const bin = join(
      dirname(createRequire(import.meta.url).resolve('node-pg-migrate')),
      '..',
      '..',
      'bin',
      'node-pg-migrate.js',
    )
    await run(process.execPath, [bin, ...args, '-m', join(out, 'migrations')], {
      env: { ...process.env, DATABASE_URL: database.url },
    })
  }
  try {
    const written = await eject(out)
    expect(JSON.parse(await readFile(written.at(-1) ?? '', 'utf8')).dependencies).toHaveProperty(
      'node-pg-migrate',
    )
    await stock('up')
    expect(await catalog(database)).toEqual(await catalog(reference))
    expect(await ledger(database)).toEqual(await ledger(reference))
    await stock('down', '2')
    // The migrator continues from there, and the stock CLI reverts.
    const migrator = createMigrator({ connectionString: database.url })
    await migrator.up()
    expect(await catalog(database)).toEqual(await catalog(reference))
    await stock('down', '0')
    expect(await catalog(database)).toEqual([])
    await expect(eject(out)).rejects.toThrow('not empty')
  } finally {
    await rm(dirname(out), { recursive: true })
  }
})
