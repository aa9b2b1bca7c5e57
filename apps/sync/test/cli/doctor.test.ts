import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase } from 'db-migrations/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tables } from '../../src/cache/tables.ts'
import { claimTable, renewClaim } from '../../src/worker/claims/table-claims.ts'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { expireClaims } from '../support/active-claims.ts'
import { runHere } from '../support/command.ts'

let account: Account
const query = async (sql: string) => (await account.database.pool.query(sql)).rows

beforeEach(async () => {
  // The sandbox has this machine's clock, since the doctor reports a skew.
  const now = Date.now()
  account = await openAccount({ now, dataNow: now - 1_800_000, realNow: Date.now })
  await pretendSynced()
})
afterEach(() => account.close())

/** Makes every table look as if it had just been synced. */
async function pretendSynced(): Promise<void> {
  await query(
    `INSERT INTO raw.sync_state (tenant_id, table_name, last_full_sync, data_as_of)
     SELECT tenant_id, table_name, now(), now() FROM raw.freshness
         ON CONFLICT (tenant_id, table_name) DO NOTHING`,
  )
}

interface Check {
  readonly name: string
  readonly state: string
  readonly detail: string
  readonly advice: string | null
}

async function examine(env: Readonly<Record<string, string>>) {
  const { code, stdout, stderr } = await runHere(['doctor', '--json'], env)
  const { ok, summary, checks } = JSON.parse(stdout) as { ok: boolean; summary: unknown; checks: Check[] }
  const failed = checks.filter(({ state }) => state === 'failed')
  const warnings = checks.filter(({ state }) => state === 'warning').length
  expect({ ok, stderr }).toEqual({ ok: code === 0, stderr: '' })
  expect(summary).toEqual({ checks: checks.length, failed: failed.length, warnings })
  return { code, failed, checks }
}

test('a healthy setup prints one line per check, sums up, and exits with 0', async () => {
  await account.syncAll()
  const { code, stdout } = await runHere(['doctor', '--no-worker'], account.env)
  const lines = stdout.trimEnd().split('\n')
  const summary = lines.pop()
  expect(lines.filter((line) => !line.startsWith('✓ '))).toEqual([])
  expect(summary).toBe(`${lines.length} checks: all in order.`)
  for (const table of tables) expect(stdout).toContain(`✓ tenant ${tenantId}, ${table.resource}: can be read`)
  for (const line of [
    'migrations: none',
    'role: acts as lazi_sync',
    'claims: 0 tables',
    'workers: none runs, and none is expected',
    `runs of tenant ${tenantId}: no table failed`,
    `age of tenant ${tenantId}: every table is within its target`,
    `quarantine of tenant ${tenantId}: none`,
    `drift of tenant ${tenantId}: none`,
    'clock of PostgreSQL: agrees',
  ]) {
    expect(stdout).toContain(`✓ ${line}`)
  }
  expect(stdout).toMatch(/✓ tenant 1001001, clock of ServiceTitan: /)
  expect(code).toBe(0)
})

test('a file of variables that every account can read is reported with its remedy', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'doctor-'))
  try {
    const file = join(directory, 'secrets.env')
    await writeFile(file, 'LOG_LEVEL=silent\n')
    await chmod(file, 0o644)
    const found = { state: 'warning', name: 'configuration', advice: `chmod 600 ${file}` }
    expect((await examine({ ...account.env, ENV_FILE: file })).checks).toContainEqual(
      expect.objectContaining(found),
    )
    await chmod(file, 0o640)
    expect((await examine({ ...account.env, ENV_FILE: file })).checks).not.toContainEqual(
      expect.objectContaining(found),
    )
  } finally {
    await rm(directory, { recursive: true })
  }
})

/** The checks of a tenant besides those of its resources: its records, its facts, and ServiceTitan's clock. */
const perTenant = 3

test('a missing scope is reported, and the other resources are still checked', async () => {
  account.sandbox.addFault({ path: '/jpm/*/jobs', status: 403 })
  const { code, failed, checks } = await examine(account.env)
  expect(code).toBe(1)
  expect(failed).toMatchObject([
    { name: `tenant ${tenantId}, jobs`, advice: expect.stringContaining('scope tn.jpm.jobs:r') },
  ])
  expect(checks.filter(({ name }) => name.startsWith(`tenant ${tenantId}, `))).toHaveLength(
    tables.length + perTenant,
  )
})

test('refused credentials are reported once', async () => {
  const { failed } = await examine({ ...account.env, SERVICETITAN_CLIENT_SECRET: 'planted-secret-value' })
  expect(failed).toMatchObject([
    { detail: expect.stringContaining('invalid_client'), advice: expect.stringContaining('secret') },
  ])
  expect(JSON.stringify(failed)).not.toContain('planted-secret-value')
})

test('a wrong clock is reported with its skew', async () => {
  account.sandbox.clock.advance(10 * 60_000)
  const { failed } = await examine(account.env)
  expect(failed).toMatchObject([
    {
      name: `tenant ${tenantId}, clock of ServiceTitan`,
      detail: expect.stringMatching(/^(600|59\d) s ahead/),
    },
  ])
})

test('every problem of the configuration is reported, and the database is still checked', async () => {
  const { DATABASE_URL = '' } = account.env
  const env = { DATABASE_URL, SERVICETITAN_TENANT_ID: 'acme', SERVICETITAN_REQUESTS_PER_SECOND: '-1' }
  const { failed, checks } = await examine(env)
  expect(failed.map(({ detail }) => detail)).toEqual([
    'SERVICETITAN_TENANT_ID is not a number',
    'SERVICETITAN_CLIENT_ID is not set',
    'SERVICETITAN_CLIENT_SECRET is not set',
    'SERVICETITAN_APP_KEY is not set',
    'SERVICETITAN_REQUESTS_PER_SECOND is not a number above 0, at most 1000',
  ])
  expect(checks.find(({ name }) => name === 'migrations')?.state).toBe('ok')
})

test('an unreachable database, pending migrations and an expired claim are reported', async () => {
  const unreachable = await examine({
    ...account.env,
    DATABASE_URL: 'postgres://me:planted-password@127.0.0.1:1/x',
  })
  expect(unreachable.failed).toMatchObject([
    { name: 'database', detail: expect.stringContaining('127.0.0.1:1') },
  ])
  expect(JSON.stringify(unreachable.checks)).not.toContain('planted-password')
  await using empty = await createTestDatabase({ empty: true })
  const { failed } = await examine({ ...account.env, DATABASE_URL: empty.url })
  expect(failed.map(({ name }) => name)).toContain('migrations')
  const claim = await claimTable(account.database.pool, { tenantId, tableName: 'st_jobs' })
  if (!claim) throw new Error('Expected the table to be free')
  const queue = async () => (await examine(account.env)).checks.find(({ name }) => name === 'claims')
  // On a busy machine the command may take longer than a lease lasts.
  const renewing = setInterval(() => void renewClaim(account.database.pool, claim), 1_000)
  expect(await queue().finally(() => clearInterval(renewing))).toMatchObject({
    state: 'ok',
    detail: '1 tables are being synced',
  })
  await expireClaims(account.database.pool)
  expect(await queue()).toMatchObject({
    state: 'warning',
    detail: expect.stringContaining(
      `0 tables are being synced; a worker died that had claimed st_jobs of tenant ${tenantId}`,
    ),
  })
})

test('missing credentials are a warning, since another machine may have them', async () => {
  await query(`INSERT INTO raw.tenants (tenant_id, name) VALUES (77, 'Other')`)
  await pretendSynced()
  const { code, checks } = await examine(account.env)
  expect(code).toBe(0)
  expect(checks.filter(({ state }) => state === 'warning')).toMatchObject([
    { name: 'workers', detail: 'none has run yet' },
    { name: 'tenant 77', detail: 'Other has no credentials here' },
  ])
})

test('credentials of a tenant that was not added are a failure, with the command that adds it', async () => {
  await query('DELETE FROM raw.sync_state; DELETE FROM raw.change_positions; DELETE FROM raw.tenants')
  expect((await examine(account.env)).failed).toContainEqual(
    expect.objectContaining({ name: `tenant ${tenantId}`, advice: `pnpm sync tenants add ${tenantId}` }),
  )
})

test('several faults are all reported, each with its remedy', async () => {
  const { code: ordered } = await examine(account.env)
  expect(ordered).toBe(0)
  account.sandbox.addFault({ path: '/jpm/*/jobs', status: 403 })
  account.sandbox.addFault({ path: '/dispatch/*/zones', status: 500 })
  await query(`
    INSERT INTO raw.tenants (tenant_id, name, circuit_open_until, circuit_reason)
    VALUES (77, 'Down', now() + interval '1 minute', 'it was down');
    INSERT INTO raw.tenants (tenant_id, name, status, paused_at, paused_by)
    VALUES (78, 'Resting', 'paused', '2026-01-02T03:04:05Z', 'alice on db-1');
    INSERT INTO raw.quarantine (tenant_id, table_name, record_key, payload, error, first_seen_at, last_seen_at)
    VALUES (${tenantId}, 'st_jobs', '1', '{}', 'x', now(), now()), (${tenantId}, 'st_zones', '2', '{}', 'x', now(), now());
    INSERT INTO raw.api_drift (tenant_id, table_name, json_path, kind, first_seen_at, last_seen_at)
    VALUES (${tenantId}, 'st_jobs', 'field', 'type', now(), now());
    INSERT INTO raw.delete_suspects (tenant_id, table_name, st_id, suspected_at)
    VALUES (${tenantId}, 'st_jobs', 1, now());
    INSERT INTO raw.sync_requests (tenant_id, table_name, kind) VALUES (${tenantId}, 'st_jobs', 'full');
    UPDATE raw.sync_state SET data_as_of = now() - interval '3 hours' WHERE table_name = 'st_teams';
    UPDATE raw.sync_state SET failures = '{"full": {"error": "no response", "at": "2026-01-02T03:04:05Z", "count": 3},
      "verify": {"error": "too slow", "at": "2026-01-02T03:04:05Z", "count": 1}}' WHERE table_name = 'st_zones'`)
  const { code, failed, checks } = await examine(account.env)
  expect(code).toBe(1)
  const found = failed.map(({ name, detail }) => `${name}: ${detail}`)
  const of = `of tenant ${tenantId}`
  for (const [index, text] of [
    'workers: 1 requests wait for a worker, and none runs',
    'tenant 77: Down: circuit open: it was down',
    `runs ${of}: zones: full failed: no response (`,
    `runs ${of}: zones: verify failed: too slow (`,
    `age ${of}: older than their target: teams (3 h, target 30 min)`,
    `quarantine ${of}: 2 records could not be written: jobs 1, zones 1`,
    `deletions ${of}: 1 rows look deleted`,
    `drift ${of}: 1 fields differ from the documentation: jobs 1`,
    'age of tenant 77: nothing was synced yet',
    `tenant ${tenantId}, zones: `,
    `tenant ${tenantId}, jobs: `,
  ].entries()) {
    expect(
      found.filter((line) => line.startsWith(text)),
      `finding ${index}`,
    ).toHaveLength(1)
  }
  expect(found).toHaveLength(11)
  for (const { advice } of failed) expect(advice).not.toBeNull()
  expect(checks.find(({ name }) => name === 'tenant 78')).toMatchObject({
    state: 'warning',
    detail: expect.stringMatching(
      /^Resting is paused since 2026-01-02T03:04:05.000Z \(.*\) by alice on db-1$/,
    ),
    advice: 'pnpm sync tenants resume 78',
  })
  const { stdout } = await runHere(['doctor'], account.env)
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(
    new RegExp(`^${checks.length} checks: 11 failed \\(workers; .*\\), 1 with a warning \\(tenant 78\\)\\.$`),
  )
})

test('a tenant with credentials that is not in raw.tenants is not synced, which is a failure', async () => {
  await query('DELETE FROM raw.tenants')
  const { code, failed } = await examine(account.env)
  expect(code).toBe(1)
  expect(failed).toMatchObject([{ name: `tenant ${tenantId}`, advice: `pnpm sync tenants add ${tenantId}` }])
})

test('a resource that ServiceTitan does not answer for does not hide the others', async () => {
  account.sandbox.addFault({ path: '/jpm/*/jobs', reset: true })
  const { failed, checks } = await examine(account.env)
  expect(failed.map(({ name }) => name)).toEqual([`tenant ${tenantId}, jobs`])
  expect(checks.filter(({ name }) => name.startsWith(`tenant ${tenantId}, `))).toHaveLength(
    tables.length + perTenant,
  )
})

test('a stored time zone that PostgreSQL and JavaScript read differently is a warning', async () => {
  await account.database.pool.query(`
    INSERT INTO raw.tenants (tenant_id, name, time_zone) VALUES (78, 'Other', 'CST')
        ON CONFLICT (tenant_id) DO UPDATE SET time_zone = excluded.time_zone`)
  expect((await examine(account.env)).checks).toContainEqual(
    expect.objectContaining({ state: 'warning', name: 'tenant 78, time zone' }),
  )
})
