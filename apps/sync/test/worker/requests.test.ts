import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findWork } from '../../src/worker/find-work.ts'
import { haveTenant } from '../support/have-tenant.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
  await haveTenant(database.pool, '1')
})
afterEach(() => database.close())

const addRequest = async (tenantId: string, table: string, status: string, kind = 'full') => {
  const { rows } = await database.pool.query<{ id: string }>(
    `INSERT INTO raw.sync_requests (tenant_id, table_name, kind, status, quarantine_id) VALUES ($1, $2, $3, $4, $5)
     RETURNING request_id AS id`,
    [tenantId, table, kind, status, kind === 'drop' ? 1 : null],
  )
  return rows[0]?.id
}

test('requests that no worker can carry out fail with the reason, pending or running; others stay', async () => {
  const { pool } = database
  const noTable = 'There is no cache table st_none; cache tables are named st_<resource>.'
  const expected = [
    { id: await addRequest('1', 'st_none', 'pending'), status: 'failed', error: noTable },
    { id: await addRequest('1', 'st_none', 'running'), status: 'failed', error: noTable },
    { id: await addRequest('2', 'st_jobs', 'pending'), status: 'failed', error: 'There is no tenant 2.' },
    { id: await addRequest('2', 'st_jobs', 'running'), status: 'failed', error: 'There is no tenant 2.' },
    {
      id: await addRequest('2', 'st_jobs', 'pending', 'drop'),
      status: 'failed',
      error: 'There is no tenant 2.',
    },
    { id: await addRequest('1', 'st_jobs', 'pending'), status: 'pending', error: null },
    { id: await addRequest('1', 'st_teams', 'running'), status: 'running', error: null },
    { id: await addRequest('2', 'st_jobs', 'succeeded'), status: 'succeeded', error: null },
  ]
  // A worker with or without credentials of the tenant fails them.
  const requested = await findWork({ pool, tenantIds: [], now: new Date() })
  expect(requested).toEqual([])
  const { rows } = await pool.query(
    'SELECT request_id AS id, status, error FROM raw.sync_requests ORDER BY 1',
  )
  expect(rows).toEqual(expected)
  const work = await findWork({ pool, tenantIds: ['1'], now: new Date() })
  expect(work.slice(0, 2)).toEqual([
    { tenantId: '1', tableName: 'st_jobs' },
    { tenantId: '1', tableName: 'st_teams' },
  ])
  const { rows: open } = await pool.query(
    `SELECT request_id AS id FROM raw.sync_requests WHERE status = 'failed' AND finished_at IS NULL`,
  )
  expect(open).toEqual([])
})
