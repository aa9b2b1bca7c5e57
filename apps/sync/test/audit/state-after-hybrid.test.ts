import { customerFields } from 'records/fields'
import {
  assignTechnicians,
  changeRecord,
  createCustomer,
  createLocation,
  customerContacts,
  removeContact,
  rescheduleAppointment,
} from 'records/writes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tenantId } from '../support/account.ts'
import { bookJobs } from '../support/book-jobs.ts'
import { runHere } from '../support/command.ts'
import { type Exchange, openExchange } from '../support/exchange.ts'

// ServiceTitan's changes have no entries: after both sides changed records, and then ServiceTitan alone, a domain of LAZI has
// other values than people set. That is no tampering; what SQL changes of what people set since is.

const everything = [
  'customers',
  'customer-contacts',
  'locations',
  'jobs',
  'appointments',
  'appointment-assignments',
] as const

let exchange: Exchange
/** Customers by what happened to them, and an appointment. */
const ids: Record<'projected' | 'born' | 'since' | 'visit', string> = {
  projected: '',
  born: '',
  since: '',
  visit: '',
}

beforeAll(async () => {
  exchange = await openExchange(['customers', 'jobs'], {}, (account) => bookJobs(account, 2))
  await changeOnBothSides()
  await set('servicetitan')
  await changeThere()
  await set('lazi')
  await changeHere()
})
afterAll(() => exchange.account.close())

async function set(mode: 'servicetitan' | 'lazi'): Promise<void> {
  const args = ['domains', 'set', 'customers,jobs', mode, '--tenant', tenantId, '--yes']
  expect(await runHere(args, exchange.account.env)).toMatchObject({ code: 0 })
}

async function read(table: string, condition: string) {
  const [row] = await exchange.query(
    `SELECT id::text AS reference, version::text, st_id::text AS "stId" FROM lazi.${table}
      WHERE active AND deleted_at IS NULL AND ${condition} ORDER BY id LIMIT 1`,
  )
  return row
}
const at = (table: string, id: string) => read(table, `id = '${id}'`)

async function rename(id: string, name: string): Promise<void> {
  const record = await at('customers', id)
  await exchange.write((write) => changeRecord(write, { table: customerFields, ...record, values: { name } }))
}

const there = (path: string, body: object) => {
  exchange.account.sandbox.clock.advance(60_000)
  const { status } = exchange.account.sandbox.as('person').patch(path, body)
  expect(status).toBe(200)
}
const renameThere = async (id: string, name: string) =>
  there(`/crm/v2/tenant/${tenantId}/customers/${(await at('customers', id)).stId}`, { name })

const spanOf = (day: number) => ({
  startsAt: `2033-01-0${day}T08:00:00Z`,
  endsAt: `2033-01-0${day}T10:00:00Z`,
})

async function rescheduleThere(day: number): Promise<void> {
  const { startsAt: start, endsAt: end } = spanOf(day)
  const { stId } = await at('appointments', ids.visit)
  there(`/jpm/v2/tenant/${tenantId}/appointments/${stId}/reschedule`, { start, end })
}

async function settle(): Promise<void> {
  await exchange.settle()
  await exchange.follow(...everything)
}

async function changeOnBothSides(): Promise<void> {
  const contacts = [
    { type: 'Email', value: 'ada@example.test' },
    { type: 'Phone', value: '555 0100' },
  ]
  const address = {
    addressStreet: '1 Elm St',
    addressCity: 'Tulsa',
    addressState: 'OK',
    addressZip: '74105',
    addressCountry: 'USA',
  }
  const born = await exchange.write((write) =>
    createCustomer(write, { values: { name: 'Ada', ...address }, contacts }),
  )
  ids.born = born.id
  await exchange.write((write) =>
    createLocation(write, { values: { customerId: born.id, name: 'Home', ...address }, contacts: [] }),
  )
  ids.projected = (await read('customers', `source = 'servicetitan' AND merged_into_id IS NULL`)).reference
  await rename(ids.projected, 'Set in LAZI')
  const visit = await read('appointments', `status = 'Scheduled' AND starts_at >= '2026-07-01'`)
  ids.visit = visit.reference
  const { reference: technician } = await read(
    'technicians',
    `id <> ALL (SELECT unnest(technician_ids) FROM lazi.appointments WHERE id = '${ids.visit}')`,
  )
  const booking = { technicianIds: [technician], unassign: [], allowOverlap: true }
  await exchange.write((write) => assignTechnicians(write, visit, booking))
  const booked = await at('appointments', ids.visit)
  const moved = { ...spanOf(2), arrivalStartsAt: null, arrivalEndsAt: null }
  await exchange.write((write) => rescheduleAppointment(write, booked, { ...moved, allowOverlap: true }))
  await settle()
  const gone = await read('customer_contacts', `customer_id = '${ids.born}' AND type = 'Phone'`)
  await exchange.write((write) => removeContact(write, customerContacts, gone))
  await settle()
  await renameThere(ids.projected, 'Merged')
  await renameThere(ids.born, 'Merged, too')
  await rescheduleThere(3)
  await settle()
}

async function changeThere(): Promise<void> {
  await renameThere(ids.projected, 'Projected')
  await renameThere(ids.born, 'Projected, too')
  await rescheduleThere(4)
  await settle()
}

async function changeHere(): Promise<void> {
  const since = await exchange.write((write) =>
    createCustomer(write, { values: { name: 'Grace' }, contacts: [] }),
  )
  ids.since = since.id
  await rename(ids.projected, 'Set since')
}

async function verify() {
  const args = ['audit', 'verify', '--state', '--tenant', tenantId, '--json']
  const { stdout } = await runHere(args, exchange.account.env)
  const [log] = JSON.parse(stdout).logs
  return log as { readonly outcome: string; readonly notes: string[]; readonly findings: object[] }
}

/** What is found after a customer got another name by SQL, which is taken back. */
async function foundAfterRenaming(id: string) {
  const update = (name: string) =>
    exchange.query('UPDATE lazi.customers SET name = $2 WHERE id = $1', [id, name])
  const [before] = await exchange.query('SELECT name FROM lazi.customers WHERE id = $1', [id])
  await update('Mallory')
  try {
    return (await verify()).findings
  } finally {
    await update(before.name)
  }
}

test('what ServiceTitan changed before the switch to LAZI is no finding', async () => {
  expect(await exchange.query('SELECT name FROM lazi.customers WHERE id = $1', [ids.born])).toEqual([
    { name: 'Projected, too' },
  ])
  const { outcome, findings, notes } = await verify()
  expect({ outcome, findings }).toEqual({ outcome: 'ok', findings: [] })
  expect(notes.find((note) => note.startsWith('lazi.customers:'))).toMatch(
    /: 1 in all fields of entries, 1 in the fields that entries set, \d+ have no such entry, 2 have entries from before LAZI owned them/,
  )
})

test.each([
  ['a customer that people changed since', 'projected', 'Set since'],
  ['a customer that people created since', 'since', 'Grace'],
] as const)('what SQL changes is found: %s', async (_, name, expected) => {
  const values = { table: 'lazi.customers', id: ids[name], field: 'name', expected, actual: 'Mallory' }
  expect(await foundAfterRenaming(ids[name])).toEqual([expect.objectContaining({ values })])
})

test('what people set before cannot be judged', async () => {
  expect(await foundAfterRenaming(ids.born)).toEqual([])
})
