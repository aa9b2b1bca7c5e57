import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockTable } from '../../src/cache/table-lock.ts'
import { tableOf } from '../../src/cache/tables.ts'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { startCommand } from '../support/command.ts'

const locations = tableOf('locations')

const other = '7002'
let account: Account
let worker: ReturnType<typeof startCommand> | undefined
beforeEach(async () => {
  account = await openAccount()
  await query(`INSERT INTO raw.tenants (tenant_id, name) VALUES ($1, 'Okafor')`, [other])
  await account.sync(locations)
})
afterEach(async () => {
  worker?.child.kill('SIGKILL')
  await worker?.result
  worker = undefined
  await account.close()
})

const query = async (sql: string, values: unknown[] = []) =>
  (await account.database.pool.query(sql, values)).rows

/** A record in quarantine that can be written now, or still cannot. */
const quarantine = async (name: string, { tenant = tenantId, stId = 5 } = {}): Promise<string> => {
  const record = JSON.stringify({ id: stId, name: 'NAME', customerId: 1, modifiedOn: '2026-06-18T15:00:00Z' })
  const [row] = await query(
    `INSERT INTO raw.quarantine (tenant_id, table_name, record_key, payload, error, attempts, first_seen_at, last_seen_at)
     VALUES ($1, 'st_locations', $2, $3, 'was refused', 1, now(), now()) RETURNING quarantine_id AS id`,
    [tenant, String(stId), record.replace('NAME', name)],
  )
  return row.id
}
const addRequest = async (
  kind: string,
  id: string,
  { tenant = tenantId, table = 'st_locations', status = 'pending' } = {},
): Promise<string> => {
  const [row] = await query(
    `WITH inserted AS (INSERT INTO raw.sync_requests (tenant_id, table_name, kind, quarantine_id, status, requested_by)
                    VALUES ($1, $2, $3, $4, $5, 'API key 3 (office)') RETURNING request_id)
     SELECT request_id AS id, pg_notify('lazi_sync', '') FROM inserted`,
    [tenant, table, kind, id, status],
  )
  return row.id
}
const request = async (id: string) =>
  (
    await query(
      `SELECT status, error, run_id, finished_at IS NOT NULL AS ended FROM raw.sync_requests WHERE request_id = $1`,
      [id],
    )
  )[0]
const succeeded = { status: 'succeeded', error: null, run_id: null, ended: true }
const failed = (error: string) => ({
  status: 'failed',
  error: expect.stringContaining(error),
  run_id: null,
  ended: true,
})
const openEntries = async () =>
  (await query('SELECT quarantine_id AS id FROM raw.quarantine WHERE resolved_at IS NULL ORDER BY 1')).map(
    ({ id }) => id,
  )
const start = (env: Record<string, string> = {}) => {
  worker = startCommand(['worker', '--concurrency', '2'], { ...account.env, ...env })
}
const without = { SERVICETITAN_TENANT_ID: '42' }

test('replay writes and publishes the record or reports why it was refused again; drop resolves the entry', async () => {
  const [good, unwanted, bad] = [
    await quarantine('Repaired', { stId: 5 }),
    await quarantine('Unwanted', { stId: 6 }),
    await quarantine('\\u0000', { stId: 7 }),
  ]
  const requests = [
    await addRequest('replay', good),
    await addRequest('drop', unwanted),
    await addRequest('replay', bad),
  ]
  start()
  await expect
    .poll(() => Promise.all(requests.map(request)))
    .toEqual([succeeded, succeeded, failed('Refused again: ')])
  expect(await query('SELECT name FROM raw.st_locations WHERE st_id IN (5, 6, 7)')).toEqual([
    { name: 'Repaired' },
  ])
  expect(await query('SELECT op FROM raw.changes WHERE st_id = 5')).toEqual([{ op: 'insert' }])
  expect(await openEntries()).toEqual([bad])
  expect(await query('SELECT attempts, error FROM raw.quarantine WHERE quarantine_id = $1', [bad])).toEqual([
    { attempts: 2, error: expect.not.stringContaining('was refused') },
  ])
  const entries = await query(
    'SELECT action, entity_id AS id, actor_kind, on_behalf_of FROM audit.entries WHERE tenant_id = $1 ORDER BY entity_id',
    [tenantId],
  )
  const byWorker = { actor_kind: 'worker', on_behalf_of: 'API key 3 (office)' }
  expect(entries).toEqual([
    { action: 'replay', id: good, ...byWorker },
    { action: 'drop', id: unwanted, ...byWorker },
  ])
})

test('requests of a worker that died are resumed, whether their entry is open or resolved already', async () => {
  const [resolved, open] = [await quarantine('Resolved', { stId: 5 }), await quarantine('Open', { stId: 6 })]
  await query('UPDATE raw.quarantine SET resolved_at = now() WHERE quarantine_id = $1', [resolved])
  const requests = [
    await addRequest('replay', resolved, { status: 'running' }),
    await addRequest('drop', resolved, { status: 'running' }),
    await addRequest('replay', open, { status: 'running' }),
  ]
  start()
  await expect.poll(() => Promise.all(requests.map(request))).toEqual([succeeded, succeeded, succeeded])
  expect(await query('SELECT name FROM raw.st_locations WHERE st_id IN (5, 6)')).toEqual([{ name: 'Open' }])
  expect(await query('SELECT entity_id FROM audit.entries WHERE tenant_id = $1', [tenantId])).toEqual([
    { entity_id: open },
  ])
})

test('a request for an unknown entry, or one of another table or tenant, fails without effect', async () => {
  const [own, foreign] = [await quarantine('Own'), await quarantine('Foreign', { tenant: other })]
  const requests = [
    await addRequest('replay', '999999'),
    await addRequest('drop', own, { table: 'st_jobs' }),
    await addRequest('drop', foreign),
    await addRequest('replay', foreign),
  ]
  start()
  await expect
    .poll(() => Promise.all(requests.map(request)))
    .toEqual([
      failed('no entry 999999 of st_locations'),
      failed(`no entry ${own} of st_jobs`),
      failed(`no entry ${foreign} of st_locations`),
      failed(`no entry ${foreign} of st_locations`),
    ])
  expect(await openEntries()).toEqual([own, foreign])
})

test('an open circuit, a pause or missing credentials delay requests for runs, not for quarantine', async () => {
  await query(`UPDATE raw.tenants SET status = 'paused', circuit_open_until = now() + interval '1 hour'`)
  const [own, foreign] = [await quarantine('Own'), await quarantine('Foreign', { tenant: other })]
  const [run] = await query(
    `INSERT INTO raw.sync_requests (tenant_id, table_name, kind) VALUES ($1, 'st_locations', 'full')
     RETURNING request_id AS id`,
    [tenantId],
  )
  const requests = [await addRequest('replay', own), await addRequest('replay', foreign, { tenant: other })]
  start(without)
  await expect.poll(() => Promise.all(requests.map(request))).toEqual([succeeded, succeeded])
  expect(await request(run.id)).toMatchObject({ status: 'pending' })
  expect(await query(`SELECT tenant_id FROM raw.st_locations WHERE st_id = 5 ORDER BY 1`)).toEqual([
    { tenant_id: other },
    { tenant_id: tenantId },
  ])
})

test('a replay waits for a run of the same table', async () => {
  const client = await account.database.pool.connect()
  const { signal } = new AbortController()
  const unlock = await lockTable(client, { tenantId, tableName: 'st_locations', waitMs: 0, signal })
  try {
    const [first, second] = [await quarantine('First', { stId: 5 }), await quarantine('Second', { stId: 6 })]
    const [replay, drop] = [await addRequest('replay', first), await addRequest('drop', second)]
    const [{ xmin: before }] = await query('SELECT xmin FROM raw.sync_requests WHERE request_id = $1', [
      replay,
    ])
    start(without)
    // A request that was taken and reset is another version of its row.
    const version = async () =>
      (
        await query(`SELECT xmin FROM raw.sync_requests WHERE request_id = $1 AND status = 'pending'`, [
          replay,
        ])
      )[0]?.xmin
    await expect.poll(version).not.toBeOneOf([before, undefined])
    expect(await openEntries()).toEqual([first, second])
    await unlock()
    await expect.poll(() => Promise.all([replay, drop].map(request))).toEqual([succeeded, succeeded])
  } finally {
    client.release(true)
  }
})
