import { createTestDatabase } from 'db-migrations/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tables } from '../../src/cache/tables.ts'
import { claimTable } from '../../src/worker/claims/table-claims.ts'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { expireClaims } from '../support/active-claims.ts'
import { runCommand } from '../support/command.ts'

let account: Account
beforeEach(async () => {
  // The sandbox has this machine's clock, since the doctor reports a skew.
  const now = Date.now()
  account = await openAccount({ now, dataNow: now - 1_800_000, realNow: Date.now })
  await account.database.pool.query(`INSERT INTO raw.tenants (tenant_id, name) VALUES ($1, 'Hollis')`, [
    tenantId,
  ])
})
afterEach(() => account.close())

interface Check {
  readonly name: string
  readonly state: string
  readonly detail: string
  readonly advice: string | null
}

async function examine(env: Readonly<Record<string, string>>) {
  const { code, stdout, stderr } = await runCommand(['doctor', '--json'], env)
  const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: Check[] }
  expect({ ok, stderr }).toEqual({ ok: code === 0, stderr: '' })
  return { code, failed: checks.filter(({ state }) => state === 'failed'), checks }
}

test('a healthy setup prints one line per check and exits with 0', async () => {
  const { code, stdout } = await runCommand(['doctor'], account.env)
  const lines = stdout.trimEnd().split('\n')
  expect(lines.filter((line) => !line.startsWith('✓ '))).toEqual([])
  for (const table of tables) expect(stdout).toContain(`✓ tenant ${tenantId}, ${table.resource}: can be read`)
  for (const line of [
    'migrations: none',
    'role: acts as lazi_sync',
    'claims: 0 tables',
    'clock of PostgreSQL: agrees',
  ]) {
    expect(stdout).toContain(`✓ ${line}`)
  }
  expect(stdout).toMatch(/✓ tenant 1001001, clock of ServiceTitan: /)
  expect(code).toBe(0)
})

test('a missing scope is reported, and the other resources are still checked', async () => {
  account.sandbox.addFault({ path: '/jpm/*/jobs', status: 403 })
  const { code, failed, checks } = await examine(account.env)
  expect(code).toBe(1)
  expect(failed).toMatchObject([
    { name: `tenant ${tenantId}, jobs`, advice: expect.stringContaining('scope tn.jpm.jobs:r') },
  ])
  expect(checks.filter(({ name }) => name.startsWith(`tenant ${tenantId}, `))).toHaveLength(tables.length + 1)
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
  expect(await claimTable(account.database.pool, { tenantId, tableName: 'st_jobs' })).not.toBeNull()
  const queue = async () => (await examine(account.env)).checks.find(({ name }) => name === 'claims')
  expect(await queue()).toMatchObject({ state: 'ok', detail: '1 tables are being synced' })
  await expireClaims(account.database.pool)
  expect(await queue()).toMatchObject({
    state: 'warning',
    detail: expect.stringContaining(
      `0 tables are being synced; a worker died that had claimed st_jobs of tenant ${tenantId}`,
    ),
  })
})

test('missing credentials, a missing row or an open circuit is a warning', async () => {
  await account.database.pool.query(`
    INSERT INTO raw.tenants (tenant_id, name) VALUES (77, 'Other');
    UPDATE raw.tenants SET circuit_open_until = now(), circuit_reason = 'it was down' WHERE tenant_id <> 77`)
  const { code, checks } = await examine(account.env)
  expect(code).toBe(0)
  expect(checks.filter(({ state }) => state === 'warning')).toMatchObject([
    { name: 'tenant 77', detail: 'Other has no credentials here' },
    { name: `tenant ${tenantId}`, detail: 'Hollis: circuit open: it was down' },
  ])
  await account.database.pool.query('DELETE FROM raw.tenants')
  expect((await examine(account.env)).checks).toContainEqual(
    expect.objectContaining({ state: 'warning', advice: `pnpm sync tenants add ${tenantId} --name <name>` }),
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
