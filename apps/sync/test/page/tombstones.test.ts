import { inTransaction } from 'cli-kit/postgres'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CacheTable } from '../../src/cache/cache-table.ts'
import { tableOf } from '../../src/cache/tables.ts'
import { writeTombstones } from '../../src/page/write-tombstones.ts'
import { at, openPages, tenantId } from '../support/pages.ts'

const appointmentAssignments = tableOf('appointment-assignments')
const appointments = tableOf('appointments')
const jobs = tableOf('jobs')
const locationContacts = tableOf('location-contacts')
const locations = tableOf('locations')
const teams = tableOf('teams')
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

const write = async (table: CacheTable, records: readonly object[], minute = 1) =>
  (await openPages(client, table)).write(
    records.map((record) => ({ active: true, modifiedOn: '2026-01-01T00:00:00Z', ...record })),
    minute,
  )
const bury = (table: CacheTable, ids: readonly string[], minute = 2) =>
  inTransaction(client, () =>
    writeTombstones({ client, tenantId, table, runId: '1', isPublished: false }, ids, at(minute)),
  )
const rows = async (sql: string) => (await client.query(sql)).rows
const visit = { id: 10, jobId: 1, start: '2026-03-01T08:00:00Z', end: '2026-03-01T09:00:00Z' }

test('a tombstone is set once, empties the hash, and keeps the data', async () => {
  await write(locations, [{ id: 1, name: 'Hollis' }, { id: 2 }])
  await client.query(
    `INSERT INTO raw.sync_runs (tenant_id, run_id, table_name, kind, started_at) OVERRIDING SYSTEM VALUE
     VALUES ($1, 900, 'st_locations', 'full', $2)`,
    [tenantId, at(0)],
  )
  const target = { client, tenantId, table: locations, runId: '900', isPublished: false }
  expect(await writeTombstones(target, ['1', '3'], at(2))).toBe(1)
  expect(await writeTombstones(target, ['1'], at(3))).toBe(0)
  expect(await writeTombstones(target, [], at(3))).toBe(0)
  expect(await rows('SELECT name, content_hash, deleted_at, updated_at FROM raw.st_locations')).toEqual([
    { name: null, content_hash: expect.any(Buffer), deleted_at: null, updated_at: at(1) },
    { name: 'Hollis', content_hash: Buffer.alloc(0), deleted_at: at(2), updated_at: at(2) },
  ])
  expect(await rows('SELECT tombstoned::integer FROM raw.sync_runs WHERE run_id = 900')).toEqual([
    { tombstoned: 1 },
  ])
})

test("another tenant's row with the same id stays", async () => {
  await write(locations, [{ id: 1 }])
  const other = { client, tenantId: '7002', table: locations, runId: '1', isPublished: true }
  expect(await writeTombstones(other, ['1'], at(2))).toBe(0)
  expect(await rows('SELECT deleted_at FROM raw.st_locations')).toEqual([{ deleted_at: null }])
})

test('values derived from a row are updated by its tombstone and restored with the row', async () => {
  const assignment = { id: 20, appointmentId: 10, jobId: 1, technicianId: 501, assignedOn: visit.start }
  await write(jobs, [{ id: 1 }])
  await write(appointments, [visit])
  await write(appointmentAssignments, [assignment])
  const job = () =>
    rows(
      `SELECT duration, jsonb_array_length(full_data -> 'technicianAssignments') AS assigned FROM raw.st_jobs`,
    )
  const technician = () => rows('SELECT technician_id FROM raw.st_appointments')
  expect(await job()).toEqual([{ duration: 60, assigned: 1 }])

  await bury(appointmentAssignments, ['20'])
  expect(await technician()).toEqual([{ technician_id: null }])
  await bury(appointments, ['10'])
  expect(await job()).toEqual([{ duration: null, assigned: 0 }])

  await write(appointments, [visit], 3)
  await write(appointmentAssignments, [assignment], 3)
  expect(await job()).toEqual([{ duration: 60, assigned: 1 }])
  expect(await technician()).toEqual([{ technician_id: '501' }])
})

test('deleted contacts and teams are no longer derivation sources', async () => {
  await write(locations, [{ id: 1 }])
  await write(locationContacts, [
    { id: 30, locationId: 1, type: 'Phone', value: '1' },
    { id: 31, locationId: 1, type: 'Phone', value: '2' },
  ])
  await write(technicians, [{ id: 40, team: 'North' }])
  await write(teams, [
    { id: 50, name: 'North' },
    { id: 51, name: 'North' },
  ])
  await bury(locationContacts, ['30'])
  await bury(teams, ['50'])
  expect(await rows('SELECT phone FROM raw.st_locations')).toEqual([{ phone: '2' }])
  expect(await rows('SELECT team_id FROM raw.st_technicians')).toEqual([{ team_id: '51' }])
})

test('derived values of a row with a tombstone stay current, so that they are right when it is restored', async () => {
  await write(jobs, [{ id: 1 }])
  await bury(jobs, ['1'])
  await write(appointments, [visit], 3)
  expect(await rows('SELECT duration, deleted_at FROM raw.st_jobs')).toEqual([
    { duration: 60, deleted_at: at(2) },
  ])
  expect(await write(jobs, [{ id: 1, modifiedOn: '2025-01-01T00:00:00Z' }], 4)).toMatchObject({ updated: 1 })
  expect(await rows('SELECT duration, deleted_at, synced_at FROM raw.st_jobs')).toEqual([
    { duration: 60, deleted_at: null, synced_at: at(4) },
  ])
})
