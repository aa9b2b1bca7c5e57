import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tables } from '../../src/cache/tables.ts'
import { type Account, openAccount, tenantId, until } from '../support/account.ts'
import { activeClaims } from '../support/active-claims.ts'
import { startCommand as start } from '../support/command.ts'

let account: Account
const started: ReturnType<typeof start>[] = []
const startCommand: typeof start = (...options) => {
  started.push(start(...options))
  return started.at(-1) as ReturnType<typeof start>
}
beforeEach(async () => {
  account = await openAccount({ exportPageSize: 20 })
})
afterEach(async () => {
  // A failed test may leave its workers running.
  for (const { child, result } of started.splice(0)) {
    child.kill('SIGKILL')
    await result
  }
  await account.sandbox.close()
  if (!account.database.pool.ended) await account.database.close()
})

const query = async (sql: string, values: unknown[] = []) =>
  (await account.database.pool.query(sql, values)).rows
const synced = async () =>
  (await query('SELECT count(*)::integer AS n FROM raw.sync_state WHERE last_full_sync IS NOT NULL'))[0].n
const claims = () => activeClaims(account.database.pool, tenantId)
const requestRun = async (table: string, kind: string) =>
  (
    await query(
      `WITH inserted AS (INSERT INTO raw.sync_requests (tenant_id, table_name, kind, requested_by)
                      VALUES ($1, $2, $3, 'a test') RETURNING request_id)
       SELECT request_id AS id, pg_notify('lazi_sync', '') FROM inserted`,
      [tenantId, table, kind],
    )
  )[0].id
const request = async (id: string) =>
  (
    await query(
      `SELECT request.status, request.error, run.status AS run, run.kind FROM raw.sync_requests AS request
         LEFT JOIN raw.sync_runs AS run USING (tenant_id, run_id) WHERE request_id = $1`,
      [id],
    )
  )[0]

test('--once syncs every due table and exits', async () => {
  const { code, stdout } = await startCommand(['worker', '--once', '--json'], account.env).result
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toEqual({ ok: true, succeeded: tables.length, failed: 0, missing: [] })
  expect(await synced()).toBe(tables.length)
  expect(await query('SELECT FROM raw.sync_state WHERE next_run_at > now()')).toHaveLength(tables.length)
  expect(await claims()).toEqual([])
  // Nothing is due now.
  const again = await startCommand(['worker', '--once', '--json'], account.env).result
  expect(JSON.parse(again.stdout)).toEqual({ ok: true, succeeded: 0, failed: 0, missing: [] })
})

test('--once exits with 1 when a run failed, and syncs the other tables', async () => {
  account.sandbox.addFault({ path: '/*/export/jobs', status: 403 })
  const { code, stdout, stderr } = await startCommand(['worker', '--once', '--json'], account.env).result
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, failed: 1 })
  expect(stderr).toContain('"resource":"jobs"')
  const [state] = await query(
    `SELECT status, last_error, next_run_at > now() AS waits, consecutive_failures AS failures
       FROM raw.sync_state WHERE table_name = 'st_jobs'`,
  )
  expect(state).toMatchObject({ status: 'failed', waits: true, failures: 1 })
  expect(await query(`SELECT table_name, error FROM raw.sync_runs WHERE status = 'failed'`)).toEqual([
    { table_name: 'st_jobs', error: state.last_error },
  ])
  expect(await claims()).toEqual([])
  expect(await query('SELECT consecutive_failures AS n FROM raw.tenants')).toEqual([{ n: 0 }])
})

test('requests are run immediately, one after another, and record their runs', async () => {
  const { child, result } = startCommand(['worker'], account.env)
  await until(async () => (await synced()) === tables.length)
  const ids = [
    await requestRun('st_jobs', 'incremental'),
    await requestRun('st_jobs', 'full'),
    await requestRun('st_teams', 'hot'),
  ]
  await expect
    .poll(async () => Promise.all(ids.map(request)))
    .toEqual([
      { status: 'succeeded', error: null, run: 'succeeded', kind: 'incremental' },
      { status: 'succeeded', error: null, run: 'succeeded', kind: 'full' },
      { status: 'succeeded', error: null, run: 'succeeded', kind: 'hot' },
    ])
  account.sandbox.addFault({ path: '/*/export/jobs', status: 403 })
  const failing = await requestRun('st_jobs', 'incremental')
  await expect
    .poll(() => request(failing))
    .toEqual({ status: 'failed', error: expect.stringContaining('403'), run: 'failed', kind: 'incremental' })
  child.kill('SIGTERM')
  expect((await result).code).toBe(0)
})

test('SIGTERM finishes the current page, releases the claim and exits with 0', async () => {
  account.sandbox.addFault({ path: '/*/export/jobs', after: 3, hang: true })
  const id = await requestRun('st_jobs', 'full')
  const { child, result } = startCommand(['worker'], account.env)
  await until(() => account.sandbox.requestCount('/*/export/jobs') >= 4)
  child.kill('SIGTERM')
  expect(await result).toMatchObject({ code: 0, signal: null })
  expect(await query(`SELECT status FROM raw.sync_runs WHERE table_name = 'st_jobs'`)).toEqual([
    { status: 'interrupted' },
  ])
  expect(await request(id)).toMatchObject({ status: 'pending' })
  expect(await claims()).toEqual([])

  account.sandbox.clearFaults()
  await startCommand(['worker', '--once'], account.env).result
  expect(await request(id)).toMatchObject({ status: 'succeeded', run: 'succeeded' })
})

test('another worker resumes the task of a killed worker after its last page, within a minute', async () => {
  account.sandbox.addFault({ path: '/*/export/jobs', after: 3, times: 1, hang: true })
  const id = await requestRun('st_jobs', 'full')
  const first = startCommand(['worker', '--concurrency', '1'], account.env)
  await until(() => account.sandbox.requestCount('/*/export/jobs') >= 4)
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  expect(await claims()).toHaveLength(1)
  expect(await request(id)).toMatchObject({ status: 'running' })

  const second = startCommand(['worker'], account.env)
  await expect.poll(() => request(id)).toMatchObject({ status: 'succeeded', run: 'succeeded' })
  const runs = await query(
    `SELECT status, fetched::integer FROM raw.sync_runs WHERE table_name = 'st_jobs' ORDER BY run_id LIMIT 2`,
  )
  expect(runs.map(({ status }) => status)).toEqual(['interrupted', 'succeeded'])
  // Pages that the first worker wrote were not read again.
  expect(runs[0].fetched + runs[1].fetched).toBe(300)
  second.child.kill('SIGTERM')
  await second.result
})

test('two workers share the work: no table is synced concurrently or twice', async () => {
  const workers = [0, 1].map(() => startCommand(['worker', '--once', '--json'], account.env).result)
  const results = (await Promise.all(workers)).map(({ stdout }) => JSON.parse(stdout))
  expect(results.map(({ failed }) => failed)).toEqual([0, 0])
  expect(results[0].succeeded + results[1].succeeded).toBe(tables.length)
  expect(await query(`SELECT FROM raw.sync_runs WHERE kind = 'full' AND status = 'succeeded'`)).toHaveLength(
    tables.length,
  )
})

test('--once fails when the database stays unavailable', async () => {
  account.sandbox.addFault({ path: '/*/export/jobs', hang: true })
  const { result } = startCommand(['worker', '--once'], account.env)
  await until(() => account.sandbox.requestCount('/*/export/jobs') >= 1)
  await account.database.close()
  expect(await result).toMatchObject({ code: 1, stderr: expect.stringMatching(/^error: .*does not exist/m) })
})
