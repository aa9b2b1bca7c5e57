import {
  changeContact,
  changeCustomer,
  createContact,
  createCustomer,
  createLocation,
  customerContacts,
  removeContact,
} from 'records/writes'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { usualTimes as times } from '../../src/push/times.ts'
import { tenantId } from '../support/account.ts'
import { type Exchange, openExchange } from '../support/exchange.ts'

// What people create in LAZI exists once in ServiceTitan, and once in LAZI.

let exchange: Exchange
let booked = 0
beforeAll(async () => {
  exchange = await openExchange(['customers'])
})
afterAll(() => exchange.account.close())
beforeEach(async () => {
  exchange.account.sandbox.clearFaults()
  await exchange.query('DELETE FROM sync.outbox')
  await exchange.query('DELETE FROM sync.conflicts')
  booked = exchange.account.sandbox.book.length
})

const address = {
  addressStreet: '1 Elm St',
  addressCity: 'Tulsa',
  addressState: 'OK',
  addressZip: '74105',
  addressCountry: 'USA',
}

/** A customer with a location, and a contact of each. @returns its id */
async function create(name: string): Promise<string> {
  return exchange.write(async (write) => {
    const contacts = [{ type: 'Email', value: `${name}@example.test`, memo: 'at night' }]
    const { id } = await createCustomer(write, { values: { name, ...address }, contacts })
    await createLocation(write, {
      values: { customerId: id, name: `${name} home`, ...address, latitude: 36.1, longitude: -95.9 },
      contacts: [{ type: 'MobilePhone', value: '9185550123' }],
    })
    return id
  })
}

/** LAZI's records of a customer, by table. */
async function stored(id: string) {
  const rows = await exchange.query(
    `SELECT 'customers' AS table, id, st_id, version FROM lazi.customers WHERE id = $1
      UNION ALL SELECT 'customer_contacts', id, st_id, version FROM lazi.customer_contacts WHERE customer_id = $1
      UNION ALL SELECT 'locations', id, st_id, version FROM lazi.locations WHERE customer_id = $1
      UNION ALL SELECT 'location_contacts', contact.id, contact.st_id, contact.version FROM lazi.location_contacts AS contact
                  JOIN lazi.locations AS location ON location.id = contact.location_id WHERE location.customer_id = $1
      ORDER BY 1, 2`,
    [id],
  )
  return rows
}

const outbox = () =>
  exchange.query('SELECT table_name, op, state, blocked_by, error FROM sync.outbox ORDER BY table_name')

/** The requests that ServiceTitan applied in this test, but for those of persons. */
const requests = () => {
  const written = exchange.account.sandbox.book.slice(booked).filter(({ by }) => by === 'api')
  const firsts = written.filter(({ write }, index) => write !== written[index - 1]?.write)
  return firsts.map(({ method, resource }) => `${method} ${resource}`)
}

const namesThere = (name: string) =>
  [...exchange.account.sandbox.records(Number(tenantId), 'customers')].filter((one) => one.name === name)

const namesHere = (name: string) =>
  exchange.query('SELECT id::text, st_id::text FROM lazi.customers WHERE name = $1 AND deleted_at IS NULL', [
    name,
  ])

const everything = ['customers', 'customer-contacts', 'locations', 'location-contacts'] as const

test('a customer with its location and contacts is one request, and its echo changes nothing', async () => {
  const id = await create('Ada')
  await exchange.pushAll()
  expect(requests()).toEqual(['POST customers'])
  expect(await outbox()).toEqual([])
  const before = await stored(id)
  expect(before).toHaveLength(4)
  expect(before.every(({ st_id: stId }) => stId !== null)).toBe(true)
  const [customer] = namesThere('Ada')
  expect(customer).toMatchObject({ type: 'Residential', address: { street: '1 Elm St', city: 'Tulsa' } })
  const [{ st_id: locationId }] = before.filter(({ table }) => table === 'locations')
  expect(exchange.remote('locations', locationId)).toMatchObject({
    name: 'Ada home',
    customerId: customer?.id,
    address: { latitude: 36.1, longitude: -95.9 },
  })
  await exchange.follow(...everything)
  expect(await stored(id)).toEqual(before)
  expect(await namesHere('Ada')).toEqual([{ id, st_id: String(customer?.id) }])
  expect(await exchange.pushAll()).toEqual([])
})

test('ServiceTitan’s own form of a value is taken over', async () => {
  await using other = await openExchange(['customers'], {
    writes: { normalise: { phones: true, states: true } },
  }).then((opened) => ({ ...opened, [Symbol.asyncDispose]: () => opened.account.close() }))
  const id = await other.write(async (write) => {
    const created = await createCustomer(write, {
      values: { name: 'Form', ...address, addressState: 'ok' },
      contacts: [{ type: 'Phone', value: '(918) 555-0100' }],
    })
    await createLocation(write, {
      values: { customerId: created.id, name: 'Home', ...address },
      contacts: [],
    })
    return created.id
  })
  await other.pushAll()
  expect(
    await other.query(
      `SELECT address_state AS state, value FROM lazi.customers AS customer
         JOIN lazi.customer_contacts AS contact ON contact.customer_id = customer.id WHERE customer.id = $1`,
      [id],
    ),
  ).toEqual([{ state: 'OK', value: '9185550100' }])
  expect(await other.query('SELECT FROM sync.outbox')).toEqual([])
  expect(await other.query('SELECT FROM sync.conflicts')).toEqual([])
})

test('a customer without a location waits for one, and is sent with it', async () => {
  const { id } = await exchange.write((write) =>
    createCustomer(write, { values: { name: 'Waits', ...address }, contacts: [] }),
  )
  await exchange.pushAll()
  expect(await outbox()).toMatchObject([{ state: 'blocked', blocked_by: 'needs a location' }])
  await exchange.write((write) =>
    createLocation(write, { values: { customerId: id, name: 'Home', ...address }, contacts: [] }),
  )
  await exchange.pushAll()
  expect(requests()).toEqual(['POST customers'])
  expect(await outbox()).toEqual([])
})

test('a location and a contact of a customer that ServiceTitan has are requests of their own', async () => {
  const id = await create('More')
  await exchange.pushAll()
  await exchange.write((write) =>
    createLocation(write, {
      values: { customerId: id, name: 'Office', ...address },
      contacts: [{ type: 'Phone', value: '9185550199' }],
    }),
  )
  await exchange.write((write) =>
    createContact(write, customerContacts, { parent: id, values: { type: 'Fax', value: '9185550177' } }),
  )
  await exchange.pushAll()
  expect(requests().slice(1).toSorted()).toEqual(['POST customer-contacts', 'POST locations'])
  expect(await outbox()).toEqual([])
  expect(await stored(id)).toHaveLength(7)
})

describe('a lost response', () => {
  test.each([[500], ['reset'], ['cut']] as const)(
    'after %s of a creation that was applied: it is found, and not sent again',
    async (applyThenFail) => {
      exchange.account.sandbox.addFault({ method: 'POST', path: '/crm/', applyThenFail, times: 1 })
      const name = `Once-${applyThenFail}`
      const id = await create(name)
      await exchange.pushAll()
      expect((await outbox()).map(({ state }) => state)).toEqual(['unknown', 'unknown', 'unknown', 'unknown'])
      await exchange.settle()
      expect(requests()).toEqual(['POST customers'])
      expect(await outbox()).toEqual([])
      expect((await stored(id)).every(({ st_id: stId }) => stId !== null)).toBe(true)
      await exchange.follow(...everything)
      expect(await namesHere(name)).toHaveLength(1)
    },
  )

  test('of a creation that was not applied: it is looked for twice, and then sent again', async () => {
    exchange.account.sandbox.addFault({ method: 'POST', path: '/crm/', status: 500, times: 1 })
    await create('Again')
    await exchange.pushAll()
    const { clock } = exchange.account.sandbox
    clock.advance(times.beforeLook)
    await exchange.pushAll()
    expect(requests()).toEqual([])
    clock.advance(times.betweenLooks)
    await exchange.pushAll()
    expect(requests()).toEqual(['POST customers'])
    expect(await outbox()).toEqual([])
  })

  test('of a creation that is applied late, and listed later: the second look finds it', async () => {
    const { sandbox } = exchange.account
    const lag = { method: 'GET', path: '*/customers', listLagMs: 40_000 } as const
    sandbox.addFault({ method: 'POST', path: '/crm/', applyLate: 95_000, times: 1 })
    await create('Late')
    const before = sandbox.requestCount('*/customers')
    const pushed = exchange.pushAll()
    // The look, and the request that is not answered.
    await expect.poll(() => sandbox.requestCount('*/customers')).toBe(before + 2)
    sandbox.clearFaults()
    await pushed
    sandbox.addFault(lag)
    sandbox.clock.advance(times.beforeLook)
    await exchange.pushAll()
    expect(requests()).toEqual(['POST customers'])
    expect((await outbox()).map(({ state }) => state)).toContain('unknown')
    sandbox.clock.advance(times.betweenLooks)
    await exchange.pushAll()
    sandbox.clearFaults()
    await exchange.settle()
    expect(requests()).toEqual(['POST customers'])
    expect(await outbox()).toEqual([])
  })

  test('a record that the feed brings before it is found does not become a second one', async () => {
    exchange.account.sandbox.addFault({ method: 'POST', path: '/crm/', applyThenFail: 500, times: 1 })
    const id = await create('Early')
    await exchange.pushAll()
    await exchange.follow(...everything)
    expect(await namesHere('Early')).toEqual([{ id, st_id: null }])
    expect(
      await exchange.query(
        `SELECT DISTINCT table_name FROM sync.waiting WHERE reason = 'may-be-ours' ORDER BY 1`,
      ),
    ).toEqual(
      ['customer_contacts', 'customers', 'location_contacts', 'locations'].map((name) => ({
        table_name: name,
      })),
    )
    await exchange.settle()
    await exchange.project()
    expect(await namesHere('Early')).toEqual([{ id, st_id: String(namesThere('Early')[0]?.id) }])
    expect(await exchange.query(`SELECT FROM sync.waiting WHERE reason = 'may-be-ours'`)).toEqual([])
    expect(await outbox()).toEqual([])
    expect(await stored(id)).toHaveLength(4)
  })
})

test('what both sides change until the response is known is sent, or taken over', async () => {
  exchange.account.sandbox.addFault({ method: 'POST', path: '/crm/', applyThenFail: 500, times: 1 })
  const id = await create('First')
  await exchange.pushAll()
  await exchange.write((write) =>
    changeCustomer(write, { reference: id, version: '1', values: { name: 'Second' } }),
  )
  const [there] = namesThere('First')
  exchange.account.sandbox.clock.advance(1_000)
  exchange.account.sandbox
    .as('person')
    .patch(`/crm/v2/tenant/${tenantId}/customers/${there?.id}`, { doNotMail: true })
  await exchange.settle()
  expect(exchange.remote('customers', String(there?.id))).toMatchObject({ name: 'Second', doNotMail: true })
  expect(await exchange.query('SELECT name, do_not_mail FROM lazi.customers WHERE id = $1', [id])).toEqual([
    { name: 'Second', do_not_mail: true },
  ])
  expect(await outbox()).toEqual([])
  expect(await exchange.query('SELECT FROM sync.conflicts')).toEqual([])
})

test('a field that both sides change until the response is known is a conflict', async () => {
  exchange.account.sandbox.addFault({ method: 'POST', path: '/crm/', applyThenFail: 500, times: 1 })
  const id = await create('Sent')
  await exchange.pushAll()
  await exchange.write((write) =>
    changeCustomer(write, { reference: id, version: '1', values: { name: 'Mine' } }),
  )
  const [there] = namesThere('Sent')
  exchange.account.sandbox.clock.advance(1_000)
  exchange.account.sandbox
    .as('person')
    .patch(`/crm/v2/tenant/${tenantId}/customers/${there?.id}`, { name: 'Theirs' })
  await exchange.settle()
  expect(
    await exchange.query('SELECT field, base, lazi_value, servicetitan_value FROM sync.conflicts'),
  ).toEqual([{ field: 'name', base: 'Sent', lazi_value: 'Mine', servicetitan_value: 'Theirs' }])
})

test('a customer that is deactivated before it is sent is created, and deactivated', async () => {
  const id = await create('Gone')
  await exchange.write((write) =>
    changeCustomer(write, { reference: id, version: '1', values: { active: false } }),
  )
  await exchange.pushAll()
  expect(namesThere('Gone')).toMatchObject([{ active: false }])
  expect(await outbox()).toEqual([])
})

test('a contact that is removed before it is sent is not sent, and one that is being sent is deleted', async () => {
  const id = await create('Contacts')
  await exchange.pushAll()
  const add = (value: string) =>
    exchange.write((write) =>
      createContact(write, customerContacts, { parent: id, values: { type: 'Email', value } }),
    )
  const remove = (contactId: string) =>
    exchange.write((write) => removeContact(write, customerContacts, { reference: contactId, version: '1' }))
  const before = await add('before@example.test')
  await remove(before.id)
  expect(await exchange.pushAll()).toEqual([])
  exchange.account.sandbox.addFault({ method: 'POST', path: '/crm/', applyThenFail: 500, times: 1 })
  const during = await add('during@example.test')
  await exchange.pushAll()
  await remove(during.id)
  await exchange.settle()
  expect(requests().slice(1)).toEqual(['POST customer-contacts', 'DELETE customer-contacts'])
  expect(await outbox()).toEqual([])
  const isActive = () =>
    exchange.query('SELECT active FROM lazi.customer_contacts WHERE id = $1', [during.id])
  await exchange.project()
  expect(await isActive()).toEqual([{ active: false }])
  await exchange.follow(...everything)
  expect(await isActive()).toEqual([{ active: false }])
})

describe('a refused creation', () => {
  const refusal = {
    method: 'POST',
    path: '/crm/',
    status: 400,
    body: '{"type":"x","title":"Bad","status":400,"traceId":"t-1","errors":{"locations[0].address.zip":["is too odd"]},"data":{}}',
    times: 1,
  } as const

  test('is kept with the reason, and sent again when people change something of it', async () => {
    exchange.account.sandbox.addFault(refusal)
    const id = await create('Odd')
    await exchange.pushAll()
    expect(await outbox()).toMatchObject([
      { table_name: 'customer_contacts', state: 'blocked', blocked_by: `customers/${id}` },
      { table_name: 'customers', state: 'failed' },
      { table_name: 'location_contacts', state: 'blocked', blocked_by: `customers/${id}` },
      { table_name: 'locations', state: 'blocked', blocked_by: `customers/${id}` },
    ])
    expect(
      await exchange.query(`SELECT failed_fields FROM sync.outbox WHERE table_name = 'customers'`),
    ).toEqual([{ failed_fields: { 'locations[0].address.zip': 'is too odd' } }])
    const [contact] = await exchange.query(
      'SELECT id::text, version::text FROM lazi.customer_contacts WHERE customer_id = $1',
      [id],
    )
    await exchange.write((write) =>
      changeContact(write, customerContacts, {
        reference: contact.id,
        version: contact.version,
        values: { memo: 'mended' },
      }),
    )
    await exchange.pushAll()
    expect(requests()).toEqual(['POST customers'])
    expect(await outbox()).toEqual([])
  })
})

test('a customer that ServiceTitan has twice is not sent: a person deactivates one of them', async () => {
  const id = await create('Twice')
  const { sandbox } = exchange.account
  exchange.account.sandbox.addFault({ method: 'POST', path: '/crm/', applyThenFail: 500, times: 1 })
  await exchange.pushAll()
  const first = sandbox.book[booked]
  const body = {
    name: 'Twice',
    address: { street: '1 Elm St', city: 'Tulsa', state: 'OK', zip: '74105', country: 'USA' },
    locations: [{ name: 'L', address: { street: '', city: '', state: '', zip: '', country: '' } }],
    externalData: first?.values.externalData,
  }
  const second = sandbox.as('person').post(`/crm/v2/tenant/${tenantId}/customers`, body)
  sandbox.clock.advance(times.beforeLook)
  await exchange.pushAll()
  expect((await outbox()).find(({ table_name: name }) => name === 'customers')).toMatchObject({
    state: 'blocked',
    blocked_by: 'ambiguous-create',
    error: expect.stringContaining(`${first?.id}`),
  })
  const { id: secondId } = second.body as unknown as { id: number }
  sandbox.as('person').patch(`/crm/v2/tenant/${tenantId}/customers/${secondId}`, { active: false })
  await exchange.follow(...everything)
  await exchange.settle()
  await exchange.project()
  expect(await outbox()).toEqual([])
  expect(
    await exchange.query(`SELECT id::text, st_id::text FROM lazi.customers WHERE name = 'Twice' AND active`),
  ).toEqual([{ id, st_id: String(first?.id) }])
  expect(await stored(id)).toHaveLength(4)
})

test('fields that ServiceTitan owns are refused for new records', async () => {
  await expect(
    exchange.write((write) =>
      createCustomer(write, { values: { name: 'Limit', creditLimit: '10' }, contacts: [] }),
    ),
  ).rejects.toMatchObject({ problems: [{ path: 'creditLimit' }] })
  await expect(
    exchange.write((write) =>
      createCustomer(write, {
        values: { name: 'Text' },
        contacts: [{ type: 'Phone', value: '9185550100', doNotText: true }],
      }),
    ),
  ).rejects.toMatchObject({ problems: [{ path: 'contacts.0.doNotText' }] })
})
