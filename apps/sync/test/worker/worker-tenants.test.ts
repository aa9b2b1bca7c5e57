import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SANDBOX_TENANT_ID } from 'servicetitan-sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tables } from '../../src/cache/tables.ts'
import { type Account, openAccount, until } from '../support/account.ts'
import { activeClaims } from '../support/active-claims.ts'
import { startCommand } from '../support/command.ts'
import { haveTenant } from '../support/have-tenant.ts'

const greedy = SANDBOX_TENANT_ID
const modest = SANDBOX_TENANT_ID + 1
const sizes = { locations: 20, jobs: 30, appointments: 40, technicians: 5 }

let account: Account
let dir: string
let env: Record<string, string>
let worker: ReturnType<typeof startCommand> | undefined
beforeEach(async () => {
  account = await openAccount({
    tenants: [
      { tenantId: greedy, sizes },
      { tenantId: modest, sizes },
    ],
  })
  dir = await mkdtemp(join(tmpdir(), 'credentials-'))
  const {
    SERVICETITAN_TENANT_ID: _,
    SERVICETITAN_CLIENT_ID,
    SERVICETITAN_CLIENT_SECRET,
    ...rest
  } = account.env
  env = { ...rest, SERVICETITAN_CREDENTIALS_DIR: dir }
  const own = { SERVICETITAN_CLIENT_ID, SERVICETITAN_CLIENT_SECRET }
  const text = Object.entries(own).map(([name, value]) => `${name}=${value}\n`)
  for (const tenantId of [greedy, modest]) {
    await writeFile(join(dir, `${tenantId}.env`), text.join(''))
    await chmod(join(dir, `${tenantId}.env`), 0o600)
    await haveTenant(account.database.pool, String(tenantId))
  }
})
afterEach(async () => {
  worker?.child.kill('SIGKILL')
  await worker?.result
  worker = undefined
  await rm(dir, { recursive: true })
  await account.close()
})

const synced = async (tenantId: number) => {
  const { rows } = await account.database.pool.query(
    `SELECT FROM raw.sync_state WHERE tenant_id = $1 AND last_full_sync IS NOT NULL`,
    [tenantId],
  )
  return rows.length
}

test('a tenant with endless runs leaves slots for others, and is lent idle slots except one', async () => {
  // Every run of the greedy tenant hangs, and it has enough of them to fill all slots.
  account.sandbox.addFault({ path: `*/tenant/${greedy}/*`, hang: true })
  worker = startCommand(['worker', '--concurrency', '4'], env)
  await expect.poll(() => synced(modest)).toBe(tables.length)
  expect(await synced(greedy)).toBe(0)
  const active = async () =>
    Object.entries(Object.groupBy(await activeClaims(account.database.pool), (claim) => claim.tenantId)).map(
      ([tenant, claims]) => ({ tenant, jobs: claims?.length }),
    )
  await expect.poll(active).toEqual([{ tenant: String(greedy), jobs: 3 }])

  // A tenant with new work does not wait for a lent slot.
  await account.database.pool.query(
    `INSERT INTO raw.sync_requests (tenant_id, table_name, kind) VALUES ($1, 'st_zones', 'full')`,
    [modest],
  )
  await account.database.pool.query('NOTIFY lazi_sync')
  const status = async () =>
    (await account.database.pool.query('SELECT status FROM raw.sync_requests')).rows[0].status
  await expect.poll(status).toBe('succeeded')
  expect(await active()).toEqual([{ tenant: String(greedy), jobs: 3 }])
  worker.child.kill('SIGTERM')
  expect((await worker.result).code).toBe(0)
})

test('a failing tenant opens its circuit, which status shows, without affecting other tenants', async () => {
  account.sandbox.addFault({ path: `*/tenant/${greedy}/*`, status: 401 })
  worker = startCommand(['worker', '--concurrency', '4'], env)
  await expect.poll(() => synced(modest)).toBe(tables.length)
  const circuit = async () =>
    (
      await account.database.pool.query(
        'SELECT circuit_open_until AS until FROM raw.tenants WHERE tenant_id = $1',
        [greedy],
      )
    ).rows[0].until
  await until(async () => (await circuit()) !== null)
  const status = await startCommand(['status'], env).result
  expect(status.stdout).toMatch(new RegExp(`tenant ${greedy}: circuit open for \\d+ s: .*401`))
  const tenants = await startCommand(['tenants', 'list'], env).result
  expect(tenants.stdout).toMatch(new RegExp(`${greedy} +.+ +UTC +active +present +open until`))
  expect(tenants.stdout).toMatch(new RegExp(`${modest} +.+ +UTC +active +present +closed`))

  // A successful request closes the circuit.
  account.sandbox.clearFaults()
  await account.database.pool.query(
    `INSERT INTO raw.sync_requests (tenant_id, table_name, kind) VALUES ($1, 'st_zones', 'full')`,
    [greedy],
  )
  await account.database.pool.query('NOTIFY lazi_sync')
  await until(async () => (await circuit()) === null)
})

test('a command without --tenant syncs all tenants that have credentials', async () => {
  await account.database.pool.query(`UPDATE raw.tenants SET status = 'paused' WHERE tenant_id = $1`, [greedy])
  const { code, stdout, stderr } = await startCommand(['run', 'zones', 'teams', '--json'], env).result
  expect(stderr).toContain(`Tenant ${greedy} is paused`)
  expect(JSON.parse(stdout).runs).toMatchObject([
    { ok: true, tenantId: String(modest), resource: 'teams' },
    { ok: true, tenantId: String(modest), resource: 'zones' },
  ])
  expect(code).toBe(0)
  const named = await startCommand(['run', 'zones', '--tenant', String(greedy)], env).result
  expect(named).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`pnpm sync tenants resume ${greedy}`),
  })
  const unknown = await startCommand(['run', 'zones', '--tenant', '5'], env).result
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('Tenant 5 has no credentials') })
})
