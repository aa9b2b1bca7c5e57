import type pg from 'pg'
import { customerFields } from 'records/fields'
import {
  assignTechnicians,
  cancelJob,
  changeContact,
  changeJob,
  changeLocation,
  changeRecord,
  completeJob,
  confirmAppointment,
  createAppointment,
  createContact,
  createCustomer,
  createJob,
  createLocation,
  customerContacts,
  holdAppointment,
  holdJob,
  locationContacts,
  mergeCustomers,
  moveAppointment,
  type RecordWrite,
  removeAppointment,
  removeContact,
  reopenJob,
  rescheduleAppointment,
  restoreJob,
  unassignTechnicians,
  unholdJob,
} from 'records/writes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catchUpAll } from '../../src/all-followers.ts'
import { Findings } from '../../src/audit/verify/findings.ts'
import { checkRecords } from '../../src/audit/verify/records/check-records.ts'
import { switchDomains } from '../../src/domains/switch-domains.ts'
import { type Account, openAccount, tenantId } from '../support/account.ts'
import { byTest } from '../support/by-test.ts'
import { runHere } from '../support/command.ts'
import { copyRow } from '../support/copy-row.ts'
import { recordAt, writeAsPerson } from '../support/person-writes.ts'
import { connect } from '../support/tenant.ts'

// What people did, in every way in which LAZI's records change, is what the records have; and what is changed by SQL is
// found.

let account: Account
let client: pg.Client
/** The records that were made, by name. */
const ids: Record<string, string> = {}

beforeAll(async () => {
  const sizes = { locations: 20, jobs: 30, appointments: 45, technicians: 4 }
  account = await openAccount({ exportPageSize: 500, tenants: [{ tenantId: Number(tenantId), sizes }] })
  await account.syncAll()
  client = await connect(account.database.url)
  const { signal } = new AbortController()
  await catchUpAll(client, { tenantId, signal })
  const wanted = { tenantId, domains: ['customers', 'jobs'], mode: 'lazi' } as const
  await switchDomains(client, wanted, { act: byTest(), signal })
  await workInCustomers()
  await workInJobs()
  await changeProjected()
  await adopt()
})
afterAll(async () => {
  await client.end()
  await account.close()
})

const write = <T>(work: (opened: RecordWrite) => Promise<T>) => writeAsPerson(account.database.pool, work)

async function idsOf(table: string, limit: number, where = 'true'): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT id::text FROM lazi.${table} WHERE tenant_id = $1 AND active AND deleted_at IS NULL AND ${where}
      ORDER BY id LIMIT ${limit}`,
    [tenantId],
  )
  return rows.map(({ id }) => id)
}

/** A record and its version, for a change of it. */
const at = (table: string, id: string) => recordAt(client, table, id)

async function workInCustomers(): Promise<void> {
  const tags = await idsOf('tag_types', 2)
  const contact = { type: 'Email', value: 'ada@example.com' }
  const loser = await write((opened) =>
    createCustomer(opened, {
      values: {
        name: 'Ada',
        tagTypeIds: [tags[0]],
        creditLimit: '0100.50',
        customFields: { 1: 'x', 2: null },
      },
      contacts: [contact],
    }),
  )
  const winner = await write((opened) =>
    createCustomer(opened, { values: { name: 'Ada Park', tagTypeIds: [tags[1]] }, contacts: [] }),
  )
  Object.assign(ids, { loser: loser.id, customer: winner.id })
  const home = await write((opened) =>
    createLocation(opened, {
      values: { customerId: loser.id, name: 'Home', latitude: 41.9, longitude: -87.6 },
      contacts: [{ type: 'Phone', value: '555 0100' }],
    }),
  )
  ids.location = home.id
  const mail = await write((opened) =>
    createContact(opened, locationContacts, { parent: home.id, values: { ...contact, memo: 'Office' } }),
  )
  ids.mail = mail.id
  await write(async (opened) =>
    changeContact(opened, locationContacts, {
      ...(await at('location_contacts', mail.id)),
      values: { value: 'park@example.com' },
    }),
  )
  const gone = await write((opened) =>
    createContact(opened, customerContacts, {
      parent: winner.id,
      values: { type: 'Phone', value: '555 0101' },
    }),
  )
  await write(async (opened) =>
    removeContact(opened, customerContacts, await at('customer_contacts', gone.id)),
  )
  ids.gone = gone.id
  await write(async (opened) =>
    changeRecord(opened, {
      table: customerFields,
      ...(await at('customers', loser.id)),
      values: { name: 'Ada P.', customFields: { 1: null, 3: 'z' } },
    }),
  )
  const third = await write((opened) => createCustomer(opened, { values: { name: 'Third' }, contacts: [] }))
  await write(async (opened) =>
    mergeCustomers(opened, {
      from: loser.id,
      version: (await at('customers', loser.id)).version,
      into: winner.id,
    }),
  )
  // A contact that was created with a customer who was merged, and merged again.
  await write(async (opened) =>
    mergeCustomers(opened, {
      from: winner.id,
      version: (await at('customers', winner.id)).version,
      into: third.id,
    }),
  )
  ids.customer = third.id
  await write(async (opened) =>
    changeLocation(opened, { ...(await at('locations', home.id)), values: { addressCity: 'Chicago' } }),
  )
}

let hour = 0
function visitAt(technicianIds: readonly string[] = []) {
  hour += 3
  const start = Date.UTC(2033, 0, 1, hour)
  return {
    startsAt: new Date(start).toISOString(),
    endsAt: new Date(start + 3_600_000).toISOString(),
    arrivalStartsAt: null,
    arrivalEndsAt: null,
    specialInstructions: 'Ring twice',
    technicianIds,
    allowOverlap: false,
  }
}

async function jobWith(...appointments: readonly ReturnType<typeof visitAt>[]) {
  const [[unit], [type]] = await Promise.all([idsOf('business_units', 1), idsOf('job_types', 1)])
  const values = {
    customerId: ids.customer,
    locationId: ids.location,
    businessUnitId: unit,
    jobTypeId: type,
    summary: 'No heat',
  }
  const { id } = await write((opened) => createJob(opened, { values, appointments }))
  const { rows } = await client.query<{ id: string }>(
    'SELECT id::text FROM lazi.appointments WHERE tenant_id = $1 AND job_id = $2 ORDER BY starts_at',
    [tenantId, id],
  )
  return { id, visits: rows.map((row) => row.id) as [string, ...string[]] }
}

async function workInJobs(): Promise<void> {
  const technicians = (await idsOf('technicians', 3)) as [string, string, string]
  const [tia, uma, vic] = technicians
  const [[holdReason], [cancelReason]] = await Promise.all([
    idsOf('job_hold_reasons', 1),
    idsOf('job_cancel_reasons', 1),
  ])
  const hold = { reasonId: String(holdReason), memo: 'No parts' }
  const done = await jobWith(visitAt([tia]), visitAt([uma, vic]))
  Object.assign(ids, { job: done.id, visit: done.visits[0] })
  const [first, second] = done.visits as [string, string]
  const visit = (id: string) => at('appointments', id)
  const job = (id: string) => at('jobs', id)
  await write(async (opened) => confirmAppointment(opened, await visit(first), true))
  await write(async (opened) => rescheduleAppointment(opened, await visit(first), visitAt([tia])))
  await write(async (opened) =>
    assignTechnicians(opened, await visit(first), {
      technicianIds: [vic],
      unassign: [tia],
      allowOverlap: false,
    }),
  )
  await write(async (opened) => unassignTechnicians(opened, await visit(second), [uma]))
  await write(async (opened) => holdAppointment(opened, await visit(second), hold))
  await write(async (opened) => removeAppointment(opened, await visit(second)))
  await write((opened) => createAppointment(opened, done.id, { ...visitAt([tia]), allowOverlap: true }))
  await write(async (opened) => holdJob(opened, await job(done.id), hold))
  await write(async (opened) => unholdJob(opened, await job(done.id)))
  await write(async (opened) => moveAppointment(opened, await visit(first), 'dispatch'))
  const [last] = await idsOf('appointments', 1, `job_id = '${done.id}' AND id <> '${first}'`)
  await write(async (opened) => moveAppointment(opened, await visit(first), 'done'))
  await write(async (opened) => moveAppointment(opened, await visit(String(last)), 'start'))
  await write(async (opened) => completeJob(opened, await job(done.id)))
  await write(async (opened) => reopenJob(opened, await job(done.id)))
  await write(async (opened) => completeJob(opened, await job(done.id)))
  await write(async (opened) => changeJob(opened, { ...(await job(done.id)), values: { summary: null } }))
  const { id: customer } = await write((opened) =>
    createCustomer(opened, { values: { name: 'Fourth' }, contacts: [] }),
  )
  const { id: place } = await write((opened) =>
    createLocation(opened, { values: { customerId: customer, name: 'Shed' }, contacts: [] }),
  )
  const moved = { customerId: customer, locationId: place }
  await write(async (opened) => changeJob(opened, { ...(await job(done.id)), values: moved }))
  const canceled = await jobWith(visitAt([tia, uma]))
  const reason = { reasonId: String(cancelReason), memo: 'Sold the house' }
  await write(async (opened) => cancelJob(opened, await job(canceled.id), reason))
  const restored = await jobWith(visitAt([tia]), visitAt())
  await write(async (opened) => moveAppointment(opened, await visit(restored.visits[0]), 'dispatch'))
  await write(async (opened) => moveAppointment(opened, await visit(restored.visits[0]), 'done'))
  await write(async (opened) => cancelJob(opened, await job(restored.id), reason))
  await write(async (opened) => restoreJob(opened, await job(restored.id)))
}

/** Changes records of ServiceTitan: of these, what people did not set is not known from entries. */
async function changeProjected(): Promise<void> {
  const open = `status = 'Scheduled' AND job_id IN (SELECT id FROM lazi.jobs WHERE status = 'Scheduled')`
  const [[customer], [visit]] = await Promise.all([
    idsOf('customers', 1, `source = 'servicetitan'`),
    idsOf('appointments', 1, `source = 'servicetitan' AND ${open}`),
  ])
  Object.assign(ids, { projected: String(customer), projectedVisit: String(visit) })
  await write(async (opened) =>
    changeRecord(opened, {
      table: customerFields,
      ...(await at('customers', String(customer))),
      values: { name: 'Renamed' },
    }),
  )
  await write(async (opened) =>
    rescheduleAppointment(opened, await at('appointments', String(visit)), visitAt()),
  )
}

async function adopt(): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT st_id::text AS id FROM raw.st_jobs WHERE deleted_at IS NULL ORDER BY st_id LIMIT 1',
  )
  await copyRow(client, { table: 'st_jobs', from: String(rows[0]?.id), to: '99000001' })
  await catchUpAll(client, { tenantId, signal: new AbortController().signal })
  const { code, stderr } = await runHere(
    ['domains', 'adopt', 'jobs', '99000001', '--tenant', tenantId],
    account.env,
  )
  expect({ code, stderr }).toMatchObject({ code: 0 })
}

/** What is found after SQL, which is rolled back. */
async function found(sql: string, isWhole = true): Promise<Findings> {
  const findings = new Findings()
  const admin = await account.database.pool.connect()
  try {
    await admin.query('BEGIN')
    await admin.query(sql)
    await checkRecords({ client: admin, tenantId, findings, isWhole, onProgress: () => undefined })
  } finally {
    await admin.query('ROLLBACK')
    admin.release()
  }
  return findings
}

const texts = ({ listed }: Findings) => listed.map(({ text }) => text)

test('what people did is what the records have', async () => {
  const { code, stdout } = await runHere(
    ['audit', 'verify', '--state', '--tenant', tenantId, '--json'],
    account.env,
  )
  const [log] = JSON.parse(stdout).logs
  expect({ code, findings: log.findings }).toEqual({ code: 0, findings: [] })
  const customers = log.notes.find((note: string) => note.startsWith('lazi.customers'))
  expect(customers).toMatch(
    /^lazi\.customers: \d+ compared: 4 in all fields of entries, 1 in the fields that entries set, \d+ have no such entry$/,
  )
  const jobs = log.notes.find((note: string) => note.startsWith('lazi.jobs'))
  expect(jobs).toContain(': 3 in all fields of entries, 1 in the fields that entries set')
})

describe('what SQL changed is found', () => {
  test.each([
    ['customers', 'customer', 'name', `'Mallory'`],
    ['customers', 'customer', 'tag_type_ids', `'{}'`],
    ['customers', 'customer', 'credit_limit', '1'],
    ['customers', 'loser', 'merged_into_id', 'NULL'],
    ['customers', 'loser', 'active', 'true'],
    ['customers', 'projected', 'name', `'Mallory'`],
    ['locations', 'location', 'address_city', `'Berwyn'`],
    ['locations', 'location', 'phone', `'555 0199'`],
    ['locations', 'location', 'latitude', '42'],
    ['location_contacts', 'mail', 'value', `'mallory@example.com'`],
    ['jobs', 'job', 'status', `'Scheduled'`],
    ['jobs', 'job', 'completed_at', `completed_at - interval '1 day'`],
    ['jobs', 'job', 'scheduled_end', `scheduled_end + interval '1 microsecond'`],
    ['jobs', 'job', 'number', `'L99'`],
    ['appointments', 'visit', 'starts_at', `starts_at - interval '1 hour'`],
    ['appointments', 'visit', 'status', `'Canceled'`],
    ['appointments', 'visit', 'technician_ids', 'NULL'],
    ['appointments', 'visit', 'customer_id', 'NULL'],
    ['appointments', 'projectedVisit', 'ends_at', `ends_at + interval '1 hour'`],
  ])('%s of %s: %s', async (table, name, column, value) => {
    const findings = await found(
      `UPDATE lazi.${table} SET ${column} = ${value} WHERE tenant_id = ${tenantId} AND id = '${ids[name]}'`,
    )
    const field = column.replaceAll(/_([a-z])/g, (_, letter) => letter.toUpperCase())
    const of = { table: `lazi.${table}`, id: ids[name], field }
    expect(findings.listed).toContainEqual(expect.objectContaining({ values: expect.objectContaining(of) }))
  })

  test('with the values, which are not stored', async () => {
    const sql = `UPDATE lazi.customers SET name = 'Mallory' WHERE id = '${ids.customer}'`
    const { listed } = await found(sql)
    expect(listed).toEqual([
      {
        seq: null,
        text: expect.stringMatching(
          new RegExp(`^lazi\\.customers ${ids.customer}: name is not what entry \\d+ made it$`),
        ),
        values: {
          table: 'lazi.customers',
          id: ids.customer,
          field: 'name',
          expected: 'Third',
          actual: 'Mallory',
        },
      },
    ])
  })

  test('a record that moved with a merge is compared with where it has moved', async () => {
    const sql = `UPDATE lazi.locations SET customer_id = '${ids.loser}' WHERE id = '${ids.location}'`
    expect((await found(sql)).listed).toContainEqual(
      expect.objectContaining({
        values: expect.objectContaining({ field: 'customerId', expected: ids.customer, actual: ids.loser }),
      }),
    )
  })

  test.each([
    [
      'a contact',
      () => `DELETE FROM lazi.location_contacts WHERE id = '${ids.mail}'`,
      /^lazi\.location_contacts .* does not exist/,
    ],
    [
      'a contact that was created with its location',
      () =>
        `DELETE FROM lazi.location_contacts WHERE location_id = '${ids.location}' AND id <> '${ids.mail}'`,
      /^lazi\.location_contacts .* does not exist/,
    ],
    [
      'an appointment that was created with its job',
      () => `DELETE FROM lazi.appointment_assignments WHERE appointment_id = '${ids.visit}';
             DELETE FROM lazi.appointments WHERE id = '${ids.visit}'`,
      /^lazi\.appointments .* does not exist/,
    ],
    [
      'an assignment',
      () => `DELETE FROM lazi.appointment_assignments WHERE appointment_id = '${ids.visit}'`,
      /^lazi\.appointment_assignments of appointment .* are not those of entry/,
    ],
  ])('%s that was deleted', async (_, sql, text) => {
    expect(texts(await found(sql()))).toContainEqual(expect.stringMatching(text))
  })

  test.each([
    [
      'a technician is booked',
      () => `UPDATE lazi.appointment_assignments SET technician_id = (
               SELECT id FROM lazi.technicians WHERE tenant_id = ${tenantId} ORDER BY id DESC LIMIT 1), is_live = false
              WHERE appointment_id = '${ids.visit}' AND active`,
      /the technicians are not those of entry/,
    ],
    [
      'an assignment is not at the time of its appointment',
      () => `UPDATE lazi.appointment_assignments SET ends_at = ends_at + interval '1 hour'
              WHERE appointment_id = '${ids.visit}' AND active`,
      /endsAt is not that of its appointment/,
    ],
    [
      'a customer is created',
      () => `INSERT INTO lazi.customers (tenant_id, id, source, active, name, type, tag_type_ids, custom_fields)
             VALUES (${tenantId}, gen_random_uuid(), 'lazi', true, 'Eve', 'Residential', '{}', '{}')`,
      /was created in LAZI, and no entry says so/,
    ],
    [
      'a contact that was removed is there again',
      () => `UPDATE lazi.customer_contacts SET deleted_at = NULL, value = 'x' WHERE id = '${ids.gone}'`,
      /is not deleted, and entry \d+ deleted it/,
    ],
    [
      'a contact is removed',
      () => `UPDATE lazi.location_contacts SET deleted_at = now() WHERE id = '${ids.mail}'`,
      /is deleted, and no entry says so/,
    ],
  ])('%s', async (_, sql, text) => {
    expect(texts(await found(sql()))).toContainEqual(expect.stringMatching(text))
  })
})

describe('what cannot be judged is no finding', () => {
  test('of a record of ServiceTitan, what people did not set', async () => {
    const sql = `UPDATE lazi.customers SET address_city = 'Berwyn' WHERE id = '${ids.projected}'`
    expect(texts(await found(sql))).toEqual([])
  })

  test('of a log whose beginning retention has deleted, records without the entry of their creation', async () => {
    const sql = `DELETE FROM audit.entries WHERE tenant_id = ${tenantId} AND seq <= (
                   SELECT seq FROM audit.entries WHERE entity_id = '${ids.job}' AND action = 'create')`
    expect(texts(await found(sql, false))).toEqual([])
    expect(texts(await found(sql))).toContainEqual(expect.stringMatching(/no entry says so/))
  })

  test('what emptied entries set', async () => {
    const emptied = `UPDATE audit.entries SET changes = NULL, salt = NULL
                      WHERE tenant_id = ${tenantId} AND entity = 'lazi.customers' AND entity_id = '${ids.customer}'`
    const changed = `UPDATE lazi.customers SET name = 'Erased' WHERE id = '${ids.customer}'`
    expect(texts(await found(`${emptied}; ${changed}`))).toEqual([])
  })
})

test('a changed record is a finding of the command, without its values in the database', async () => {
  const set = (name: string) =>
    client.query('UPDATE lazi.customers SET name = $1 WHERE id = $2', [name, ids.customer])
  await set('Mallory')
  try {
    const { code, stdout } = await runHere(['audit', 'verify', '--state'], account.env)
    expect(code).toBe(6)
    expect(stdout).toMatch(/name is not what entry \d+ made it: "Mallory" in place of "Third"/)
  } finally {
    await set('Third')
  }
  const { rows } = await client.query<{ detail: string }>(
    `SELECT detail FROM audit.verifications WHERE tenant_id = $1 AND outcome = 'broken'`,
    [tenantId],
  )
  expect(rows[0]?.detail).toContain('name is not what entry')
  expect(rows[0]?.detail).not.toContain('Mallory')
})
