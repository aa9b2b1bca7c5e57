import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { type CommandResult, runCommand, runHere, startCommand } from '../support/command.ts'

// Only `tenants add` adds a tenant; every other command refuses a tenant that does not exist, with a command to add it.

let account: Account
beforeEach(async () => {
  account = await openAccount()
  await sync('tenants', 'remove', tenantId, '--yes')
})
afterEach(() => account.close())

const sync = (...args: string[]) => runHere(args, account.env)
const tenantIds = async () =>
  (await account.database.pool.query('SELECT tenant_id AS id FROM raw.tenants ORDER BY 1')).rows.map(
    ({ id }) => id,
  )

/** Runs the command that a message names, as a user would paste it. */
async function follow({ stdout, stderr }: Omit<CommandResult, 'code'>): Promise<CommandResult> {
  const [, text] = /pnpm sync (tenants add[ \d]*)/.exec(stdout + stderr) ?? []
  if (text === undefined) throw new Error(`Expected a command in: ${stdout}${stderr}`)
  return sync(...text.trim().split(' '))
}

test.each([
  ['run', 'zones'],
  ['run', 'zones', '--tenant', tenantId],
  ['run', 'zones', '--watch'],
  ['verify', 'zones'],
])('%s %s adds no tenant, and the command that it names works', async (...args) => {
  const refused = await sync(...args)
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`Tenant ${tenantId} does not exist`),
  })
  expect(refused.stderr).toContain(`pnpm sync tenants add ${tenantId}`)
  expect(await tenantIds()).toEqual([])
  expect(await follow(refused)).toMatchObject({ code: 0, stdout: `Tenant ${tenantId} was added.\n` })
  expect(await sync('run', 'zones')).toMatchObject({ code: 0 })
})

test.each([['status'], ['tenants', 'list'], ['changes', '--json']])(
  '%s %s adds no tenant, and names the command for all of them',
  async (...args) => {
    const empty = await sync(...args)
    expect(await tenantIds()).toEqual([])
    expect(await follow(empty)).toMatchObject({ code: 0, stdout: `Tenant ${tenantId} was added.\n` })
  },
)

test('a worker adds no tenant: it names the command, and syncs the tenant once it was added', async () => {
  const once = await runCommand(['worker', '--once', '--json'], account.env)
  expect(once.code).toBe(1)
  expect(JSON.parse(once.stdout)).toEqual({ ok: false, succeeded: 0, failed: 0, missing: [tenantId] })
  expect(once.stderr).toContain(`pnpm sync tenants add ${tenantId}`)
  expect(await tenantIds()).toEqual([])
  const worker = startCommand(['worker'], account.env)
  try {
    expect(await follow(once)).toMatchObject({ code: 0 })
    await expect
      .poll(async () => (await account.database.pool.query('SELECT FROM raw.st_zones')).rowCount)
      .toBeGreaterThan(0)
  } finally {
    worker.child.kill('SIGKILL')
    await worker.result
  }
})

test('of several accounts, those that exist are synced, and the exit code shows that one does not', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'credentials-'))
  try {
    const { SERVICETITAN_TENANT_ID: _, ...rest } = account.env
    for (const id of [tenantId, '77']) {
      await writeFile(join(dir, `${id}.env`), 'SERVICETITAN_ENVIRONMENT=sandbox\n')
      await chmod(join(dir, `${id}.env`), 0o600)
    }
    const env = { ...rest, SERVICETITAN_CREDENTIALS_DIR: dir }
    await sync('tenants', 'add', tenantId)
    const { code, stdout, stderr } = await runHere(['run', 'zones', '--json'], env)
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      runs: [
        { ok: true, tenantId, resource: 'zones' },
        { ok: false, tenantId: '77', resource: null, code: 'UNKNOWN_TENANT' },
      ],
    })
    expect(stderr).toContain('pnpm sync tenants add 77')
    expect(await tenantIds()).toEqual([tenantId])

    // Without an id, only the tenants that do not exist yet are added.
    expect((await runHere(['tenants', 'add', '--json'], env)).stdout).toBe(
      '{"ok":true,"tenants":[{"tenantId":"77","isNew":true}]}\n',
    )
    expect((await runHere(['tenants', 'add'], env)).stdout).toBe(
      'Every tenant with credentials exists already.\n',
    )
    expect(await tenantIds()).toEqual(['77', tenantId])
  } finally {
    await rm(dir, { recursive: true })
  }
})

test('a name needs one id', async () => {
  for (const ids of [[], ['77', '78']]) {
    const refused = await sync('tenants', 'add', ...ids, '--name', 'X')
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('exactly one tenant id') })
  }
  expect(await tenantIds()).toEqual([])
})
