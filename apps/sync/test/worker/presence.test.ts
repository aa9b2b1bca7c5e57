import { hostname } from 'node:os'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tables } from '../../src/cache/tables.ts'
import { connect } from '../../src/database.ts'
import { checkWorkers } from '../../src/doctor/check-workers.ts'
import { readTableStatus } from '../../src/status/status.ts'
import { readWorkers } from '../../src/status/worker-state.ts'
import { type Account, openAccount, tenantId, until } from '../support/account.ts'
import { runHere, startCommand } from '../support/command.ts'

let account: Account
const started: ReturnType<typeof startCommand>[] = []
beforeEach(async () => {
  const now = Date.now()
  account = await openAccount({ now, dataNow: now - 1_800_000, realNow: Date.now })
})
afterEach(async () => {
  for (const { child, result } of started.splice(0)) {
    child.kill('SIGKILL')
    await result
  }
  await account.close()
})

const query = async (sql: string) => (await account.database.pool.query(sql)).rows
const workers = () => readWorkers(account.database.pool)
const rows = () =>
  query('SELECT runs_once, stopped_at IS NOT NULL AS stopped FROM raw.workers ORDER BY started_at')

/** Starts a worker that has synced everything. */
async function startWorker() {
  const worker = startCommand(['worker'], account.env)
  started.push(worker)
  await until(async () => (await workers()).alive > 0)
  await until(async () => {
    const [row] = await query(
      'SELECT count(*)::integer AS n FROM raw.sync_state WHERE last_full_sync IS NOT NULL AND lease_id IS NULL',
    )
    return row.n === tables.length
  })
  return worker
}

/** Lets three beats pass, as PostgreSQL sees it. */
const letBeatsPass = () => query(`UPDATE raw.workers SET seen_at = seen_at - interval '46 seconds'`)

async function stateOf() {
  const { pool, url } = account.database
  const now = await workers()
  const states = await readTableStatus(pool, { workers: now })
  const client = await connect(url)
  try {
    return {
      workers: now,
      tables: [...new Set(states.map((table) => table.status))],
      doctor: await checkWorkers(await readWorkers(client), states, { isExpected: true }),
    }
  } finally {
    await client.end()
  }
}

const statusText = async () => (await runHere(['status'], account.env)).stdout

test('a worker is seen while it runs, and its clean stop is kept until the next one', async () => {
  expect(await workers()).toEqual({ state: 'never', alive: 0, lastSeenAt: null })
  const first = await startWorker()
  expect(await query('SELECT host, process_id, version, runs_once, stopped_at FROM raw.workers')).toEqual([
    {
      host: hostname(),
      process_id: String(first.child.pid),
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      runs_once: false,
      stopped_at: null,
    },
  ])
  expect(await stateOf()).toMatchObject({
    workers: { state: 'alive', alive: 1 },
    tables: ['idle'],
    doctor: { state: 'ok', detail: '1 alive' },
  })
  first.child.kill('SIGTERM')
  expect((await first.result).code).toBe(0)
  expect(await stateOf()).toMatchObject({
    workers: { state: 'stopped', alive: 0, lastSeenAt: expect.any(Date) },
    tables: ['waiting'],
    doctor: { state: 'warning', detail: expect.stringMatching(/^no worker since .* it was stopped\)/) },
  })
  const second = await startWorker()
  second.child.kill('SIGTERM')
  await second.result
  expect(await rows()).toEqual([{ runs_once: false, stopped: true }])
})

test('a worker that was killed is missed, and so is what was requested of it', async () => {
  const { child, result } = await startWorker()
  child.kill('SIGKILL')
  await result
  await letBeatsPass()
  expect(await stateOf()).toMatchObject({
    workers: { state: 'vanished', alive: 0, lastSeenAt: expect.any(Date) },
    tables: ['waiting'],
    doctor: { state: 'failed', detail: expect.stringMatching(/^no worker since /) },
  })
  await query(
    `INSERT INTO raw.sync_requests (tenant_id, table_name, kind) VALUES (${tenantId}, 'st_jobs', 'full')`,
  )
  expect(await stateOf()).toMatchObject({
    doctor: { state: 'failed', detail: '1 requests wait for a worker, and none runs' },
  })
  expect(await statusText()).toMatch(
    /\nno worker since .* without being stopped\); start one with: pnpm sync worker\n1 requests wait for a worker\n$/,
  )
})

test('a worker that froze is missed, and returns when it continues', async () => {
  const { child } = await startWorker()
  child.kill('SIGSTOP')
  await letBeatsPass()
  expect(await stateOf()).toMatchObject({ workers: { state: 'vanished' }, doctor: { state: 'failed' } })
  child.kill('SIGCONT')
  await expect.poll(workers).toMatchObject({ state: 'alive', alive: 1 })
})

test('a worker of --once is seen while it runs, and is not missed later', async () => {
  account.sandbox.addFault({ path: '/*/export/jobs', times: 1, hang: true })
  const { child, result } = startCommand(['worker', '--once'], account.env)
  started.push({ child, result })
  await until(async () => (await workers()).state === 'alive')
  expect(await rows()).toEqual([{ runs_once: true, stopped: false }])
  child.kill('SIGTERM')
  await result
  expect(await rows()).toEqual([])
  expect(await workers()).toEqual({ state: 'never', alive: 0, lastSeenAt: null })
  await query(
    `INSERT INTO raw.workers (worker_id, host, process_id, version, runs_once, started_at, seen_at)
     VALUES (gen_random_uuid(), 'a', 1, '1', true, now(), now() - interval '1 hour')`,
  )
  expect(await workers()).toMatchObject({ state: 'never', alive: 0 })
})
