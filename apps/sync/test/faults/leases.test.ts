import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tables } from '../../src/cache/tables.ts'
import { type Account, openAccount, tenantId, until } from '../support/account.ts'
import { activeClaims, expireClaims } from '../support/active-claims.ts'
import { startCommand } from '../support/command.ts'

let account: Account
const started: ReturnType<typeof startCommand>[] = []
const startWorker = (concurrency: number) => {
  const worker = startCommand(['worker', '--concurrency', String(concurrency)], account.env)
  started.push(worker)
  return worker
}
beforeEach(async () => {
  account = await openAccount({ exportPageSize: 20 })
})
afterEach(async () => {
  for (const { child, result } of started.splice(0)) {
    child.kill('SIGKILL')
    await result
  }
  await account.close()
})

const query = async (sql: string, values: unknown[] = []) =>
  (await account.database.pool.query(sql, values)).rows
const requestRun = async () =>
  (
    await query(
      `INSERT INTO raw.sync_requests (tenant_id, table_name, kind) VALUES ($1, 'st_jobs', 'full') RETURNING request_id AS id`,
      [tenantId],
    )
  )[0].id
const request = async (id: string) =>
  (
    await query(
      `SELECT request.status, request.error, run.status AS run FROM raw.sync_requests AS request
         LEFT JOIN raw.sync_runs AS run USING (tenant_id, run_id) WHERE request_id = $1`,
      [id],
    )
  )[0]
const runs = () =>
  query(
    `SELECT status, fetched::integer, started_at, finished_at FROM raw.sync_runs WHERE table_name = 'st_jobs' ORDER BY run_id`,
  )
const succeeded = { status: 'succeeded', error: null, run: 'succeeded' }

/** A worker that is suspended during a run of jobs after three pages, and whose lease has expired. */
async function suspendWorker(): Promise<ReturnType<typeof startCommand>> {
  account.sandbox.addFault({ path: '/*/export/jobs', after: 3, times: 1, hang: true })
  const worker = startWorker(1)
  await until(() => account.sandbox.requestCount('/*/export/jobs') >= 4)
  await until(async () => (await runs())[0]?.fetched === 60)
  worker.child.kill('SIGSTOP')
  await expireClaims(account.database.pool)
  return worker
}

test('a second worker waits for the lock of a table whose first worker has an expired lease', async () => {
  const id = await requestRun()
  const late = await suspendWorker()
  startWorker(4)
  // The second worker syncs all other tables, while this one is locked.
  await until(async () => {
    const [row] = await query(
      'SELECT count(*)::integer AS n FROM raw.sync_state WHERE last_full_sync IS NOT NULL',
    )
    return row.n === tables.length - 1
  })
  expect(await runs()).toMatchObject([{ status: 'running', fetched: 60 }])
  expect(await request(id)).not.toMatchObject({ status: 'succeeded' })
  late.child.kill('SIGCONT')
  await expect.poll(() => request(id)).toEqual(succeeded)
  await expectOneAtATime()
})

test('a worker that lost its lease and its lock writes no page and no result', async () => {
  const id = await requestRun()
  const late = await suspendWorker()
  // As when PostgreSQL has closed a connection that does not respond.
  await query(
    `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  )
  account.sandbox.addFault({ path: '/*/export/jobs', after: 2, times: 1, hang: true })
  const before = account.sandbox.requestCount('/*/export/jobs')
  startWorker(4)
  await until(() => account.sandbox.requestCount('/*/export/jobs') >= before + 3)
  await until(async () => (await runs())[1]?.fetched === 40)
  // The late worker continues while the other one is running, and ends its job as lost.
  let log = ''
  late.child.stderr?.on('data', (text) => {
    log += text
  })
  late.child.kill('SIGCONT')
  await until(() => log.includes('another worker has claimed the table'))
  expect(await runs()).toMatchObject([
    { status: 'interrupted', fetched: 60 },
    { status: 'running', fetched: 40 },
  ])
  expect(await request(id)).toMatchObject({ status: 'running', error: null })
  expect(await query('SELECT consecutive_failures AS n FROM raw.tenants')).toEqual([{ n: 0 }])
  // The second worker, whose request never gets a response, is killed; the first one claims the table again.
  started[1]?.child.kill('SIGKILL')
  await expireClaims(account.database.pool)
  await expect.poll(() => request(id)).toEqual(succeeded)
  await expectOneAtATime()
})

test('a claim expires within a minute, and another worker then continues the run of a killed one', async () => {
  await account.syncAll()
  for (let round = 0; round < 2; round++) {
    account.sandbox.addFault({ path: '/*/export/jobs', after: 2, times: 1, hang: true })
    const before = account.sandbox.requestCount('/*/export/jobs')
    const id = await requestRun()
    const worker = startWorker(2)
    await until(() => account.sandbox.requestCount('/*/export/jobs') >= before + 3)
    expect(await activeClaims(account.database.pool, tenantId)).toContainEqual(
      expect.objectContaining({ tableName: 'st_jobs' }),
    )
    worker.child.kill('SIGKILL')
    await once(worker.child, 'exit')
    const longest = `SELECT max(leased_until) <= now() + interval '1 minute' AS "isWithinAMinute" FROM raw.sync_state`
    expect(await query(longest)).toEqual([{ isWithinAMinute: true }])
    await expireClaims(account.database.pool)
    const other = startWorker(2)
    await expect.poll(() => request(id), { interval: 100 }).toEqual(succeeded)
    other.child.kill('SIGKILL')
    await other.result
  }
  await expectOneAtATime()
})

/** Expects that the runs of a table did not overlap, and that the last one succeeded. */
async function expectOneAtATime(): Promise<void> {
  const all = await runs()
  for (const [index, run] of all.slice(1).entries()) {
    expect(all[index]?.finished_at.getTime()).toBeLessThanOrEqual(run.started_at.getTime())
  }
  expect(all.at(-1)).toMatchObject({ status: 'succeeded' })
}
