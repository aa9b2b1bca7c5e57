import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appointmentAssignments } from '../src/tables/appointment-assignments.ts'
import { appointments } from '../src/tables/appointments.ts'
import { jobs } from '../src/tables/jobs.ts'
import { openPages, tenantId } from './pages.ts'

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
  ...{ id, jobId, active, modifiedOn: modified(version) },
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
  ...{
    id,
    appointmentId,
    jobId,
    technicianId,
    technicianName: `T${technicianId}`,
    status: 'Scheduled',
    active,
  },
  ...{
    assignedOn: `2026-02-01T00:00:${String(id).padStart(2, '0')}.1234567Z`,
    modifiedOn: modified(version),
  },
})

// Every version that the feeds ever send: a job that changes, an appointment that moves to another job and one
// that is deactivated, an unassigned technician, children whose parent never comes.
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
]

async function apply(order: readonly (typeof pages)[number][]) {
  await client.query(
    'TRUNCATE raw.st_jobs, raw.st_appointments, raw.st_appointment_assignments, raw.sync_state, raw.sync_runs',
  )
  for (const { table, record } of order) await (await openPages(client, table)).write([record])
  const { rows: jobRows } = await client.query(
    `SELECT st_id, job_number, scheduled_start, scheduled_end, duration, full_data, content_hash FROM raw.st_jobs ORDER BY st_id`,
  )
  const { rows: appointmentRows } = await client.query(
    `SELECT st_id, job_id, technician_id, technician_ids, full_data, content_hash FROM raw.st_appointments ORDER BY st_id`,
  )
  return { jobs: jobRows, appointments: appointmentRows }
}

test('jobs and appointments carry what follows from their children', async () => {
  const { jobs: jobRows, appointments: appointmentRows } = await apply(pages)
  const listed = (id: number, appointmentId: number, technicianId: number, active: boolean) => ({
    ...{ technicianId, technicianName: `T${technicianId}`, appointmentId, status: 'Scheduled', active },
    assignedOn: `2026-02-01T00:00:${id}.1234567Z`,
  })
  expect(jobRows).toMatchObject([
    {
      ...{ st_id: '1', job_number: 'J2', duration: 90 },
      scheduled_start: new Date('2026-03-01T12:00:00Z'),
      scheduled_end: new Date('2026-03-01T13:30:00Z'),
      full_data: {
        ...job(1, 2),
        technicianAssignments: [listed(21, 11, 502, false), listed(22, 11, 503, true)],
      },
    },
    {
      ...{ st_id: '2', duration: 90 },
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

test('any order of pages ends in the same tables', async () => {
  const expected = await apply(pages)
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(pages, { minLength: pages.length }), async (order) => {
      expect(await apply(order)).toEqual(expected)
    }),
    { numRuns: 40, seed: 20261122 },
  )
})

test('two connections that write a job and its appointment at the same moment lose nothing', async () => {
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
