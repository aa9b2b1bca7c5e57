import { afterEach, beforeEach, expect, test } from 'vitest'
import { tableOf } from '../../src/cache/tables.ts'
import { readTableStatus } from '../../src/status/status.ts'
import { readWorkers } from '../../src/status/worker-state.ts'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { runCommand, runHere } from '../support/command.ts'

let account: Account
beforeEach(async () => {
  account = await openAccount()
})
afterEach(() => account.close())

const sync = (...args: string[]) => runHere(args, account.env)
const jobs = tableOf('jobs')
const lagMs = 30 * 60_000

/** The failures of jobs that stand, and its status. */
async function stateOfJobs() {
  const { pool } = account.database
  const states = await readTableStatus(pool, { workers: await readWorkers(pool) })
  const { status, failures } = states.find(({ resource }) => resource === 'jobs') ?? {}
  return { status, failures: failures?.map(({ kind, count }) => `${kind} ${count}`) }
}

async function fail(kind: 'full' | 'incremental' | 'hot' | 'verify'): Promise<void> {
  account.sandbox.addFault({ path: '/', status: 403 })
  await expect(account.sync(jobs, { kind })).rejects.toThrow('403')
  account.sandbox.clearFaults()
}

test('a failed full sync stands until a full one succeeds, whatever else does', async () => {
  await account.sync(jobs)
  await fail('full')
  await fail('full')
  account.sandbox.clock.advance(lagMs)
  await account.sync(jobs)
  await account.sync(jobs, { kind: 'hot' })
  await account.sync(jobs, { kind: 'verify' })
  expect(await stateOfJobs()).toEqual({ status: 'failed', failures: ['full 2'] })
  const text = await sync('status')
  expect(text.code).toBe(1)
  expect(text.stdout).toMatch(/\njobs: full failed: .*403.*, consecutive failures: 2/)
  const json = await sync('status', '--json')
  expect(JSON.parse(json.stdout)).toMatchObject({ ok: false })
  await account.sync(jobs, { kind: 'full' })
  expect(await stateOfJobs()).toEqual({ status: 'idle', failures: [] })
  expect((await sync('status')).code).toBe(0)
})

test.each([
  ['hot', 'incremental', []],
  ['hot', 'full', []],
  ['incremental', 'hot', ['incremental 1']],
  ['incremental', 'full', []],
  ['full', 'incremental', ['full 1']],
  ['verify', 'full', ['verify 1']],
  ['verify', 'verify', []],
] as const)('a failed %s run and a good %s run', async (failed, good, failures) => {
  await account.sync(jobs)
  await fail(failed)
  account.sandbox.clock.advance(lagMs)
  await account.sync(jobs, { kind: good })
  expect(await stateOfJobs()).toEqual({ status: failures.length > 0 ? 'failed' : 'idle', failures })
})

test('a paused tenant is never shown as idle, and status says who paused it and how to resume it', async () => {
  await account.sync(jobs)
  expect((await sync('tenants', 'pause', tenantId, '--by', 'alice')).code).toBe(0)
  expect((await sync('tenants', 'pause', tenantId, '--by', 'bob')).code).toBe(0)
  expect(await stateOfJobs()).toMatchObject({ status: 'paused' })
  const { stdout } = await sync('status')
  expect(stdout).toMatch(
    new RegExp(
      `\\ntenant ${tenantId}: paused since \\S+Z \\(.* ago\\) by alice; resume it with: pnpm sync tenants resume ${tenantId}\\n`,
    ),
  )
  expect((await sync('tenants', 'list')).stdout).toMatch(/paused since .* by alice/)
  await sync('tenants', 'resume', tenantId)
  expect(await stateOfJobs()).toMatchObject({ status: 'idle' })
  const { rows } = await account.database.pool.query('SELECT paused_at, paused_by FROM raw.tenants')
  expect(rows).toEqual([{ paused_at: null, paused_by: null }])
  await sync('tenants', 'pause', tenantId)
  expect((await sync('status')).stdout).toMatch(/paused since .* by \S+ on \S+; resume/)
})

test('a failed run is logged once', async () => {
  account.sandbox.addFault({ path: '/*/export/jobs', status: 403 })
  const { stderr } = await runCommand(['worker', '--once'], account.env)
  expect(stderr.split('\n').filter((line) => /\b403\b/.test(line))).toHaveLength(1)
  expect(stderr).toContain('"msg":"run failed"')
})
