import { tableLockKey } from 'db-migrations/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ApiClient, createClient } from '../../client/index.ts'
import { cachedResources as resources } from '../../src/records/cached-resources.ts'
import { type ApiServer, startApiServer } from '../fixtures/api-server.ts'
import { insertWorld } from '../fixtures/insert-world.ts'

/** The clock of the server. */
const now = Date.UTC(2026, 2, 10, 12, 30)

let server: ApiServer
let reader: ApiClient
let requester: ApiClient
let other: ApiClient
beforeAll(async () => {
  server = await startApiServer({ now: () => now })
  const { pool } = server.database
  for (const tenantId of ['1', '2']) await insertWorld(pool, tenantId)
  const client = async (tenantId: string, scope: 'read' | 'sync' | 'admin') =>
    createClient({ url: server.url, key: await server.createKey(tenantId, scope) })
  reader = await client('1', 'read')
  requester = await client('1', 'sync')
  other = await client('2', 'admin')
  await pool.query(`
    INSERT INTO raw.quarantine (tenant_id, table_name, record_key, payload, error, first_seen_at, last_seen_at, resolved_at)
    SELECT tenant, 'st_jobs', n::text, '{}', 'no', now(), now(), CASE WHEN n = 3 THEN now() END
      FROM generate_series(1, 2) AS tenant, generate_series(1, 3) AS n;
    INSERT INTO raw.api_drift (tenant_id, table_name, json_path, kind, first_seen_at, last_seen_at)
    SELECT tenant, 'st_jobs', 'field', 'unknown', now(), now() FROM generate_series(1, 2) AS tenant;
    INSERT INTO raw.sync_state (tenant_id, table_name, status, data_as_of, last_full_sync, last_error, consecutive_failures)
    VALUES (1, 'st_jobs', 'failed', now() - interval '2 hours', '2026-03-01T06:00Z', 'no response', 3),
           (1, 'st_zones', 'idle', now() - interval '1 minute', '2026-03-01T06:00Z', NULL, 0);
    INSERT INTO raw.sync_schedules (tenant_id, table_name, freshness_target) VALUES (1, 'st_zones', '10 minutes');
    INSERT INTO raw.sync_runs (tenant_id, table_name, kind, status, started_at, finished_at, inserted, updated, tombstoned, bytes)
    SELECT tenant, 'st_' || resource, 'incremental', CASE WHEN n = 4 THEN 'failed' ELSE 'succeeded' END,
           '2026-03-10T12:00Z'::timestamptz - n * interval '1 hour', '2026-03-10T12:00Z'::timestamptz - n * interval '1 hour', 10 * tenant, n, 1, 9000000000
      FROM generate_series(1, 2) AS tenant, unnest('{jobs,zones}'::text[]) AS resource, generate_series(0, 29) AS n
     ORDER BY n DESC`)
})
afterAll(() => server.close())

const status = (code: number) => expect.objectContaining({ name: 'ApiError', status: code })

describe('the state of the tables', () => {
  test('reports fresh, late and never synced tables', async () => {
    const { tables } = await reader.sync()
    const [jobs, zones, teams] = ['jobs', 'zones', 'teams'].map((name) =>
      tables.find(({ resource }) => resource === name),
    )
    expect(tables).toHaveLength(resources.length)
    expect(jobs).toMatchObject({
      table: 'st_jobs',
      status: 'failed',
      breached: true,
      targetSeconds: 1_800,
      rows: 4,
      rowsEstimated: false,
      lastError: 'no response',
      consecutiveFailures: 3,
      openQuarantine: 2,
      driftPaths: 1,
      lastFullSync: '2026-03-01T06:00:00.000000Z',
    })
    expect(jobs?.lagSeconds).toBeGreaterThan(7_000)
    expect(zones).toMatchObject({ status: 'idle', breached: false, targetSeconds: 600, openQuarantine: 0 })
    expect(teams).toMatchObject({ status: 'never', breached: true, lagSeconds: null, dataAsOf: null })
  })

  test('tells whether workers are alive, and that tables wait when none is', async () => {
    const { pool } = server.database
    const zones = async () => {
      const { workers, tables } = await reader.sync()
      return { workers, status: tables.find(({ resource }) => resource === 'zones')?.status }
    }
    expect(await zones()).toEqual({
      workers: { state: 'never', alive: 0, lastSeenAt: null },
      status: 'idle',
    })
    await pool.query(
      `INSERT INTO raw.workers (worker_id, host, process_id, version, runs_once, started_at, seen_at)
       VALUES (gen_random_uuid(), 'secret-host', 1, '1', false, now(), now() + interval '40 seconds')`,
    )
    expect(await zones()).toMatchObject({ workers: { state: 'alive', alive: 1 }, status: 'idle' })
    expect(await (await fetch(`${server.healthUrl}/readyz`)).text()).toBe('ready\n')
    const metrics = async () => (await fetch(`${server.healthUrl}/metrics`)).text()
    expect(await metrics()).toMatch(/^lazi_sync_workers 1$/m)
    await pool.query(`UPDATE raw.workers SET seen_at = '2026-03-10T12:00Z'`)
    expect(await zones()).toEqual({
      workers: { state: 'vanished', alive: 0, lastSeenAt: '2026-03-10T12:00:00.000000Z' },
      status: 'waiting',
    })
    const ready = await fetch(`${server.healthUrl}/readyz`)
    expect([ready.status, await ready.text()]).toEqual([
      200,
      'ready\nno worker since 2026-03-10T12:00:00.000000Z\n',
    ])
    const text = await metrics()
    expect(text).toMatch(/^lazi_sync_workers 0$/m)
    expect(text).toMatch(/^lazi_sync_worker_seen_seconds \d/m)
    expect(text).not.toContain('secret-host')
    await pool.query('DELETE FROM raw.workers')
    expect(await metrics()).toMatch(/^lazi_sync_worker_seen_seconds Nan$/m)
  })

  test('tells that the tenant is paused, since when and by whom', async () => {
    const { pool } = server.database
    expect((await reader.sync()).paused).toBeNull()
    await pool.query(`UPDATE raw.tenants SET status = 'paused' WHERE tenant_id = 1`)
    expect((await reader.sync()).paused).toEqual({ since: null, by: null })
    await pool.query(
      `UPDATE raw.tenants SET paused_at = '2026-03-10T12:00Z', paused_by = 'alice on db-1' WHERE tenant_id = 1`,
    )
    const { paused, tables } = await reader.sync()
    expect(paused).toEqual({ since: '2026-03-10T12:00:00.000000Z', by: 'alice on db-1' })
    expect(new Set(tables.map(({ status }) => status))).toEqual(new Set(['failed', 'never', 'paused']))
    expect((await other.sync()).paused).toBeNull()
    await pool.query(`UPDATE raw.tenants SET status = 'active', paused_at = NULL, paused_by = NULL`)
  })

  test('keeps a failed full sync in view while incremental ones succeed', async () => {
    const { pool } = server.database
    await pool.query(
      `UPDATE raw.sync_state SET failures = '{"verify": {"error": "slow", "at": "2026-03-09T12:00:00Z", "count": 1},
         "full": {"error": "no response", "at": "2026-03-10T13:00:00+01:00", "count": 3}}' WHERE table_name = 'st_zones'`,
    )
    const zones = (await reader.sync()).tables.find(({ resource }) => resource === 'zones')
    expect(zones).toMatchObject({
      status: 'failed',
      lastError: null,
      failures: [
        { kind: 'full', error: 'no response', at: '2026-03-10T12:00:00.000000Z', count: 3 },
        { kind: 'verify', error: 'slow', at: '2026-03-09T12:00:00.000000Z', count: 1 },
      ],
    })
    await pool.query(`UPDATE raw.sync_state SET failures = '{}'`)
  })

  test('tells a run whose process ended from one that continues', async () => {
    const { pool } = server.database
    await pool.query(
      `INSERT INTO raw.sync_state (tenant_id, table_name, status, last_full_sync) VALUES (1, 'st_campaigns', 'running', now())`,
    )
    const campaigns = async () =>
      (await reader.sync()).tables.find(({ resource }) => resource === 'campaigns')?.status
    expect(await campaigns()).toBe('interrupted')
    const client = await pool.connect()
    try {
      await client.query(`SELECT pg_advisory_lock(${tableLockKey('1::text', `'st_campaigns'`)})`)
      expect(await campaigns()).toBe('running')
    } finally {
      client.release(true)
    }
    await pool.query(`DELETE FROM raw.sync_state WHERE table_name = 'st_campaigns'`)
  })

  test('sums the changes of each of the last 24 hours', async () => {
    const { tables } = await reader.sync()
    const { activity = [] } = tables.find(({ resource }) => resource === 'jobs') ?? {}
    expect(activity).toHaveLength(24)
    expect(activity.at(-1)).toEqual({ at: '2026-03-10T12:00:00.000Z', changes: 11 })
    expect(activity.at(-4)).toEqual({ at: '2026-03-10T09:00:00.000Z', changes: 14 })
    expect(activity[0]?.at).toBe('2026-03-09T13:00:00.000Z')
  })

  test('estimates the rows of a very large table', async () => {
    await server.database.pool.query(`
      DELETE FROM raw.st_tag_types;
      INSERT INTO raw.st_tag_types (tenant_id, st_id, active, full_data, content_hash, synced_at, deleted_at)
      SELECT 1, g, true, '{}', CASE WHEN g % 2 = 0 THEN '' ELSE 'x' END::bytea, now(), CASE WHEN g % 4 = 0 THEN now() END
        FROM generate_series(1, 60000) AS g; ANALYZE raw.st_tag_types`)
    const tagTypes = (await reader.sync()).tables.find(({ resource }) => resource === 'tag-types')
    expect(tagTypes?.rowsEstimated).toBe(true)
    expect(tagTypes?.rows).toBeGreaterThan(40_000)
    await server.database.pool.query(
      'DELETE FROM raw.st_tag_types WHERE st_id > 1000; ANALYZE raw.st_tag_types',
    )
    const fewer = (await reader.sync()).tables.find(({ resource }) => resource === 'tag-types')
    expect(fewer).toMatchObject({ rows: 750, rowsEstimated: false })
  })
})

describe('runs', () => {
  test('are listed newest first, in pages, of one table or all', async () => {
    const first = await reader.runs({ limit: 2 })
    expect(first.data.map(({ resource, startedAt }) => [resource, startedAt]).toSorted()).toEqual([
      ['jobs', '2026-03-10T12:00:00.000000Z'],
      ['zones', '2026-03-10T12:00:00.000000Z'],
    ])
    expect(first.data[0]).toMatchObject({
      kind: 'incremental',
      status: 'succeeded',
      inserted: 10,
      bytes: 9_000_000_000,
    })
    for (const filter of [
      {},
      { resource: 'zones' },
      { status: 'failed' },
      { resource: 'jobs', status: 'succeeded' },
    ] as const) {
      const whole = await reader.runs({ ...filter, limit: 500 })
      const found: string[] = []
      let cursor: string | undefined
      for (let pages = 0; pages < 40; pages++) {
        const page = await reader.runs({ ...filter, limit: 7, cursor })
        found.push(...page.data.map(({ id }) => id))
        if (page.nextCursor === null) break
        cursor = page.nextCursor
      }
      expect(found).toEqual(whole.data.map(({ id }) => id))
      expect(new Set(whole.data.map(({ inserted }) => inserted))).toEqual(new Set([10]))
    }
    expect((await reader.runs({ status: 'failed' })).data).toHaveLength(2)
  })

  test('are visible to their own tenant only', async () => {
    const [run] = (await reader.runs({ limit: 1 })).data
    expect(await reader.run(String(run?.id))).toEqual(run)
    await expect(other.run(String(run?.id))).rejects.toEqual(status(404))
    const { nextCursor } = await reader.runs({ limit: 1 })
    await expect(other.runs({ limit: 1, cursor: String(nextCursor) })).rejects.toEqual(status(400))
  })
})

describe('a request for a sync', () => {
  beforeEach(async () => {
    await server.database.pool.query('DELETE FROM raw.sync_requests')
  })

  test('is a row for the workers, and its status can be read', async () => {
    const response = await fetch(`${server.url}/api/v2/sync/jobs`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await server.createKey('1', 'sync')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ kind: 'full', allowDeletes: true }),
    })
    expect(response.status).toBe(202)
    const { requestId } = (await response.json()) as { requestId: string }
    expect(response.headers.get('location')).toBe(`/api/v2/sync/requests/${requestId}`)
    expect(await reader.syncRequest(requestId)).toMatchObject({
      id: requestId,
      table: 'st_jobs',
      resource: 'jobs',
      kind: 'full',
      allowDeletes: true,
      status: 'pending',
      quarantineId: null,
      runId: null,
      requestedBy: expect.stringMatching(/^API key \d+ \(Key of 1\)$/),
    })
    await expect(other.syncRequest(requestId)).rejects.toEqual(status(404))
  })

  test('wakes the workers', async () => {
    const client = await server.database.pool.connect()
    try {
      await client.query('LISTEN lazi_sync')
      const notified = new Promise((resolve) => client.once('notification', resolve))
      await requester.requestSync('jobs', { kind: 'hot' })
      await notified
      await client.query('UNLISTEN lazi_sync')
    } finally {
      client.release()
    }
  })

  test('is added once while it is pending, even when sent concurrently', async () => {
    const asked = await Promise.all(
      Array.from({ length: 8 }, () => requester.requestSync('jobs', { kind: 'incremental' })),
    )
    expect(new Set(asked.map(({ requestId }) => requestId)).size).toBe(1)
    const [{ requestId } = { requestId: '' }] = asked
    const different = [
      await requester.requestSync('jobs', { kind: 'full' }),
      await requester.requestSync('jobs', { kind: 'full', allowDeletes: true }),
      await requester.requestSync('zones', { kind: 'incremental' }),
      await other.requestSync('jobs', { kind: 'incremental' }),
    ]
    expect(new Set([requestId, ...different.map((request) => request.requestId)]).size).toBe(5)
    await server.database.pool.query(
      `UPDATE raw.sync_requests SET status = 'running' WHERE request_id = $1`,
      [requestId],
    )
    expect((await requester.requestSync('jobs', { kind: 'incremental' })).requestId).not.toBe(requestId)
  })

  test('needs scope sync, an existing resource and a kind of run', async () => {
    await expect(reader.requestSync('jobs', { kind: 'full' })).rejects.toEqual(status(403))
    await expect(requester.requestSync('runs' as never, { kind: 'full' })).rejects.toEqual(status(400))
    await expect(requester.requestSync('jobs', { kind: 'replay' as never })).rejects.toEqual(status(400))
    await expect(requester.requestSync('jobs', { kind: 'full', why: 'so' } as never)).rejects.toEqual(
      status(400),
    )
    const { rows } = await server.database.pool.query('SELECT FROM raw.sync_requests')
    expect(rows).toEqual([])
  })
})
