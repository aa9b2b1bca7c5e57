import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPool } from '../../src/database.ts'
import { applyRetention } from '../../src/worker/retention.ts'

let database: TestDatabase
let pool: ReturnType<typeof openPool>
beforeAll(async () => {
  database = await createTestDatabase()
  pool = openPool(database.url, { max: 2, onError: () => undefined })
})
afterAll(async () => {
  await pool.end()
  await database.close()
})

const now = new Date(Date.UTC(2026, 5, 18, 12))
const { signal } = new AbortController()

test('history beyond its retention is removed, and trimmed_seq is updated', async () => {
  // 12,000 changes, one per minute up to now: more than one batch is older than four days.
  await database.pool.query(
    `INSERT INTO raw.tenants (tenant_id, name) VALUES (1, 'A'), (2, 'B');
     INSERT INTO raw.change_positions (tenant_id, last_seq, updated_at) VALUES (1, 12000, now()), (2, 1, now());`,
  )
  await database.pool.query(
    `INSERT INTO raw.changes (tenant_id, seq, table_name, st_id, op, at)
     SELECT 1, n, 'st_jobs', n, 'insert', $1::timestamptz - (12000 - n) * interval '1 minute'
       FROM generate_series(1, 12000) AS n UNION ALL SELECT 2, 1, 'st_jobs', 1, 'insert', $1`,
    [now],
  )
  await database.pool.query(
    `WITH position AS (
       INSERT INTO lazi.change_positions (tenant_id, last_seq, updated_at) VALUES (1, 2, now()))
     INSERT INTO lazi.changes (tenant_id, seq, table_name, id, op, actor, at)
     VALUES (1, 1, 'jobs', gen_random_uuid(), 'insert', 'servicetitan', $1::timestamptz - interval '5 days'),
            (1, 2, 'jobs', gen_random_uuid(), 'insert', 'servicetitan', $1)`,
    [now],
  )
  await database.pool.query(
    `INSERT INTO raw.sync_runs (tenant_id, table_name, kind, status, started_at, finished_at)
     SELECT 1, 'st_jobs', 'full', 'succeeded', ended - interval '1 hour', ended
       FROM (VALUES ($1::timestamptz - interval '91 days'), ($1 - interval '89 days'), (NULL)) AS run (ended)
      WHERE ended IS NOT NULL
     UNION ALL SELECT 1, 'st_jobs', 'full', 'running', $1 - interval '100 days', NULL`,
    [now],
  )
  await database.pool.query(
    `INSERT INTO raw.sync_requests (tenant_id, table_name, kind, status, finished_at)
     VALUES (1, 'st_jobs', 'full', 'failed', $1::timestamptz - interval '91 days'), (1, 'st_jobs', 'full', 'pending', NULL)`,
    [now],
  )
  await database.pool.query(
    `INSERT INTO raw.quarantine (tenant_id, table_name, record_key, payload, error, first_seen_at, last_seen_at, resolved_at)
     VALUES (1, 'st_jobs', '1', '{}', 'x', now(), now(), $1::timestamptz - interval '91 days'), (1, 'st_jobs', '2', '{}', 'x', now(), now(), NULL)`,
    [now],
  )
  await database.pool.query(
    `INSERT INTO raw.workers (worker_id, host, process_id, version, runs_once, started_at, seen_at, stopped_at)
     SELECT gen_random_uuid(), 'a', 1, '1', false, $1::timestamptz - interval '9 days', seen, stopped
       FROM (VALUES ($1::timestamptz - interval '8 days', NULL::timestamptz), ($1::timestamptz - interval '6 days', NULL),
                    ($1::timestamptz - interval '8 days', $1::timestamptz - interval '6 days')) AS w (seen, stopped)`,
    [now],
  )
  const retention = { changesDays: 4, historyDays: 90, workersDays: 7 }
  expect(await applyRetention(pool, { retention, now, signal })).toEqual({
    changes: 12_000 - 4 * 24 * 60 - 1,
    recordChanges: 1,
    runs: 1,
    requests: 1,
    quarantine: 1,
    workers: 1,
  })
  const { rows } = await database.pool.query(
    `SELECT tenant_id::integer AS tenant, trimmed_seq::integer AS trimmed,
            (SELECT min(seq)::integer FROM raw.changes AS c WHERE c.tenant_id = p.tenant_id) AS first
       FROM raw.change_positions AS p ORDER BY 1`,
  )
  expect(rows).toEqual([
    { tenant: 1, trimmed: 6_239, first: 6_240 },
    { tenant: 2, trimmed: 0, first: 1 },
  ])
  expect(await applyRetention(pool, { retention, now, signal })).toEqual({
    changes: 0,
    recordChanges: 0,
    runs: 0,
    requests: 0,
    quarantine: 0,
    workers: 0,
  })
})

test('a change within the retention also keeps the changes after it, even if a clock was wrong', async () => {
  await database.pool.query(
    `INSERT INTO raw.change_positions (tenant_id, last_seq, updated_at) VALUES (3, 3, now());
     INSERT INTO raw.tenants (tenant_id, name) VALUES (3, 'C');`,
  )
  await database.pool.query(
    `INSERT INTO raw.changes (tenant_id, seq, table_name, st_id, op, at)
     VALUES (3, 1, 'st_jobs', 1, 'insert', $1::timestamptz - interval '91 days'), (3, 2, 'st_jobs', 1, 'update', $1),
            (3, 3, 'st_jobs', 1, 'update', $1::timestamptz - interval '91 days')`,
    [now],
  )
  expect((await applyRetention(pool, { now, signal })).changes).toBe(1)
})

test('a worker whose clock is ahead removes nothing that is within the retention', async () => {
  await database.pool.query(
    `INSERT INTO raw.tenants (tenant_id, name) VALUES (4, 'D');
     INSERT INTO raw.change_positions (tenant_id, last_seq, updated_at) VALUES (4, 1, now());
     INSERT INTO raw.changes (tenant_id, seq, table_name, st_id, op, at) VALUES (4, 1, 'st_jobs', 1, 'insert', now())`,
  )
  const ahead = new Date(Date.now() + 365 * 86_400_000)
  await applyRetention(pool, { now: ahead, signal })
  const { rows } = await database.pool.query('SELECT seq FROM raw.changes WHERE tenant_id = 4')
  expect(rows).toEqual([{ seq: '1' }])
})

test("a tenant's setting changesDays replaces the default; an invalid one is reported, and keeps its changes", async () => {
  const { rows } = await database.pool.query(
    `SELECT jsonb_object_agg(t, s) AS settings FROM (VALUES (11, '{}'::jsonb), (12, '{"changesDays": 30}'),
            (13, '{"changesDays": 365}'), (14, '{"changesDays": 0}'), (15, '{"changesDays": "30"}'),
            (16, '{"changesDays": 3651}'), (17, '{"changesDays": 1.5}'), (18, '{"changesDays": null}')) AS v (t, s)`,
  )
  await database.pool.query(
    `INSERT INTO raw.tenants (tenant_id, name, settings) SELECT key::bigint, key, value FROM jsonb_each($1)`,
    [rows[0].settings],
  )
  await database.pool.query(
    `INSERT INTO raw.change_positions (tenant_id, last_seq, updated_at) SELECT n, 3, now() FROM generate_series(11, 18) AS n`,
  )
  await database.pool.query(
    `INSERT INTO raw.changes (tenant_id, seq, table_name, st_id, op, at)
     SELECT n, seq, 'st_jobs', 1, 'update', $1::timestamptz - days * interval '1 day'
       FROM generate_series(11, 18) AS n CROSS JOIN (VALUES (1, 91), (2, 31), (3, 29)) AS change (seq, days)`,
    [now],
  )
  await expect(applyRetention(pool, { now, signal })).rejects.toThrow(
    'Expected raw.tenants.settings.changesDays to be a whole number of days from 1 to 3650, got 0 for tenant 14, got "30" for tenant 15, got 3651 for tenant 16, got 1.5 for tenant 17, got null for tenant 18.',
  )
  const { rows: kept } = await database.pool.query(
    'SELECT tenant_id::integer AS tenant, count(*)::integer AS kept FROM raw.changes WHERE tenant_id > 10 GROUP BY 1 ORDER BY 1',
  )
  expect(kept.map(({ tenant, kept }) => [tenant, kept])).toEqual([
    [11, 2],
    [12, 1],
    [13, 3],
    [14, 3],
    [15, 3],
    [16, 3],
    [17, 3],
    [18, 3],
  ])
})
