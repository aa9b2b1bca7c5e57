import { inTransaction } from 'cli-kit/postgres'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tableOf } from '../../src/cache/tables.ts'
import { publishSnapshot } from '../../src/page/change-feed.ts'
import { writeTombstones } from '../../src/page/write-tombstones.ts'
import { at, location, openPages, type PageWriter, tenantId } from '../support/pages.ts'

const appointments = tableOf('appointments')
const jobs = tableOf('jobs')
const locations = tableOf('locations')
const teams = tableOf('teams')
const technicians = tableOf('technicians')

let database: TestDatabase
let client: pg.PoolClient
let pages: PageWriter
beforeEach(async () => {
  database = await createTestDatabase()
  client = await database.pool.connect()
  pages = await openPages(client, locations, { isPublished: true })
})
afterEach(async () => {
  client.release()
  await database.close()
})

const feed = async (after = 0) =>
  (
    await client.query(
      `SELECT seq::integer, table_name AS table, st_id::integer AS id, op, changed_paths AS paths
         FROM raw.changes WHERE tenant_id = $1 AND seq > $2 ORDER BY seq`,
      [tenantId, after],
    )
  ).rows
const later = '2026-01-02T00:00:00Z'

test('a new row is an insert, and a changed row an update with its changed paths', async () => {
  await pages.write([location(2), location(1)])
  const { address } = location(1)
  await pages.write([
    location(1, { name: 'Other', modifiedOn: later, address: { ...address, zip: '1', unit: '2' }, extra: 1 }),
    location(2),
  ])
  expect(await feed()).toEqual([
    { seq: 1, table: 'st_locations', id: 1, op: 'insert', paths: [] },
    { seq: 2, table: 'st_locations', id: 2, op: 'insert', paths: [] },
    {
      seq: 3,
      table: 'st_locations',
      id: 1,
      op: 'update',
      paths: ['address.unit', 'address.zip', 'extra', 'modifiedOn', 'name'],
    },
  ])
})

test('unchanged, older and refused records are not published', async () => {
  await pages.write([location(1, { modifiedOn: later })])
  await pages.write([location(1, { modifiedOn: later }), location(1), { name: 'without an id' }])
  expect(await feed()).toHaveLength(1)
})

test('a page with a refused record publishes each of the others once', async () => {
  await pages.write([location(1), location(2, { name: 'a\u0000b' }), location(3)])
  expect((await feed()).map(({ seq, id }) => [seq, id])).toEqual([
    [1, 1],
    [2, 3],
  ])
})

test('a tombstone is published as a delete, and a restored record as a restore', async () => {
  await pages.write([location(1)])
  const target = { client, tenantId, table: locations, runId: '1', isPublished: true }
  expect(await writeTombstones(target, ['1', '99'], at(2))).toBe(1)
  expect(await writeTombstones(target, ['1'], at(3))).toBe(0)
  const { rows } = await client.query('SELECT content_hash, deleted_at FROM raw.st_locations')
  expect(rows).toEqual([{ content_hash: Buffer.alloc(0), deleted_at: at(2) }])

  expect(await pages.write([location(1, { modifiedOn: '2020-01-01T00:00:00Z' })], 4)).toMatchObject({
    updated: 1,
  })
  expect((await feed()).map(({ op, paths }) => [op, paths])).toEqual([
    ['insert', []],
    ['delete', []],
    ['restore', ['modifiedOn']],
  ])
})

test('a change of derived values is published after the snapshot of the table', async () => {
  const job = { id: 1, active: true, modifiedOn: later }
  const appointment = (start: string) => ({
    id: 10,
    jobId: 1,
    active: true,
    modifiedOn: start,
    start,
    end: later,
  })
  await (await openPages(client, jobs)).write([job])
  const visits = await openPages(client, appointments)
  await visits.write([appointment('2026-01-01T08:00:00Z')])
  expect(await feed()).toEqual([])

  await client.query(`UPDATE raw.sync_state SET last_full_sync = now() WHERE table_name = 'st_jobs'`)
  await visits.write([appointment('2026-01-01T09:00:00Z')])
  expect(await feed()).toEqual([
    { seq: 1, table: 'st_jobs', id: 1, op: 'update', paths: ['scheduled_start', 'duration'] },
  ])
  const target = { client, tenantId, table: appointments, runId: '1', isPublished: false }
  await inTransaction(client, () => writeTombstones(target, ['10'], at(5)))
  expect((await feed(1)).map(({ paths }) => paths)).toEqual([
    ['scheduled_start', 'scheduled_end', 'duration'],
  ])
})

test('a derived column that changes with its own record is published by name', async () => {
  await (await openPages(client, teams)).write([
    { id: 50, name: 'North', active: true },
    { id: 51, name: 'South', active: true },
  ])
  const people = await openPages(client, technicians, { isPublished: true })
  await people.write([{ id: 40, team: 'North', active: true }])
  await people.write([{ id: 40, team: 'South', active: true }])
  expect((await feed(1)).map(({ id, paths }) => [id, paths])).toEqual([[40, ['team', 'team_id']]])
})

test('a row that is rewritten with the same values is not published', async () => {
  await pages.write([location(1)])
  await client.query(`UPDATE raw.st_locations SET content_hash = ''`)
  expect(await pages.write([location(1)], 2)).toMatchObject({ updated: 1 })
  expect(await feed()).toHaveLength(1)
})

test('changes of one page are numbered by table and id, including derived values', async () => {
  await client.query(
    `INSERT INTO raw.sync_state (tenant_id, table_name, last_full_sync) VALUES ($1, 'st_jobs', now())`,
    [tenantId],
  )
  await (await openPages(client, jobs)).write([9, 7, 8].map((id) => ({ id, active: true })))
  const visits = await openPages(client, appointments, { isPublished: true })
  const start = '2026-01-01T08:00:00Z'
  const page = [
    { id: 12, jobId: 7 },
    { id: 10, jobId: 9 },
    { id: 11, jobId: 8 },
  ]
  await visits.write(page.map((visit) => ({ ...visit, active: true, start, end: later })))
  expect((await feed()).map(({ seq, table, id }) => [seq, table, id])).toEqual([
    ...[10, 11, 12].map((id, index) => [index + 1, 'st_appointments', id]),
    ...[7, 8, 9].map((id, index) => [index + 4, 'st_jobs', id]),
  ])
})

test('a snapshot is one event for the whole table', async () => {
  await publishSnapshot(client, { tenantId, tableName: 'st_jobs' }, { now: at(1), runId: '1' })
  await publishSnapshot(client, { tenantId, tableName: 'st_locations' }, { now: at(1), runId: '1' })
  expect((await feed()).map(({ seq, table, id, op }) => [seq, table, id, op])).toEqual([
    [1, 'st_jobs', null, 'snapshot'],
    [2, 'st_locations', null, 'snapshot'],
  ])
})

test('a page without changes writes no event and no position', async () => {
  const quiet = await openPages(client, jobs)
  await quiet.write([{ id: 1, active: true, modifiedOn: later }])
  const { rows } = await client.query('SELECT * FROM raw.change_positions')
  expect(rows).toEqual([])
})

test('seqs are in commit order: no reader sees a later change first', async () => {
  const other = await database.pool.connect()
  const watcher = await database.pool.connect()
  try {
    const visible = async () =>
      (await watcher.query('SELECT seq::integer FROM raw.changes ORDER BY seq')).rows.map(({ seq }) => seq)
    await client.query('BEGIN')
    await publishSnapshot(client, { tenantId, tableName: 'st_jobs' }, { now: at(1), runId: '1' })
    const second = publishSnapshot(other, { tenantId, tableName: 'st_locations' }, { now: at(1), runId: '1' })
    // The second waits for the first one's transaction, so it cannot become visible earlier.
    await expect
      .poll(async () => {
        const { rows } = await watcher.query(
          `SELECT count(*)::integer AS waiting FROM pg_locks JOIN pg_database ON datname = current_database()
            WHERE NOT granted AND (database = pg_database.oid OR locktype = 'transactionid')`,
        )
        return rows[0].waiting
      })
      .toBeGreaterThan(0)
    expect(await visible()).toEqual([])
    await client.query('COMMIT')
    await second
    expect(await visible()).toEqual([1, 2])
  } finally {
    other.release()
    watcher.release()
  }
})
