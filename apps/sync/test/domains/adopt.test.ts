import type pg from 'pg'
import {
  assignTechnicians,
  cancelJob,
  createCustomer,
  locationContacts,
  mergeCustomers,
  type RecordWrite,
  removeContact,
} from 'records/writes'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { switchDomains } from '../../src/domains/switch-domains.ts'
import { catchUp } from '../../src/followers/catch-up.ts'
import { recordsFollower } from '../../src/projector/records-follower.ts'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { byTest } from '../support/by-test.ts'
import { runHere } from '../support/command.ts'
import { copyRow } from '../support/copy-row.ts'
import { recordAt, writeAsPerson } from '../support/person-writes.ts'
import { connect } from '../support/tenant.ts'
import { expectVerified } from '../support/verified.ts'

// A new record of ServiceTitan is taken over into records that people have changed in LAZI since.

let account: Account
let client: pg.Client

const { signal } = new AbortController()
const project = () => catchUp(client, recordsFollower, { tenantId, signal })

beforeAll(async () => {
  const sizes = { locations: 20, jobs: 30, appointments: 45, technicians: 4 }
  account = await openAccount({ exportPageSize: 500, tenants: [{ tenantId: Number(tenantId), sizes }] })
  await account.syncAll()
  client = await connect(account.database.url)
  await project()
  await switchDomains(
    client,
    { tenantId, domains: ['customers', 'jobs'], mode: 'lazi' },
    { act: byTest(), signal },
  )
})
afterAll(async () => {
  await client.end()
  await account.close()
})

const read = async (sql: string, values: readonly unknown[] = []) =>
  (await client.query(sql, [...values])).rows
const write = <T>(work: (opened: RecordWrite) => Promise<T>) => writeAsPerson(account.database.pool, work)
const at = (table: string, id: string) => recordAt(client, table, id)
const adopt = (table: string, id: string) =>
  runHere(['domains', 'adopt', table, id, '--tenant', tenantId], account.env)

/** The last entry of an adoption. */
async function adoption(): Promise<Record<string, unknown>> {
  const [{ changes }] = await read(
    `SELECT changes::json AS changes FROM audit.entries WHERE action = 'adopt' ORDER BY seq DESC LIMIT 1`,
  )
  return changes
}

/** A scheduled appointment of a scheduled job that ServiceTitan has, with its assignment. */
async function anyVisit() {
  const [visit] = await read(
    `SELECT visit.id::text, visit.st_id::text AS "stId", job.id::text AS "jobId", job.st_id::text AS "jobStId",
            assignment.st_id::text AS "assignmentStId", assignment.technician_id::text AS "technicianId"
       FROM lazi.appointments AS visit
       JOIN lazi.jobs AS job ON job.id = visit.job_id
       JOIN lazi.appointment_assignments AS assignment ON assignment.appointment_id = visit.id AND assignment.active
      WHERE visit.source = 'servicetitan' AND visit.status = 'Scheduled' AND visit.st_id < 99000000
        AND visit.version = 1 AND job.status = 'Scheduled' AND job.version = 1
      ORDER BY visit.id LIMIT 1`,
  )
  return visit as Record<'id' | 'stId' | 'jobId' | 'jobStId' | 'assignmentStId' | 'technicianId', string>
}

test('an assignment is added to the technicians who were assigned in LAZI, or takes the place of their assignment', async () => {
  const visit = await anyVisit()
  const [own, other] = await read(
    'SELECT id::text, st_id::text AS "stId" FROM lazi.technicians WHERE active AND id <> $1 ORDER BY id LIMIT 2',
    [visit.technicianId],
  )
  await write(async (opened) =>
    assignTechnicians(opened, await at('appointments', visit.id), {
      technicianIds: [own.id],
      allowOverlap: true,
    }),
  )
  for (const [to, technician_id] of [
    ['99000101', other.stId],
    ['99000102', own.stId],
  ])
    await copyRow(
      client,
      { table: 'st_appointment_assignments', from: visit.assignmentStId, to },
      { technician_id },
    )
  await project()
  const { version } = await at('appointments', visit.id)
  expect(await adopt('appointment_assignments', '99000101')).toMatchObject({ code: 0 })
  const technicians = 'SELECT technician_ids::text[] AS ids FROM lazi.appointments WHERE id = $1'
  const [{ ids }] = await read(technicians, [visit.id])
  expect([...ids].sort()).toEqual([visit.technicianId, own.id, other.id].sort())
  expect(Number((await at('appointments', visit.id)).version)).toBe(Number(version) + 1)
  expect(await adoption()).toMatchObject({
    records: { new: { appointment_assignments: 1 } },
    appointments: { new: { [visit.id]: { technicianIds: ids } } },
  })
  expect(await adopt('appointment_assignments', '99000102')).toMatchObject({ code: 0 })
  expect(
    await read(
      `SELECT source FROM lazi.appointment_assignments WHERE appointment_id = $1 AND technician_id = $2 AND is_live`,
      [visit.id, own.id],
    ),
  ).toEqual([{ source: 'servicetitan' }])
  await expectVerified(account)
})

test('an appointment of a job that LAZI has changes what follows from its appointments', async () => {
  const visit = await anyVisit()
  const time = { start_time: '2040-01-01T00:00:00Z', end_time: '2040-01-01T05:00:00Z' }
  await copyRow(client, { table: 'st_appointments', from: visit.stId, to: '99000201' }, time)
  await project()
  expect(await adopt('appointments', '99000201')).toMatchObject({ code: 0 })
  const [job] = await read(
    `SELECT job.version::integer, job.appointment_count AS count, job.scheduled_end AS ends,
            (SELECT count(*)::integer FROM lazi.appointments WHERE job_id = job.id AND active AND deleted_at IS NULL) AS visits
       FROM lazi.jobs AS job WHERE job.id = $1`,
    [visit.jobId],
  )
  expect(job).toEqual({ version: 2, count: job.visits, visits: job.count, ends: new Date(time.end_time) })
  expect(await adoption()).toMatchObject({
    jobs: { new: { [visit.jobId]: { appointmentCount: job.count } } },
  })
  await expectVerified(account)
})

test('an open appointment of a job that was canceled in LAZI is not taken over', async () => {
  const visit = await anyVisit()
  const [{ id: reasonId }] = await read('SELECT id::text FROM lazi.job_cancel_reasons ORDER BY id LIMIT 1')
  await write(async (opened) => cancelJob(opened, await at('jobs', visit.jobId), { reasonId, memo: 'Sold' }))
  await copyRow(client, { table: 'st_appointments', from: visit.stId, to: '99000301' })
  await copyRow(client, {
    table: 'st_appointment_assignments',
    from: visit.assignmentStId,
    to: '99000302',
  })
  await project()
  for (const [table, id, text] of [
    ['appointments', '99000301', 'is Canceled in LAZI, and the appointment is Scheduled. Restore the job'],
    ['appointment_assignments', '99000302', 'is Canceled in LAZI'],
  ] as const) {
    expect(await adopt(table, id)).toMatchObject({ code: 2, stderr: expect.stringContaining(text) })
    expect(await read(`SELECT FROM lazi.${table} WHERE st_id = $1`, [id])).toEqual([])
  }
  await expectVerified(account)
})

test('a contact of a location that LAZI has becomes its phone number', async () => {
  const [contact] = await read(
    `SELECT contact.st_id::text AS "stId", location.id::text AS "locationId" FROM lazi.location_contacts AS contact
       JOIN lazi.locations AS location ON location.id = contact.location_id ORDER BY contact.id LIMIT 1`,
  )
  const contacts = await read('SELECT id::text FROM lazi.location_contacts WHERE location_id = $1', [
    contact.locationId,
  ])
  for (const { id } of contacts)
    await write(async (opened) => removeContact(opened, locationContacts, await at('location_contacts', id)))
  const value = { type: 'Phone', value: '555 7777' }
  await copyRow(client, { table: 'st_location_contacts', from: contact.stId, to: '99000401' }, value)
  await project()
  expect(await adopt('location_contacts', '99000401')).toMatchObject({ code: 0 })
  expect(await read('SELECT phone, email FROM lazi.locations WHERE id = $1', [contact.locationId])).toEqual([
    { phone: '555 7777', email: null },
  ])
  await expectVerified(account)
})

describe('records of a customer who was merged in LAZI', () => {
  /** A customer with a location and a job with an appointment, and new copies of these. @param first the id of the first copy */
  async function withNewRecords(first: number) {
    const [found] = await read(
      `SELECT customer.id::text, job.st_id::text AS job, visit.st_id::text AS visit, job.location_id AS "locationId",
              location.st_id::text AS location
         FROM lazi.customers AS customer
         JOIN lazi.jobs AS job ON job.customer_id = customer.id
         JOIN lazi.locations AS location ON location.id = job.location_id AND location.customer_id = customer.id
         JOIN lazi.appointments AS visit ON visit.job_id = job.id
        WHERE customer.active AND job.st_id < 99000000 AND visit.st_id < 99000000
        ORDER BY customer.id, job.id LIMIT 1`,
    )
    const [location, job, visit] = [first, first + 1, first + 2].map(String) as [string, string, string]
    await copyRow(client, { table: 'st_locations', from: found.location, to: location })
    await copyRow(client, { table: 'st_jobs', from: found.job, to: job })
    await copyRow(client, { table: 'st_appointments', from: found.visit, to: visit }, { job_id: job })
    await project()
    const winner = await write((opened) =>
      createCustomer(opened, { values: { name: 'Winner' }, contacts: [] }),
    )
    return { from: String(found.id), into: winner.id, location, job, visit }
  }

  const customersOf = (table: string, stId: string) =>
    read(`SELECT customer_id::text AS id, version::integer FROM lazi.${table} WHERE st_id = $1`, [stId])

  test('belong to the customer who has their records now', async () => {
    const { from, into, location, job, visit } = await withNewRecords(99000501)
    await write(async (opened) => {
      await mergeCustomers(opened, { from, version: (await at('customers', from)).version, into })
    })
    expect(await adopt('locations', location)).toMatchObject({ code: 0 })
    expect(await adoption()).toMatchObject({ customerId: { old: from, new: into } })
    expect(await adopt('jobs', job)).toMatchObject({ code: 0 })
    for (const [table, stId] of [
      ['locations', location],
      ['jobs', job],
      ['appointments', visit],
    ] as const)
      expect(await customersOf(table, stId)).toEqual([{ id: into, version: 1 }])
    expect(
      await read(`SELECT base FROM sync.outbox JOIN lazi.jobs ON jobs.id = record_id WHERE jobs.st_id = $1`, [
        job,
      ]),
    ).toEqual([{ base: { customerId: from } }])
    await expectVerified(account)
  })

  test('belong to that customer also when the merge is under way', async () => {
    const { from, into, job } = await withNewRecords(99000601)
    const { version } = await at('customers', from)
    const adopted = await write(async (opened) => {
      await mergeCustomers(opened, { from, version, into })
      const adopting = adopt('jobs', job)
      await vi.waitFor(async () => {
        const waiting = await read(
          `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
        )
        expect(waiting).toHaveLength(1)
      })
      return { adopting }
    })
    expect(await adopted.adopting).toMatchObject({ code: 0 })
    expect(await customersOf('jobs', job)).toEqual([{ id: into, version: 1 }])
    await expectVerified(account)
  })
})
