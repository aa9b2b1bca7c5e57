import {
  appointmentFields,
  customerContactFields,
  customerFields,
  jobFields,
  locationFields,
} from 'records/fields'
import {
  changeContact,
  changeLocation,
  changeRecord,
  createCustomer,
  createJob,
  createLocation,
  customerContacts,
  locationContacts,
  mergeCustomers,
  NoSuchRecordError,
  removeContact,
} from 'records/writes'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ownTables } from '../../src/erasure/own-tables.ts'
import { createOwnPerson, inLazi, visitAt } from '../support/in-lazi.ts'
import { openPerson, type Person, word } from '../support/person.ts'

// What an erasure removes of a customer who was created in LAZI, and has no id in ServiceTitan.

let person: Person
beforeEach(async () => {
  person = await openPerson()
})
afterEach(() => person[Symbol.asyncDispose]())

test('a customer who was created in LAZI is found nowhere, by LAZI’s id, not after a full sync either', async () => {
  const { own, write, anyOf, erase: eraseOther } = inLazi(person)
  const { query, found, sync, tenant } = person
  await tenant.syncAll()
  expect(await sync('project')).toMatchObject({ code: 0 })
  await own()
  const { customer, location, job, canceled, values } = await createOwnPerson(inLazi(person))
  // Former values: of a change, of a removed contact, of a duplicate, and of a location that was sold.
  const change = {
    table: customerFields,
    reference: customer.id,
    version: '1',
    values: { name: `D. ${word}` },
  }
  await write((opened) => changeRecord(opened, change))
  const contact = await anyOf('customer_contacts', `customer_id = '${customer.id}'`)
  await write((opened) => removeContact(opened, customerContacts, { reference: contact, version: '1' }))
  const double = await write((opened) =>
    createCustomer(opened, { values: { name: `${word} again` }, contacts: [] }),
  )
  await write((opened) => mergeCustomers(opened, { from: double.id, version: '1', into: customer.id }))
  const sold = await write((opened) =>
    createLocation(opened, {
      values: { customerId: customer.id, name: `Shed of ${word}` },
      contacts: [
        { type: 'Email', value: `shed@${word}.com` },
        { type: 'Fax', value: `555 0199 ${word}`, memo: `Ask for ${word}` },
      ],
    }),
  )
  const shedBy = (type: string) =>
    anyOf('location_contacts', `location_id = '${sold.id}' AND type = '${type}'`)
  const [shed, fax] = [await shedBy('Email'), await shedBy('Fax')]
  // It goes to the buyer with the location, and is found by no erasure of the former owner.
  await write((opened) => removeContact(opened, locationContacts, { reference: fax, version: '1' }))
  const versionOf = async (table: string, id: string) =>
    (await query(`SELECT version FROM lazi.${table} WHERE id = $1`, [id]))[0].version
  const changeSold = async (values: Readonly<Record<string, string>>) => {
    const version = await versionOf('locations', sold.id)
    await write((opened) => changeLocation(opened, { reference: sold.id, version, values }))
  }
  const changeShed = async (value: string) => {
    const version = await versionOf('location_contacts', shed)
    const change = { reference: shed, version, values: { value } }
    await write((opened) => changeContact(opened, locationContacts, change))
  }
  const buyer = await anyOf('customers', `id <> '${customer.id}'`)
  await changeShed(`gate@${word}.com`)
  await changeShed('shed@example.com')
  await changeSold({ customerId: buyer, name: 'Barn' })
  await changeShed('barn@example.com')
  await changeSold({ name: 'Red barn' })
  expect(await found()).toEqual([
    'audit.entries',
    'lazi.appointments',
    'lazi.customer_contacts',
    'lazi.customers',
    'lazi.jobs',
    'lazi.location_contacts',
    'lazi.locations',
  ])
  const [{ seq }] = await query('SELECT last_seq AS seq FROM lazi.change_positions')

  const result = await eraseOther(customer.id.toUpperCase(), '--yes', '--json')
  expect(result).toMatchObject({ code: 0, stderr: expect.stringContaining('has 1 open job') })
  expect(JSON.parse(result.stdout)).toMatchObject({
    customerId: customer.id,
    serviceTitanId: null,
    openJobs: { count: 1, numbers: [expect.stringMatching(/^L\d+$/)] },
    records: {
      customers: 2,
      customer_contacts: 2,
      locations: 1,
      location_contacts: 1,
      jobs: 2,
      appointments: 3,
    },
    redacted: expect.any(Number),
  })
  expect(await found()).toEqual([])
  expect(await sync('audit', 'verify', '--state')).toMatchObject({ code: 0 })
  expect(
    await query(
      `SELECT name, type, address_city, custom_fields, cardinality(tag_type_ids) AS tags, active,
              deleted_at IS NOT NULL AS deleted, version, updated_by LIKE 'cli:%' AS by_cli FROM lazi.customers WHERE id = $1`,
      [customer.id],
    ),
  ).toEqual([
    {
      name: 'Erased',
      type: 'Residential',
      address_city: null,
      custom_fields: null,
      tags: 1,
      active: false,
      deleted: true,
      // Created, renamed, merged with the other's tags, which were none, and erased.
      version: '3',
      by_cli: true,
    },
  ])
  expect(
    await query(
      `SELECT status, customer_id, location_id, summary, active, deleted_at FROM lazi.jobs WHERE id = ANY ($1) ORDER BY status`,
      [[job.id, canceled.id]],
    ),
  ).toEqual(
    ['Canceled', 'Hold'].map((status) => ({
      status,
      customer_id: customer.id,
      location_id: location.id,
      summary: null,
      active: true,
      deleted_at: null,
    })),
  )
  expect(await query('SELECT name, customer_id FROM lazi.locations WHERE id = $1', [sold.id])).toEqual([
    { name: 'Red barn', customer_id: buyer },
  ])
  // The feed has each record once, and the log has who asked for it; the new owner's change keeps its values.
  expect(
    await query(
      `SELECT table_name AS "table", op, count(*)::integer AS count, count(DISTINCT id)::integer AS ids
         FROM lazi.changes WHERE seq > $1 AND actor LIKE 'cli:%' GROUP BY 1, 2 ORDER BY 1, 2`,
      [seq],
    ),
  ).toEqual([
    { table: 'appointments', op: 'update', count: 3, ids: 3 },
    { table: 'customer_contacts', op: 'delete', count: 1, ids: 1 },
    { table: 'customer_contacts', op: 'update', count: 1, ids: 1 },
    { table: 'customers', op: 'delete', count: 2, ids: 2 },
    { table: 'jobs', op: 'update', count: 2, ids: 2 },
    { table: 'location_contacts', op: 'delete', count: 1, ids: 1 },
    { table: 'locations', op: 'delete', count: 1, ids: 1 },
  ])
  const [erased] = await query(
    `SELECT entity, entity_id, reason, changes::json AS changes FROM audit.entries WHERE action = 'erase' ORDER BY seq DESC`,
  )
  expect(erased).toMatchObject({
    entity: 'lazi.customers',
    entity_id: customer.id,
    reason: 'asked',
    changes: { customers: { old: 2 }, jobs: { old: 2 } },
  })
  const emptied = (id: string) =>
    query(
      `SELECT action, changes IS NULL AS emptied FROM audit.entries WHERE entity_id = $1 AND action <> 'redact' ORDER BY seq`,
      [id],
    )
  expect(await emptied(sold.id)).toEqual([
    { action: 'create', emptied: true },
    { action: 'update', emptied: true },
    { action: 'update', emptied: false },
  ])
  expect(await emptied(shed)).toEqual([
    { action: 'update', emptied: true },
    { action: 'update', emptied: true },
    { action: 'update', emptied: false },
  ])

  // Nothing brings them back, and the records that are deleted cannot be changed.
  for (const kind of ['incremental', 'full'] as const) await tenant.syncAll({ kind })
  expect(await sync('project', '--rebuild')).toMatchObject({ code: 0 })
  expect(await found()).toEqual([])
  await expect(write((opened) => changeRecord(opened, { ...change, version: '3' }))).rejects.toThrow(
    NoSuchRecordError,
  )
  await expect(
    write((opened) => createJob(opened, { values, appointments: [visitAt(4, null)] })),
  ).rejects.toThrow('The values are invalid')
  const again = await eraseOther(customer.id, '--yes', '--json')
  expect(JSON.parse(again.stdout)).toMatchObject({ records: { customers: 0, jobs: 0 }, redacted: 0 })
  expect(
    await query(`SELECT FROM audit.entries WHERE action = 'erase' AND entity = 'lazi.customers'`),
  ).toHaveLength(1)
})

test('each text of a customer’s records is erased or known to stay', async () => {
  const columns = await person.query(
    `SELECT table_name AS "table", column_name AS name FROM information_schema.columns
      WHERE table_schema = 'lazi' AND table_name = ANY ($1) AND is_generated = 'NEVER'
        AND data_type IN ('text', 'jsonb', 'double precision', 'numeric') ORDER BY 1, 2`,
    [ownTables.map(({ fields }) => fields.table)],
  )
  const shared = ['source', 'created_by', 'updated_by']
  const left = columns.filter(({ table, name }) => {
    const rule = ownTables.find(({ fields }) => fields.table === table)
    return !shared.includes(name) && !(name in (rule?.emptied ?? {}))
  })
  expect(left.map(({ table, name }) => `${table}.${name}`)).toEqual([
    'appointments.number',
    'appointments.status',
    'customer_contacts.type',
    'customers.type',
    'jobs.number',
    'jobs.priority',
    'jobs.status',
    'jobs.total',
    'location_contacts.type',
  ])
  // Whatever people can change is in one of the tables, or refers to no customer.
  expect(ownTables.map(({ fields }) => fields)).toEqual(
    expect.arrayContaining([
      customerFields,
      customerContactFields,
      locationFields,
      jobFields,
      appointmentFields,
    ]),
  )
})
