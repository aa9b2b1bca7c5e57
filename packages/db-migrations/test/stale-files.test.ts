import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createMigrator } from 'db-migrations'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listMigrationFiles } from '../src/migration-files.ts'
import { describeStaleFile, findStaleFiles } from '../src/schema-docs/stale-files.ts'
import { verifyDatabase } from '../src/verify/verify.ts'
import { startCli } from './run-cli.ts'

const source = fileURLToPath(new URL('..', import.meta.url))
const newest = String((await listMigrationFiles()).at(-1)?.name)

let database: TestDatabase
let client: pg.Client
/** A copy of the package: its migrations and the files generated from them. */
let root: string
let dir: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'stale-'))
  dir = join(root, 'migrations')
  for (const name of ['migrations', 'schema', 'sql', 'src', 'package.json'])
    await cp(join(source, name), join(root, name), { recursive: true })
  for (const name of ['frozen', 'node_modules']) await symlink(join(source, name), join(root, name))
  database = await createTestDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
})
afterEach(async () => {
  await client.end()
  await database.close()
  await rm(root, { recursive: true })
})

const add = (name: string, table: string) =>
  writeFile(
    join(dir, `${name}.ts`),
    `export const up = (pgm) => { pgm.sql('CREATE TABLE ${table} (tenant_id bigint PRIMARY KEY)') }
export const down = (pgm) => { pgm.sql('DROP TABLE ${table}') }\n`,
  )
const migrate = () => createMigrator({ connectionString: database.url, dir }).up()

test('the generated files of the repository are current', async () => {
  expect(await findStaleFiles()).toEqual([])
})

describe('verify never calls what a migration created unexpected', () => {
  test('a migration newer than the catalog: every stale file is named, nothing is to be dropped', async () => {
    await add('999_create_notes', 'raw.notes')
    await migrate()
    const found = await verifyDatabase(client, dir)
    expect(found).toMatchObject({ ok: false, pending: [], checksums: [], drift: null })
    expect(found.stale).toEqual([
      {
        path: join('schema', 'catalog.json'),
        writtenAt: newest,
        newest: '999_create_notes',
        command: 'docs',
      },
      {
        path: join('src', 'generated', 'database-types.ts'),
        writtenAt: newest,
        newest: '999_create_notes',
        command: 'types',
      },
      { path: 'sql', writtenAt: null, newest: '999_create_notes', command: 'export-sql' },
    ])
    expect(found.stale.map(describeStaleFile)[0]).toBe(
      `schema/catalog.json was written at ${newest}, and the newest migration is 999_create_notes. Run: pnpm --filter db-migrations run docs`,
    )
  })

  test('a catalog newer than the migrations', async () => {
    await createMigrator({ connectionString: database.url, dir }).down({ count: 1 })
    await rm(join(dir, `${newest}.ts`))
    const { ok, stale, drift } = await verifyDatabase(client, dir)
    expect({ ok, drift }).toEqual({ ok: false, drift: null })
    expect(stale[0]).toMatchObject({ writtenAt: newest, newest: expect.not.stringMatching(newest) })
  })

  test('a database that is ahead of the files', async () => {
    await add('999_create_notes', 'raw.notes')
    await migrate()
    await rm(join(dir, '999_create_notes.ts'))
    // Another folder: a folder is stamped once per process.
    const older = join(root, 'older', 'migrations')
    await mkdir(join(root, 'older'))
    for (const name of ['migrations', 'schema'])
      await cp(join(root, name), join(root, 'older', name), { recursive: true })
    for (const name of ['frozen', 'node_modules', 'src'])
      await symlink(join(source, name), join(root, 'older', name))
    expect(await verifyDatabase(client, older)).toMatchObject({
      ok: false,
      checksums: [{ migration: '999_create_notes', problem: 'deleted' }],
      drift: null,
    })
  })

  test('a migration whose SQL changed after the catalog was written', async () => {
    const file = join(dir, `${newest}.ts`)
    const text = await readFile(file, 'utf8')
    await writeFile(
      file,
      `${text.replace('export function up', 'function first')}
export const up = (pgm: MigrationBuilder): void => {
  first(pgm)
  pgm.sql('COMMENT ON SCHEMA raw IS $$changed$$')
}\n`,
    )
    const { ok, stale, drift } = await verifyDatabase(client, dir)
    expect({ ok, drift }).toEqual({ ok: false, drift: null })
    expect(stale.map(describeStaleFile)[0]).toContain(
      `was written before ${newest} or an earlier migration changed`,
    )
  })

  test.each([
    ['of a merge with conflicts', '<<<<<<< ours\n{"migration":"1"}\n'],
    ['without a stamp', '[]'],
    ['cut off', '{"migration":"001","sql":"x","objects":['],
  ])('a catalog %s', async (_, text) => {
    await writeFile(join(root, 'schema', 'catalog.json'), text)
    const { ok, stale, drift } = await verifyDatabase(client, dir)
    expect({ ok, drift }).toEqual({ ok: false, drift: null })
    expect(stale).toMatchObject([{ path: join('schema', 'catalog.json'), writtenAt: null, command: 'docs' }])
  })
})

test('the author of a migration: new, migrate and verify say what is left to do', async () => {
  const run = (...args: string[]) =>
    startCli(args, { DATABASE_URL: database.url }, join(root, 'src', 'cli', 'main.ts'))
  const created = await run('new', 'create_notes')
  expect(created).toMatchObject({ code: 0, stderr: expect.stringMatching(/^Next: .* check and migrate/) })
  const name = `${String(Number.parseInt(newest, 10) + 1).padStart(3, '0')}_create_notes`
  await add(name, 'raw.notes')
  const migrated = await run('migrate')
  expect(migrated).toMatchObject({ code: 0, stdout: expect.stringMatching(/Applied 1 migration\(s\)\.\n$/) })
  for (const command of ['check', 'run docs', 'run types', 'run export-sql'])
    expect(migrated.stderr).toContain(`pnpm --filter db-migrations ${command}`)
  expect((await run('migrate')).stderr).toBe(migrated.stderr)
  const verified = await run('verify')
  expect(verified).toMatchObject({
    code: 3,
    stdout: expect.stringContaining(`stale: schema/catalog.json was written at ${newest}`),
  })
  expect(verified.stdout).not.toContain('DROP')
  expect(verified.stdout).toContain('Not compared with the schema: schema/catalog.json is not that of')
  const checked = await run('check', '--offline')
  expect(checked.stdout).toContain(`note: reverting ${name} deletes table raw.notes\n`)
  expect(checked.stdout).not.toContain(`note: reverting ${newest}`)
})

test('a deployed package has only the catalog', async () => {
  for (const name of ['sql', join('src', 'generated')]) await rm(join(root, name), { recursive: true })
  expect(await verifyDatabase(client, dir)).toMatchObject({ ok: true, stale: [], drift: [] })
})
