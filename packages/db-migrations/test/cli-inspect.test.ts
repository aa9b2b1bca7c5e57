import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fillTables, runScripts } from './fixtures/hand-run/hand-run.ts'
import { lastLine, startCli } from './run-cli.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase({ empty: true })
})
afterEach(() => database.close())

const run = (...args: readonly string[]) => startCli(args, { DATABASE_URL: database.url })

test('plan shows the SQL of pending migrations, and changes nothing', async () => {
  const all = await run('plan')
  expect(all.code).toBe(0)
  expect(all.stdout).toMatch(/^-- 001_create_raw_schema\nBEGIN;\nCREATE SCHEMA "raw";/)
  expect((await run('plan', '--offline')).stdout).toBe(all.stdout)
  await run('migrate', '--to', '6')
  const { migrations } = JSON.parse((await run('plan', '--json')).stdout)
  expect(migrations[0]).toMatchObject({ name: '007_create_sync_bookkeeping', usesTransaction: true })
  expect((await run('plan', '--down')).stdout).toMatch(
    /-- locks raw\.st_appointment_assignments: ACCESS EXCLUSIVE, 0 rows/,
  )
  expect((await run('status')).code).toBe(4)
  await run('migrate')
  expect((await run('plan')).stdout).toBe('Nothing to do: the database is up to date.\n')
})

test('verify reports differences and their fixes, with exit code 3', async () => {
  await database.close()
  database = await createTestDatabase()
  expect(await run('verify')).toMatchObject({
    code: 0,
    stdout: 'The database matches the migrations.\n',
  })
  await database.pool.query('DROP INDEX raw.st_jobs_number_idx')
  const drifted = await run('verify')
  expect(drifted.code).toBe(3)
  expect(drifted.stdout).toContain('missing: index raw.st_jobs_number_idx')
  expect(drifted.stdout).toMatch(/fix {7}CREATE INDEX st_jobs_number_idx ON raw\.st_jobs/)
  expect(drifted.stderr).toMatch(/^error: .*Nothing was changed\.\n$/)
  expect(JSON.parse((await run('verify', '--json')).stdout)).toMatchObject({
    ok: false,
    drift: [{ problem: 'missing' }, {}],
  })
})

test('check needs no configured database, and with --offline none', async () => {
  expect(await startCli(['check'], {})).toMatchObject({ code: 0, stdout: 'No findings.\n' })
  const offline = JSON.parse((await startCli(['check', '--offline', '--json'], {})).stdout)
  expect(offline).toMatchObject({ ok: true, findings: [] })
  expect(offline.losses[0]).toEqual({ migration: '001_create_raw_schema', objects: expect.any(Array) })
})

test('export-sql, docs and types need no configured database', async () => {
  const out = await mkdtemp(join(tmpdir(), 'cli-'))
  try {
    expect((await startCli(['export-sql', '--out', join(out, 'sql')], {})).code).toBe(0)
    expect(await startCli(['export-sql', '--out', join(out, 'sql'), '--check'], {})).toMatchObject({
      code: 0,
      stdout: 'All files are current.\n',
    })
    const stale = await startCli(['export-sql', '--out', join(out, 'none'), '--check'], {})
    expect(stale).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('pnpm --filter db-migrations run export-sql'),
    })
    expect(await startCli(['docs', '--check'], {})).toMatchObject({ code: 0 })
    expect(await startCli(['types', '--check'], {})).toMatchObject({ code: 0 })
    expect((await startCli(['eject', '--out', join(out, 'ejected')], {})).code).toBe(0)
    expect(await startCli(['eject', '--out', join(out, 'ejected')], {})).toMatchObject({ code: 2 })
  } finally {
    await rm(out, { recursive: true })
  }
})

test('adopt prints its plan, runs with --yes, and then has nothing to do', async () => {
  await runScripts(database.pool)
  await fillTables(database.pool)
  const planned = await run('adopt', '--plan')
  expect(planned.code).toBe(0)
  expect(planned.stdout).toMatch(/raw\.st_jobs: [\d,]+ rows kept, \d+ rows? to quarantine/)
  expect(JSON.parse((await run('adopt', '--plan', '--json')).stdout)).toMatchObject({
    ok: true,
    plan: { kind: 'adopt' },
  })
  expect(await run('adopt')).toMatchObject({ code: 2, stderr: expect.stringContaining('pass --yes') })
  expect(await run('migrate')).toMatchObject({ code: 1, stderr: expect.stringContaining('adopt --plan') })

  const adopted = await run('adopt', '--yes')
  expect(adopted.stderr).toBe('')
  expect(adopted.code).toBe(0)
  expect(lastLine(adopted.stdout)).toMatch(/^Adopted; applied \d+ more migration\(s\)\.$/)
  expect((await run('status')).code).toBe(0)
  expect((await run('verify')).code).toBe(0)
  expect((await run('adopt', '--yes')).code).toBe(0)
})

test('adopt refuses unknown objects, and changes nothing', async () => {
  await runScripts(database.pool)
  await database.pool.query('CREATE TABLE raw.something_else (id int)')
  const refused = await run('adopt', '--yes')
  expect(refused.code).toBe(1)
  expect(refused.stdout).toContain('something_else')
  expect((await database.pool.query(`SELECT to_regclass('public.pgmigrations') AS ledger`)).rows).toEqual([
    { ledger: null },
  ])
})
