import { createMigrator } from 'db-migrations'
import { createTestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tables } from '../../src/cache/tables.ts'
import { type Account, openAccount } from '../support/account.ts'
import { type ProcessResult, runCommand } from '../support/command.ts'

let account: Account
beforeAll(async () => {
  account = await openAccount()
})
afterAll(() => account.close())

const rowsInRaw = async () => {
  const { rows } = await account.database.pool.query(
    `SELECT (SELECT count(*)::integer FROM raw.sync_runs) AS runs, (SELECT count(*)::integer FROM raw.st_jobs) AS jobs`,
  )
  return rows[0]
}

/** Expects one line that begins with "error:", no stack, and an exit code other than 0. */
function expectOneError({ code, stderr }: ProcessResult, expected: { code: number; message: RegExp }): void {
  const lines = stderr.trimEnd().split('\n')
  expect(lines.at(-1)).toMatch(/^error: /)
  expect(lines.at(-1)).toMatch(expected.message)
  expect(stderr).not.toMatch(/^\s+at /m)
  expect(code).toBe(expected.code)
}

describe('invalid input is reported in one line, and nothing is begun', () => {
  test('missing credentials: every missing variable is named', async () => {
    const { DATABASE_URL = '' } = account.env
    expectOneError(await runCommand(['run'], { DATABASE_URL }), {
      code: 2,
      message:
        /SERVICETITAN_TENANT_ID is not set; SERVICETITAN_CLIENT_ID is not set; SERVICETITAN_CLIENT_SECRET is not set; SERVICETITAN_APP_KEY is not set\. See \.env\.example/,
    })
    expect(await rowsInRaw()).toEqual({ runs: 0, jobs: 0 })
  })

  test('credentials of an invalid form', async () => {
    const env = {
      ...account.env,
      SERVICETITAN_TENANT_ID: 'acme',
      SERVICETITAN_ENVIRONMENT: 'staging',
      SERVICETITAN_API_URL: 'x',
    }
    expectOneError(await runCommand(['run'], env), {
      code: 2,
      message:
        /TENANT_ID is not a number; SERVICETITAN_ENVIRONMENT is not one of production, integration, sandbox; SERVICETITAN_API_URL is not a URL/,
    })
  })

  test('wrong credentials', async () => {
    const env = { ...account.env, SERVICETITAN_CLIENT_SECRET: 'planted-secret-value' }
    const result = await runCommand(['run', 'jobs', '--json'], env)
    expect(result.code).toBe(1)
    expect(result.stderr).toMatch(/✗ jobs .*invalid_client/)
    expect(JSON.parse(result.stdout)).toMatchObject({ ok: false, runs: [{ ok: false, resource: 'jobs' }] })
    const { rows } = await account.database.pool.query('SELECT status, last_error FROM raw.sync_state')
    expect(rows).toEqual([{ status: 'failed', last_error: expect.stringContaining('invalid_client') }])
    expect(JSON.stringify([result, rows])).not.toContain('planted-secret-value')
  })

  test('an unknown resource', async () => {
    expectOneError(await runCommand(['run', 'jobs', 'invoicez'], account.env), {
      code: 2,
      message: /Unknown resource invoicez\. Choose from: .*technicians, .*jobs/,
    })
  })

  test('an unknown command or option', async () => {
    expect(await runCommand(['walk'], account.env)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("unknown command 'walk'"),
    })
    expect(await runCommand(['run', '--fast'], account.env)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("unknown option '--fast'"),
    })
  })

  test('a database that cannot be reached', async () => {
    const result = await runCommand(['run'], {
      ...account.env,
      DATABASE_URL: 'postgres://me:planted-password@127.0.0.1:1/lazi',
    })
    expectOneError(result, { code: 1, message: /127\.0\.0\.1:1/ })
    expect(result.stderr).not.toContain('planted-password')
  })

  test('a database with pending migrations, or ahead of the code', async () => {
    await using empty = await createTestDatabase({ empty: true })
    expectOneError(await runCommand(['run'], { ...account.env, DATABASE_URL: empty.url }), {
      code: 1,
      message: /lacks \d+ migration\(s\): 001_create_raw_schema.*pnpm --filter db-migrations migrate/,
    })
    await createMigrator({ connectionString: empty.url }).up()
    await empty.pool.query(`INSERT INTO pgmigrations (name, run_on) VALUES ('999_future', now())`)
    expectOneError(await runCommand(['status'], { ...account.env, DATABASE_URL: empty.url }), {
      code: 1,
      message: /999_future/,
    })
  })
})

test('a resource without its scope does not stop the sync of the others', async () => {
  const refused = await openAccount({
    scopes: [
      'tn.crm.locations:r',
      'tn.stt.technicians:r',
      'tn.dis.appointmentassignments:r',
      'tn.jpm.appointments:r',
    ],
  })
  try {
    const names = ['jobs', 'technicians', 'locations', 'appointments', 'appointment-assignments']
    const { code, stdout, stderr } = await runCommand(['run', ...names, '--json'], refused.env)
    expect(code).toBe(1)
    const { ok, runs } = JSON.parse(stdout)
    expect(ok).toBe(false)
    expect(runs.map((run: { resource: string; ok: boolean }) => [run.resource, run.ok])).toEqual([
      ['technicians', true],
      ['locations', true],
      ['appointment-assignments', true],
      ['appointments', true],
      ['jobs', false],
    ])
    expect(stderr).toContain('tn.jpm.jobs:r')
    const status = await runCommand(['status'], refused.env)
    expect(status.code).toBe(1)
    expect(status.stdout).toMatch(/jobs .*failed/)
  } finally {
    await refused.close()
  }
})

test('run and status print text or JSON', async () => {
  const run = await runCommand(['run'], account.env)
  expect(run).toMatchObject({ code: 0, stdout: '' })
  expect(run.stderr).toMatch(/✓ jobs +full +300 records, 300 new/)
  const people = await runCommand(['status'], account.env)
  expect(people.code).toBe(0)
  expect(people.stdout).toMatch(/1001001 +jobs +300 +idle/)
  const scripts = JSON.parse(
    (await runCommand(['status', '--json', '--tenant', '1001001'], account.env)).stdout,
  )
  expect(scripts.tables).toHaveLength(tables.length)
  expect(scripts.tables[0]).toMatchObject({
    tenantId: '1001001',
    resource: 'appointment-assignments',
    status: 'idle',
    quarantined: 0,
  })
  expect(
    JSON.parse((await runCommand(['status', '--json', '--tenant', '5'], account.env)).stdout).tables,
  ).toEqual([])
})

test('help shows examples and exit codes', async () => {
  const { code, stdout } = await runCommand(['run', '--help'], {})
  expect(code).toBe(0)
  expect(stdout).toContain('$ pnpm sync run jobs appointments')
  expect((await runCommand(['--help'], {})).stdout).toContain('Exit codes: 0 done')
})

test('a run prints no secret at any log level', async () => {
  const result = await runCommand(['run'], { ...account.env, LOG_LEVEL: 'trace' })
  const output = result.stdout + result.stderr
  expect(output).toContain('/export/jobs')
  for (const name of ['SERVICETITAN_CLIENT_SECRET', 'SERVICETITAN_APP_KEY', 'SERVICETITAN_CLIENT_ID']) {
    expect(output).not.toContain(account.env[name])
  }
  expect(output).not.toMatch(/bearer/i)
  expect(output).not.toMatch(/postgres:\/\/[^:]+:(?!\*)/)
})
