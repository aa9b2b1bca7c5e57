import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPool } from '../../src/database.ts'
import { afterRun } from '../../src/schedule/after-run.ts'
import { nextRun } from '../../src/schedule/due.ts'
import { readTableStates } from '../../src/schedule/read-table-states.ts'

const HOUR = 3_600_000
const noon = Date.UTC(2026, 5, 18, 12)
const at = (ms: number) => new Date(ms)

let database: TestDatabase
let pool: ReturnType<typeof openPool>
beforeAll(async () => {
  database = await createTestDatabase()
  pool = openPool(database.url, { max: 2, onError: () => undefined })
  await database.pool.query(`INSERT INTO raw.tenants (tenant_id, name) VALUES (1, 'A')`)
})
afterAll(async () => {
  await pool.end()
  await database.close()
})

const read = async (tableName: string, now = noon) =>
  (await readTableStates(pool, { now: at(now), tenantIds: ['1'], tableNames: [tableName] }))[0]
const addRun = (tableName: string, kind: string, status: string, startedAt: number) =>
  database.pool.query(
    `INSERT INTO raw.sync_runs (tenant_id, table_name, kind, status, started_at, finished_at)
     VALUES (1, $1, $2, $3, $4, $4)`,
    [tableName, kind, status, at(startedAt)],
  )
const setState = (tableName: string, lastFull: number | null, lastIncremental: number | null) =>
  database.pool.query(
    `INSERT INTO raw.sync_state (tenant_id, table_name, last_full_sync, last_incremental_sync) VALUES (1, $1, $2, $3)`,
    [
      tableName,
      lastFull === null ? null : at(lastFull),
      lastIncremental === null ? null : at(lastIncremental),
    ],
  )

test('a table that was never synced has no past runs', async () => {
  const state = await read('st_zones')
  expect(state?.kinds.full).toEqual({ doneAt: null, failures: 0, failedAt: null })
})

test('failures are counted by kind, since the last successful run of that kind', async () => {
  await setState('st_jobs', noon - 30 * HOUR, noon - HOUR)
  await addRun('st_jobs', 'full', 'failed', noon - 3 * HOUR)
  await addRun('st_jobs', 'full', 'failed', noon - 2 * HOUR)
  await addRun('st_jobs', 'full', 'interrupted', noon - HOUR)
  await addRun('st_jobs', 'incremental', 'failed', noon - 2 * HOUR)
  expect((await read('st_jobs'))?.kinds).toEqual({
    full: { doneAt: noon - 30 * HOUR, failures: 2, failedAt: noon - 2 * HOUR },
    incremental: { doneAt: noon - HOUR, failures: 0, failedAt: null },
    verify: { doneAt: null, failures: 0, failedAt: null },
  })
})

test('a run sets when its table is due again, and the table is found from then on', async () => {
  await setState('st_teams', noon, null)
  const state = await read('st_teams')
  if (!state) throw new Error('Expected a state, got none.')
  await afterRun(
    pool,
    { tenantId: '1', tableName: 'st_teams' },
    { now: at(noon), logger: pino({ level: 'silent' }) },
  )
  const { at: due } = nextRun(state)
  const { rows } = await database.pool.query(
    `SELECT next_run_at FROM raw.sync_state WHERE table_name = 'st_teams'`,
  )
  expect(rows).toEqual([{ next_run_at: at(due) }])
  const dueBy = async (time: number) =>
    (await readTableStates(pool, { now: at(time), tenantIds: ['1'], dueBy: at(time) })).map(
      ({ tableName }) => tableName,
    )
  expect(await dueBy(due - 1)).not.toContain('st_teams')
  expect(await dueBy(due)).toContain('st_teams')
})

test('a changed schedule applies immediately and overrides the planned run', async () => {
  await database.pool.query(
    `INSERT INTO raw.sync_schedules (tenant_id, table_name, incremental_every) VALUES (1, 'st_teams', '1 minute')`,
  )
  const [state] = await readTableStates(pool, {
    now: at(noon),
    tenantIds: ['1'],
    tableNames: ['st_teams'],
    dueBy: at(noon),
  })
  expect(state?.intervals).toMatchObject({ incrementalEveryMs: 60_000, fullEveryMs: 24 * HOUR })
})
