import { readdirSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, readCatalog, type TestDatabase } from 'db-migrations/testing'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lastLine, runCli, startCli } from './run-cli.ts'

const names = readdirSync(new URL('../migrations/', import.meta.url)).map((file) => file.replace('.ts', ''))
const last = String(names.at(-1))

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase({ empty: true })
})
afterEach(() => database.close())

const run = (args: readonly string[], env: Record<string, string> = { DATABASE_URL: database.url }) =>
  runCli(args, env)

/** In place of an empty database: one that was migrated, as `migrate` does. */
async function useMigrated(): Promise<void> {
  await database.close()
  database = await createTestDatabase()
}

test('migrate twice: the second run reports nothing to do', async () => {
  const first = await startCli(['migrate'], { DATABASE_URL: database.url })
  expect(first.code).toBe(0)
  expect(first.stdout).toMatch(/✓ 001_create_raw_schema \(\d+ ms\)/)
  expect(lastLine(first.stdout)).toBe(`Applied ${names.length} migration(s).`)
  expect(await run(['migrate'])).toMatchObject({
    code: 0,
    stdout: 'Nothing to do: the database is up to date.\n',
  })
})

test('status shows pending migrations, also by its exit code', async () => {
  await run(['migrate', '--to', '005'])
  const text = await run(['status'])
  expect(text.code).toBe(4)
  expect(text.stdout).toMatch(/✓ 005_create_st_technicians {2}\d{4}-/)
  expect(text.stdout).toContain('· 006_create_st_appointment_assignments  pending')
  const json = await run(['status', '--json'])
  expect(json.code).toBe(4)
  expect(JSON.parse(json.stdout)).toMatchObject({
    ok: true,
    applied: [{ name: '001_create_raw_schema' }, {}, {}, {}, {}],
    pending: names.slice(5),
  })
  await run(['migrate'])
  expect((await run(['status'])).code).toBe(0)
})

test('an applied migration that was edited: migrate and status say so, and exit with 3', async () => {
  await useMigrated()
  await database.pool.query(`UPDATE pgmigrations_checksums SET sql = 'other' WHERE name LIKE '003%'`)
  expect(await run(['migrate'])).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/^error: Changed since they were applied: 003_create_st_jobs\./),
  })
  const text = await run(['status'])
  expect(text.code).toBe(3)
  expect(text.stdout).toMatch(/\n! 003_create_st_jobs .* changed since it was applied\n✓ 004/)
  expect(text.stderr).toContain('003_create_st_jobs')
  const json = await run(['status', '--json'])
  expect(json.code).toBe(3)
  expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, changed: ['003_create_st_jobs'], pending: [] })
})

test('rollback without a terminal requires --yes, and describes what it would do', async () => {
  await useMigrated()
  const refused = await run(['rollback'])
  expect(refused.code).toBe(2)
  expect(lastLine(refused.stderr)).toMatch(new RegExp(`^error: Revert ${last} in .*\\? .* pass --yes`))
  expect(refused.stderr).not.toContain(new URL(database.url).password || 'no password')
  expect((await run(['status'])).code).toBe(0)

  expect(JSON.parse((await run(['rollback', '--yes', '--json'])).stdout)).toMatchObject({
    reverted: [last],
  })
  const all = await run(['rollback', '--to', '0', '--yes'])
  expect(lastLine(all.stdout)).toBe(`Reverted ${names.length - 1} migration(s).`)
  expect(await run(['rollback', '--yes'])).toMatchObject({
    code: 0,
    stdout: 'Nothing to do: no such migration is applied.\n',
  })
})

test('rollback says which data it drops, before and after', async () => {
  await useMigrated()
  await database.pool.query(`
    INSERT INTO raw.tenants (tenant_id, name) VALUES (1, 'One');
    INSERT INTO raw.sync_state (tenant_id, table_name, lease_id) VALUES (1, 'st_jobs', gen_random_uuid()), (1, 'st_zones', NULL);
    INSERT INTO api.keys (tenant_id, name, scopes, secret_hash) VALUES (1, 'board', '{read}', sha256(''))`)
  const refused = await run(['rollback', '--to', '14'])
  const losses = 'raw.sync_state.lease_id (1 rows), api.keys (1 rows)'
  expect(refused.stdout).toContain(`This drops data that migrating again does not bring back: ${losses}`)
  expect(lastLine(refused.stderr)).toContain(`This drops ${losses}. Not a terminal`)
  const done = await run(['rollback', '--to', '14', '--yes'])
  expect(lastLine(done.stdout)).toBe(`Reverted ${names.length - 14} migration(s) and dropped ${losses}.`)
})

test('rollback --count 0 is refused, and never reverts everything', async () => {
  await useMigrated()
  expect(await run(['rollback', '--count', '0', '--yes'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Expected 1 or more'),
  })
  expect((await run(['status'])).code).toBe(0)
})

test('new writes the next number from a template, and refuses a bad name', async () => {
  const out = await mkdtemp(join(tmpdir(), 'new-'))
  try {
    const first = await run(['new', 'add job notes', '--out', out])
    expect(first).toMatchObject({ code: 0, stdout: `Created ${join(out, '001_add_job_notes.ts')}\n` })
    const second = await run(['new', 'drop_job_notes', '--out', out, '--json'])
    expect(JSON.parse(second.stdout)).toEqual({ ok: true, path: join(out, '002_drop_job_notes.ts') })
    expect(await import(join(out, '002_drop_job_notes.ts'))).toMatchObject({
      up: expect.any(Function),
      down: expect.any(Function),
    })
    expect(await run(['new', 'Ünïque', '--out', out])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('lower-case words'),
    })
    expect(await readdir(out)).toHaveLength(2)
  } finally {
    await rm(out, { recursive: true })
  }
})

test('a direct connection takes precedence over the pooled one', async () => {
  const env = { DATABASE_URL: 'postgres://unused@127.0.0.1:1/pooled', DATABASE_DIRECT_URL: database.url }
  expect((await run(['migrate'], env)).code).toBe(0)
})

test('invalid input is reported in one line and changes nothing', async () => {
  const snapshot = async () => {
    const client = await database.pool.connect()
    try {
      return await readCatalog(client)
    } finally {
      client.release()
    }
  }
  const unreachable = await run(['migrate'], { DATABASE_URL: 'postgres://me:planted-password@127.0.0.1:1/x' })
  expect(unreachable).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^error: No PostgreSQL answers at 127\.0\.0\.1:1 .*\n$/),
  })
  expect(unreachable.stderr).not.toContain('planted-password')

  await database.pool.query('CREATE SCHEMA raw; CREATE TABLE raw.st_jobs (id uuid)')
  const before = await snapshot()
  const unledgered = await run(['migrate', '--json'])
  expect(unledgered.code).toBe(1)
  expect(JSON.parse(unledgered.stdout)).toMatchObject({ ok: false, error: { code: 'UNLEDGERED_SCHEMA' } })
  expect(unledgered.stderr).toMatch(/^error: Schema raw has tables \(st_jobs\).*\n$/)
  expect(await snapshot()).toEqual(before)

  await database.pool.query('DROP SCHEMA raw CASCADE')
  await useMigrated()
  await database.pool.query(`INSERT INTO pgmigrations (name, run_on) VALUES ('999_future', now())`)
  expect(await run(['migrate'])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^error: .*999_future.* Update the code.*\n$/),
  })
  expect(await run(['status'])).toMatchObject({ code: 1 })
  expect(await run(['migrate', '--to', 'x'])).toMatchObject({ code: 2 })
})

test('a running migrator is exit code 5', async () => {
  const holder = new pg.Client({ connectionString: database.url })
  await holder.connect()
  try {
    await holder.query('SELECT pg_advisory_lock(7241865325823964)')
    const { code, stderr } = await run(['migrate', '--lock-wait', '0'])
    expect({ code, stderr }).toEqual({
      code: 5,
      stderr: expect.stringMatching(/Another migrator is running \(pid \d+/),
    })
  } finally {
    await holder.end()
  }
})
