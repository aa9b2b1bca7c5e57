import { inTransaction } from 'cli-kit/postgres'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CacheTable } from '../../src/cache/cache-table.ts'
import { tableOf } from '../../src/cache/tables.ts'
import { appendChanges, publishSnapshot } from '../../src/page/change-feed.ts'
import { preparePage } from '../../src/page/records/prepare-page.ts'
import { writePage } from '../../src/page/write-page.ts'
import { writeTombstones } from '../../src/page/write-tombstones.ts'
import { replayQuarantined } from '../../src/quarantine/replay.ts'
import { byTest } from '../support/by-test.ts'
import { at, location, newMemory, openPages, tenantId } from '../support/pages.ts'

const appointmentAssignments = tableOf('appointment-assignments')
const appointments = tableOf('appointments')
const jobs = tableOf('jobs')
const locations = tableOf('locations')
const technicians = tableOf('technicians')

let database: TestDatabase
let client: pg.PoolClient
beforeEach(async () => {
  database = await createTestDatabase()
  client = await database.pool.connect()
})
afterEach(async () => {
  client.release()
  await database.close()
})

/** The changes of a table; JSON as text, because JavaScript rounds its numbers. */
const changesOf = async (table: CacheTable) =>
  (
    await client.query(
      `SELECT op, before::text, added, before_columns::text AS columns FROM raw.changes
        WHERE tenant_id = $1 AND table_name = $2 ORDER BY seq`,
      [tenantId, table.name],
    )
  ).rows
const publish = (table: CacheTable) =>
  client.query(`INSERT INTO raw.sync_state (tenant_id, table_name, last_full_sync) VALUES ($1, $2, now())`, [
    tenantId,
    table.name,
  ])
const nothing = { before: null, added: null, columns: null }

test('an update keeps the former values of changed fields, whole, and the names of added ones', async () => {
  const pages = await openPages(client, locations, { isPublished: true })
  const text = JSON.stringify(location(1, { modifiedOn: '2026-01-01T00:00:00Z' }))
  const next = JSON.stringify(location(1, { modifiedOn: '2026-01-02T00:00:00Z' }))
  await pages.write(
    `[${text.replace('"zip":"74105"', '"zip":9007199254740993.10').replace('"name"', '"old"')}]`,
  )
  await pages.write(`[${next}]`)
  const { address } = location(1)
  const former = `{"old": "Hollis Residence", "address": ${JSON.stringify(address).replace('"74105"', '9007199254740993.10')}, "modifiedOn": "2026-01-01T00:00:00Z"}`
  const changes = await changesOf(locations)
  expect(changes).toEqual([
    { op: 'insert', ...nothing },
    { op: 'update', before: expect.any(String), added: ['name'], columns: null },
  ])
  const { rows } = await client.query('SELECT $1::jsonb::text AS text', [former])
  expect(changes[1]?.before).toBe(rows[0]?.text)
})

test('a delete and a snapshot keep nothing, a restore the time of the tombstone', async () => {
  const pages = await openPages(client, locations, { isPublished: true })
  await pages.write([location(1)])
  await writeTombstones({ client, tenantId, table: locations, runId: '1', isPublished: true }, ['1'], at(2))
  await pages.write([location(1)], 3)
  await publishSnapshot(client, { tenantId, tableName: locations.name }, { now: at(4), runId: '1' })
  const { rows } = await client.query(
    'SELECT deleted_at::text FROM (SELECT $1::timestamptz AS deleted_at) AS t',
    [at(2)],
  )
  const changes = await changesOf(locations)
  expect(changes).toEqual([
    { op: 'insert', ...nothing },
    { op: 'delete', ...nothing },
    { op: 'restore', before: '{}', added: null, columns: expect.any(String) },
    { op: 'snapshot', ...nothing },
  ])
  const { rows: times } = await client.query(
    `SELECT ($1::jsonb ->> 'deleted_at')::timestamptz::text AS deleted_at, $1::jsonb - 'deleted_at' AS others`,
    [changes[2]?.columns],
  )
  expect(times).toEqual([{ deleted_at: rows[0]?.deleted_at, others: {} }])
})

test('derived columns and fields keep their former values', async () => {
  await publish(jobs)
  await (await openPages(client, jobs)).write([{ id: 1, active: true }])
  const visits = await openPages(client, appointments)
  const visit = { id: 10, jobId: 1, active: true, end: '2026-01-01T10:00:00Z' }
  await visits.write([{ ...visit, start: '2026-01-01T08:00:00Z', modifiedOn: '2026-01-01T00:00:00Z' }])
  await visits.write([{ ...visit, start: '2026-01-01T09:00:00Z', modifiedOn: '2026-01-02T00:00:00Z' }])
  await (await openPages(client, appointmentAssignments)).write([
    { id: 20, jobId: 1, appointmentId: 10, technicianId: 5, active: true },
  ])
  await client.query(`UPDATE raw.st_jobs SET full_data = full_data - 'technicianAssignments'`)
  await (await openPages(client, appointmentAssignments)).write([
    { id: 21, jobId: 1, appointmentId: 10, technicianId: 6, active: true },
  ])
  const changes = await changesOf(jobs)
  const columns = changes.map((change) => (change.columns === null ? null : JSON.parse(change.columns)))
  expect(changes.map(({ op, before, added }) => [op, before, added])).toEqual([
    ['update', '{}', null],
    ['update', '{}', null],
    ['update', '{"technicianAssignments": []}', null],
    ['update', '{}', ['technicianAssignments']],
  ])
  expect(columns).toEqual([
    { scheduled_start: null, scheduled_end: null, duration: null },
    { scheduled_start: expect.stringContaining('2026-01-01T08:00:00'), duration: 120 },
    null,
    null,
  ])
})

test('each change names its run; a replay has none', async () => {
  const pages = await openPages(client, locations, { isPublished: true })
  await pages.write([location(1)])
  await pages.write([location(2, { name: 'a\u0000b' })])
  const target = { client, tenantId, table: locations, droppedPaths: [], isPublished: true }
  expect(await replayQuarantined({ ...target, stripNulCharacters: true }, null, byTest(at(2)))).toMatchObject(
    {
      written: 1,
    },
  )
  await writeTombstones({ ...target, runId: '77' }, ['1'], at(3))
  const { rows: runs } = await client.query('SELECT run_id FROM raw.sync_runs')
  const { rows } = await client.query('SELECT run_id FROM raw.changes ORDER BY seq')
  expect(rows).toEqual([...runs, { run_id: null }, { run_id: '77' }])
})

test('values of fields that are excluded by now are not kept', async () => {
  const record = (hourlyRate: number, name: string) => ({
    id: 5,
    active: true,
    name,
    hourlyRate,
    home: { street: '1 Elm St', unit: '2' },
    modifiedOn: at(hourlyRate).toISOString(),
  })
  const run = { runId: '1', cursor: null, source: 'feed', memory: newMemory(), isPublished: true } as const
  const write = async (fields: object, droppedPaths: readonly string[]) => {
    const page = await preparePage(Buffer.from(JSON.stringify([fields])), droppedPaths)
    const target = { ...run, client, tenantId, table: technicians, droppedPaths }
    const facts = { cursor: null, nextCursor: '', requests: 1, bytes: 1, seenPage: null }
    return writePage(target, { ...page, ...facts }, { now: at(1) })
  }
  await write(record(30, 'Ann'), [])
  await write(record(31, 'Bea'), ['hourlyRate', 'home.street', 'absent', 'name.first'])
  const [, update] = await changesOf(technicians)
  expect(JSON.parse(update?.before ?? '')).toEqual({
    name: 'Ann',
    home: { unit: '2' },
    modifiedOn: at(30).toISOString(),
  })
})

test('a former value that is nested too deeply costs only itself', async () => {
  const deep = `{"deep":${'['.repeat(20_000)}${']'.repeat(20_000)}}`
  const rows = [deep, '{"name":"Hollis"}', '{"list":[[[1.10]]]}'].map((before, index) => ({
    st_id: index,
    op: 'update',
    changed_paths: ['name'],
    before,
  }))
  const changes = [{ table: locations.name, rows: JSON.stringify(rows) }]
  await inTransaction(client, () => appendChanges({ client, tenantId }, changes, at(1)))
  expect((await changesOf(locations)).map(({ before }) => before)).toEqual([
    null,
    '{"name": "Hollis"}',
    '{"list": [[[1.10]]]}',
  ])
  const { rows: positions } = await client.query('SELECT last_seq FROM raw.change_positions')
  expect(positions).toEqual([{ last_seq: '3' }])
})
