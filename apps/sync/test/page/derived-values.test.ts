import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { derivedIn, relatedTables } from '../../src/cache/derived-values.ts'
import { tableOf, tables } from '../../src/cache/tables.ts'
import { openPages, type PageWriter, tenantId } from '../support/pages.ts'

const appointmentAssignments = tableOf('appointment-assignments')
const appointments = tableOf('appointments')
const jobs = tableOf('jobs')
const locationContacts = tableOf('location-contacts')
const locations = tableOf('locations')
const teams = tableOf('teams')
const technicians = tableOf('technicians')

let database: TestDatabase
let client: pg.PoolClient
beforeAll(async () => {
  database = await createTestDatabase()
  client = await database.pool.connect()
})
afterAll(async () => {
  client.release()
  await database.close()
})

const modified = (version: number) => `2026-01-01T00:00:${String(version).padStart(2, '0')}Z`
const job = (id: number, version: number) => ({
  id,
  active: true,
  jobNumber: `J${version}`,
  modifiedOn: modified(version),
})
const appointment = (id: number, jobId: number, hour: number, version: number, active = true) => ({
  id,
  jobId,
  active,
  modifiedOn: modified(version),
  start: `2026-03-01T${String(hour).padStart(2, '0')}:00:00Z`,
  end: `2026-03-01T${String(hour + 1).padStart(2, '0')}:30:00Z`,
})
const assignment = (
  id: number,
  appointmentId: number,
  jobId: number,
  technicianId: number,
  version: number,
  active = true,
) => ({
  id,
  appointmentId,
  jobId,
  technicianId,
  technicianName: `T${technicianId}`,
  status: 'Scheduled',
  active,
  assignedOn: `2026-02-01T00:00:${String(id).padStart(2, '0')}.1234567Z`,
  modifiedOn: modified(version),
})

const location = (id: number, version: number) => ({ id, active: true, modifiedOn: modified(version) })
const contact = (
  id: number,
  locationId: number,
  type: string,
  value: string | null,
  version: number,
  active = true,
) => ({ id, locationId, type, value, active, modifiedOn: modified(version) })
const technician = (id: number, team: string | null, version: number) => ({
  id,
  team,
  active: true,
  modifiedOn: modified(version),
})
const team = (id: number, name: string, version: number, active = true) => ({
  id,
  name,
  active,
  modifiedOn: modified(version),
})

// All versions that the feeds send: a job that changes, an appointment that moves to another job and one that is
// deactivated, an unassigned technician, children without a parent; contacts that change and move, technicians who
// change teams, and teams that are renamed, deactivated, or share a name.
const pages = [
  { table: jobs, record: job(1, 1) },
  { table: jobs, record: job(1, 2) },
  { table: jobs, record: job(2, 1) },
  { table: appointments, record: appointment(10, 1, 8, 1) },
  { table: appointments, record: appointment(10, 2, 9, 2) },
  { table: appointments, record: appointment(11, 1, 12, 1) },
  { table: appointments, record: appointment(12, 1, 6, 1) },
  { table: appointments, record: appointment(12, 1, 6, 2, false) },
  { table: appointments, record: appointment(13, 99, 6, 1) },
  { table: appointmentAssignments, record: assignment(20, 10, 1, 501, 1) },
  { table: appointmentAssignments, record: assignment(20, 10, 2, 501, 2) },
  { table: appointmentAssignments, record: assignment(21, 11, 1, 502, 1) },
  { table: appointmentAssignments, record: assignment(22, 11, 1, 503, 1) },
  { table: appointmentAssignments, record: assignment(21, 11, 1, 502, 2, false) },
  { table: appointmentAssignments, record: assignment(23, 98, 97, 504, 1) },
  { table: locations, record: location(1, 1) },
  { table: locations, record: location(2, 1) },
  { table: locations, record: location(2, 2) },
  { table: locationContacts, record: contact(30, 1, 'MobilePhone', '555-0100', 1) },
  { table: locationContacts, record: contact(32, 1, 'Phone', '555-0102', 1) },
  { table: locationContacts, record: contact(31, 1, 'Phone', '555-0101', 1) },
  { table: locationContacts, record: contact(31, 1, 'Phone', '555-0101', 2, false) },
  { table: locationContacts, record: contact(33, 1, 'Email', 'old@example.com', 1) },
  { table: locationContacts, record: contact(33, 1, 'Email', 'new@example.com', 2) },
  { table: locationContacts, record: contact(34, 1, 'Fax', '555-0104', 1) },
  { table: locationContacts, record: contact(35, 1, 'MobilePhone', '555-0105', 1) },
  { table: locationContacts, record: contact(35, 2, 'MobilePhone', '555-0105', 2) },
  { table: locationContacts, record: contact(36, 2, 'Email', null, 1) },
  { table: locationContacts, record: contact(37, 2, 'Email', 'second@example.com', 1) },
  { table: technicians, record: technician(40, 'North', 1) },
  { table: technicians, record: technician(41, 'North', 1) },
  { table: technicians, record: technician(41, 'South', 2) },
  { table: technicians, record: technician(42, 'West', 1) },
  { table: technicians, record: technician(43, 'East', 1) },
  { table: technicians, record: technician(44, null, 1) },
  { table: teams, record: team(52, 'North', 1) },
  { table: teams, record: team(51, 'North', 1) },
  { table: teams, record: team(50, 'North', 1) },
  { table: teams, record: team(50, 'South', 2) },
  { table: teams, record: team(53, 'West', 1) },
  { table: teams, record: team(53, 'West', 2, false) },
]
const relatives = tables.filter(({ name }) => relatedTables(name).length > 0).map(({ name }) => name)

type Row = Readonly<Record<string, unknown>>

/** Writes pages in order. @returns each table's rows without the columns with times of writing */
async function apply(order: readonly (typeof pages)[number][]): Promise<Record<string, Row[]>> {
  const emptied = [...relatives, 'sync_state', 'sync_runs'].map((name) => `raw.${name}`)
  await client.query(`TRUNCATE ${emptied.join(', ')}`)
  const writers = new Map<string, PageWriter>()
  for (const { table, record } of order) {
    const writer = writers.get(table.name) ?? (await openPages(client, table))
    writers.set(table.name, writer)
    await writer.write([record])
  }
  const result: Record<string, Row[]> = {}
  for (const name of relatives) {
    const { rows } = await client.query(
      `SELECT to_jsonb(r) - '{synced_at,created_at,updated_at}'::text[] AS row FROM raw.${name} AS r ORDER BY st_id`,
    )
    result[name] = rows.map(({ row }) => row)
  }
  return result
}

test('jobs and appointments have the values derived from their children', async () => {
  await apply(pages)
  const { rows: jobRows } = await client.query('SELECT * FROM raw.st_jobs ORDER BY st_id')
  const { rows: appointmentRows } = await client.query('SELECT * FROM raw.st_appointments ORDER BY st_id')
  const listed = (id: number, appointmentId: number, technicianId: number, active: boolean) => ({
    technicianId,
    technicianName: `T${technicianId}`,
    appointmentId,
    status: 'Scheduled',
    active,
    assignedOn: `2026-02-01T00:00:${id}.1234567Z`,
  })
  expect(jobRows).toMatchObject([
    {
      st_id: '1',
      job_number: 'J2',
      duration: 90,
      scheduled_start: new Date('2026-03-01T12:00:00Z'),
      scheduled_end: new Date('2026-03-01T13:30:00Z'),
      full_data: {
        ...job(1, 2),
        technicianAssignments: [listed(21, 11, 502, false), listed(22, 11, 503, true)],
      },
    },
    {
      st_id: '2',
      duration: 90,
      scheduled_start: new Date('2026-03-01T09:00:00Z'),
      full_data: { ...job(2, 1), technicianAssignments: [listed(20, 10, 501, true)] },
    },
  ])
  expect(appointmentRows.map((row) => [row.st_id, row.technician_id, row.technician_ids])).toEqual([
    ['10', '501', ['501']],
    ['11', '503', ['503']],
    ['12', null, null],
    ['13', null, null],
  ])
  const { rows: found } = await client.query(
    `SELECT st_id FROM raw.st_jobs WHERE tenant_id = $1 AND full_data @> '{"technicianAssignments":[{"technicianId":503}]}'`,
    [tenantId],
  )
  expect(found).toEqual([{ st_id: '1' }])
})

test('locations have their first phone and e-mail address, and technicians the id of their team', async () => {
  await apply(pages)
  const { rows: places } = await client.query('SELECT phone, email FROM raw.st_locations ORDER BY st_id')
  expect(places).toEqual([
    { phone: '555-0102', email: 'new@example.com' },
    { phone: '555-0105', email: 'second@example.com' },
  ])
  const { rows: people } = await client.query('SELECT team, team_id FROM raw.st_technicians ORDER BY st_id')
  expect(people.map((row) => [row.team, row.team_id])).toEqual([
    ['North', '51'],
    ['South', '50'],
    ['West', null],
    ['East', null],
    [null, null],
  ])
})

test('all orders of pages end in the same tables', async () => {
  const expected = await apply(pages)
  // The pages cover all derived values.
  for (const { name } of tables) {
    const columns = derivedIn(name).flatMap((value) => value.columns)
    for (const column of columns) expect(expected[name]?.some((row) => row[column] !== null)).toBe(true)
  }
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(pages, { minLength: pages.length }), async (order) => {
      expect(await apply(order)).toEqual(expected)
    }),
    { numRuns: 20, seed: 20261122 },
  )
})

test('a job and its appointment that are written concurrently lose no derived value', async () => {
  await apply([])
  const other = await database.pool.connect()
  try {
    const jobPages = await openPages(client, jobs)
    const appointmentPages = await openPages(other, appointments)
    for (let id = 1; id <= 30; id++) {
      await Promise.all([
        jobPages.write([job(id, 1)]),
        appointmentPages.write([appointment(100 + id, id, 8, 1)]),
      ])
    }
    const { rows } = await client.query(
      'SELECT count(*)::integer AS n FROM raw.st_jobs WHERE scheduled_start IS NOT NULL',
    )
    expect(rows).toEqual([{ n: 30 }])
  } finally {
    other.release()
  }
})
