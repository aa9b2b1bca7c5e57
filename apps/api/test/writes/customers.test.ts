import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { entriesOf } from '../fixtures/entries.ts'
import { insertWorld } from '../fixtures/insert-world.ts'
import { invalid, type Office, openOffice, status } from '../fixtures/office.ts'
import { setDomains, worldIds } from '../fixtures/own-domains.ts'

// People change customers, their contacts and locations in LAZI.

let opened: Office
let server: Office['server']
let office: Office['client']
let ids: Office['ids']
let { send, outboxOf } = {} as Office
beforeAll(async () => {
  opened = await openOffice()
  ;({ server, client: office, ids, send, outboxOf } = opened)
  await insertWorld(server.database.pool, '2')
  await setDomains(server.database.pool, '2')
})
afterAll(() => opened.close())

async function lastChanges(count: number) {
  const { rows } = await server.database.pool.query(
    `SELECT table_name AS "table", id::text, op, changed_paths AS columns, actor, request_id IS NOT NULL AS "hasRequest"
       FROM (SELECT * FROM lazi.changes WHERE tenant_id = 1 ORDER BY seq DESC LIMIT $1) AS change ORDER BY seq`,
    [count],
  )
  return rows
}

test('a customer is created with its contacts, in one entry, and is read as the response has it', async () => {
  const body = {
    name: 'Cleo Park',
    type: 'Commercial',
    addressZip: '60601',
    tagTypeIds: [ids.tag],
    customFields: { 12: 'blue' },
    contacts: [{ type: 'Email', value: 'cleo@example.com' }],
  } as const
  const created = await office.create('customers', body, { reason: 'Called' })
  expect(created).toMatchObject({
    name: 'Cleo Park',
    type: 'Commercial',
    doNotMail: false,
    customFields: { 12: 'blue' },
    serviceTitanId: null,
    source: 'lazi',
    version: 1,
    active: true,
    sync: { state: 'own', error: null },
    createdBy: expect.stringMatching(/^key:\d+$/),
  })
  expect(await office.get('customers', created.id)).toEqual(created)
  const contacts = await office.list('customer-contacts', { customerId: created.id })
  expect(contacts.data).toMatchObject([{ type: 'Email', value: 'cleo@example.com', version: 1 }])
  expect((await entriesOf(server.database.pool, '1')).slice(-1)).toMatchObject([
    {
      action: 'create',
      entity: 'lazi.customers',
      entityId: created.id,
      actorName: 'Olga',
      reason: 'Called',
      changes: {
        name: { new: 'Cleo Park' },
        customer_contacts: { new: { [String(contacts.data[0]?.id)]: { value: 'cleo@example.com' } } },
      },
    },
  ])
  expect(await lastChanges(2)).toMatchObject([
    { table: 'customers', id: created.id, op: 'insert', columns: [], hasRequest: true },
    { table: 'customer_contacts', op: 'insert' },
  ])
  expect(await outboxOf(created.id)).toEqual([{ op: 'create', base: {}, state: 'kept' }])
})

test('a repeated creation with the same id responds with the record, another content is refused', async () => {
  const id = '0199c2a4-7d1e-7b3a-9c55-1f2e3d4c5b6a'
  const body = { id, name: 'Dana', contacts: [{ type: 'Phone', value: '555 0101' }] } as const
  const first = await send('POST', '/customers', body)
  expect(first.response.status).toBe(201)
  expect(first.response.headers.get('location')).toBe(`/api/v2/customers/${id}`)
  expect(first.response.headers.get('etag')).toBe('"1"')
  await office.change('customers', await office.get('customers', id), { name: 'Dana Lee' })
  const entries = (await entriesOf(server.database.pool, '1')).length
  const repeated = await send('POST', '/customers', body)
  expect(repeated.response.status).toBe(200)
  expect(repeated.body).toMatchObject({ id, name: 'Dana Lee', version: 2 })
  expect((await entriesOf(server.database.pool, '1')).length).toBe(entries)
  expect((await office.list('customer-contacts', { customerId: id })).data).toHaveLength(1)
  await expect(office.create('customers', { ...body, name: 'Dan' })).rejects.toEqual(status(409))
  const contact = { id, type: 'Phone', value: '555 0102' } as const
  expect((await office.addContact('customers', ids.ada, contact)).id).toBe(id)
  await expect(office.addContact('customers', ids.ada, { ...contact, memo: 'x' })).rejects.toEqual(
    status(409),
  )
})

test('a change raises the version, is one entry and one change, and keeps the agreed values', async () => {
  const before = await office.get('customers', ids.ada)
  const after = await office.change('customers', before, { name: 'Ada Lovelace', addressCity: 'Chicago' })
  expect(after).toEqual({
    ...before,
    name: 'Ada Lovelace',
    addressCity: 'Chicago',
    version: before.version + 1,
    updatedAt: after.updatedAt,
    updatedBy: after.updatedBy,
  })
  expect(after.updatedBy).toMatch(/^key:/)
  expect((await entriesOf(server.database.pool, '1')).slice(-1)).toMatchObject([
    {
      action: 'update',
      entityId: ids.ada,
      changes: {
        name: { old: before.name, new: 'Ada Lovelace' },
        addressCity: { old: null, new: 'Chicago' },
      },
    },
  ])
  expect(await lastChanges(1)).toMatchObject([
    { id: ids.ada, op: 'update', columns: ['name', 'address_city'] },
  ])
  const address = { addressStreet: null, addressUnit: null, addressCity: null }
  expect(await outboxOf(ids.ada)).toMatchObject([{ op: 'update', base: { name: before.name, address } }])
  // The first agreed value stays; what is back at it is no longer kept.
  const again = await office.change('customers', after, { name: 'Ada King' })
  expect(await outboxOf(ids.ada)).toMatchObject([{ base: { name: before.name, address } }])
  const back = await office.change('customers', again, { name: String(before.name) })
  expect(await outboxOf(ids.ada)).toEqual([
    { op: 'update', base: { address: expect.anything() }, state: 'kept' },
  ])
  await office.change('customers', back, { addressCity: null })
  expect(await outboxOf(ids.ada)).toEqual([])
})

test('a change to the values that a record has changes nothing', async () => {
  const before = await office.get('customers', ids.bo)
  const entries = (await entriesOf(server.database.pool, '1')).length
  expect(await office.change('customers', before, { name: String(before.name), active: true })).toEqual(
    before,
  )
  expect((await entriesOf(server.database.pool, '1')).length).toBe(entries)
})

test('a stale change is refused with the record as it is, and the fields that changed since', async () => {
  const old = await office.create('customers', { name: 'Eve' })
  const second = await office.change('customers', old, { doNotMail: true })
  const third = await office.change('customers', second, { addressZip: '60602' })
  await expect(office.change('customers', old, { name: 'Eva' })).rejects.toEqual(
    status(412, { current: third, changedSince: ['addressZip', 'doNotMail'] }),
  )
  await server.database.pool.query(
    "DELETE FROM lazi.changes WHERE tenant_id = 1 AND id = $1 AND changed_paths = '{do_not_mail}'",
    [old.id],
  )
  await expect(office.change('customers', old, { name: 'Eva' })).rejects.toEqual(
    status(412, { current: third, changedSince: null }),
  )
  await expect(office.change('customers', { ...old, version: 99 }, { name: 'Eva' })).rejects.toEqual(
    status(412),
  )
})

test.each([
  [undefined, 428],
  ['', 428],
  ['"x"', 400],
  ['*', 400],
  ['W/"1"', 412],
  ['"1", "2"', 400],
])('If-Match %j is answered with %i', async (ifMatch, code) => {
  const customer = await office.create('customers', { name: 'Finn' })
  await office.change('customers', customer, { doNotMail: true })
  const headers = ifMatch === undefined ? {} : { 'if-match': ifMatch }
  const { response } = await send('PATCH', `/customers/${customer.id}`, { name: 'F' }, headers)
  expect(response.status).toBe(code)
})

test('the ETag of a record is its version, with which it is changed', async () => {
  const read = await send('GET', '/customers/st:11')
  const etag = String(read.response.headers.get('etag'))
  expect(etag).toBe(`"${read.body.version}"`)
  const unchanged = await send('GET', '/customers/st:11', undefined, { 'if-none-match': etag })
  expect(unchanged.response.status).toBe(200)
  const changed = await send('PATCH', '/customers/st:11', { nationalAccount: true }, { 'if-match': etag })
  expect(changed.response.status).toBe(200)
  expect(changed.response.headers.get('etag')).toBe(`"${Number(read.body.version) + 1}"`)
})

test('custom fields are set one by one, and null removes one', async () => {
  const customer = await office.create('customers', { name: 'Gil', customFields: { 1: 'a', 2: 'b' } })
  const changed = await office.change('customers', customer, { customFields: { 2: null, 3: 'c' } })
  expect(changed.customFields).toEqual({ 1: 'a', 3: 'c' })
})

describe('is refused, with the field:', () => {
  test.each<[string, object, string]>([
    ['no name', {}, 'body.name'],
    ['an empty name', { name: ' ' }, 'body.name'],
    ['another type', { name: 'A', type: 'Industrial' }, 'body.type'],
    ['an unknown field', { name: 'A', nickname: 'B' }, 'body.nickname'],
    ['a NUL', { name: 'A\u0000' }, 'body.name'],
    ['an id of ServiceTitan', { name: 'A', id: '00000000-0009-8d29-a1b0-c3f24be1d6a7' }, 'body.id'],
    [
      'a tag that does not exist',
      { name: 'A', tagTypeIds: ['0199c2a4-7d1e-7b3a-9c55-000000000000'] },
      'body.tagTypeIds.0',
    ],
    ['no e-mail address', { name: 'A', contacts: [{ type: 'Email', value: 'a' }] }, 'body.contacts.0.value'],
    [
      'no phone number',
      { name: 'A', contacts: [{ type: 'Phone', value: 'call me' }] },
      'body.contacts.0.value',
    ],
  ])('%s', async (_, body, path) => {
    await expect(office.create('customers', body as never)).rejects.toEqual(invalid(path))
  })

  test('a field that people cannot change, with the reason', async () => {
    const customer = await office.get('customers', ids.bo)
    const change = office.change('customers', customer, { balance: '0' } as never)
    await expect(change).rejects.toEqual(
      status(400, {
        errors: expect.arrayContaining([
          { path: 'body.balance', message: expect.stringContaining('invoices and payments') },
        ]),
      }),
    )
  })

  test('a location of a customer of another tenant, and one with half a position', async () => {
    const other = await worldIds(server.database.pool, '2')
    const location = { customerId: other.ada, name: 'Home' }
    await expect(office.create('locations', location)).rejects.toEqual(invalid('body.customerId'))
    const half = { customerId: ids.ada, name: 'Home', latitude: 41 }
    await expect(office.create('locations', half)).rejects.toEqual(invalid('body.longitude'))
    await expect(office.get('customers', other.ada)).rejects.toEqual(status(404))
    const change = office.change('customers', { id: other.ada, version: 1 }, { name: 'Mine' })
    await expect(change).rejects.toEqual(status(404))
  })
})

test('a location follows its contacts', async () => {
  const location = await office.create('locations', {
    customerId: ids.ada,
    name: 'Cabin',
    latitude: 41.5,
    longitude: -87.5,
    contacts: [
      { type: 'MobilePhone', value: '555 0111' },
      { type: 'Phone', value: '555 0110' },
    ],
  })
  expect(location).toMatchObject({ phone: '555 0110', email: null, latitude: 41.5, version: 1 })
  const mail = await office.addContact('locations', location.id, {
    type: 'Email',
    value: 'cabin@example.com',
  })
  const withMail = await office.get('locations', location.id)
  expect(withMail).toMatchObject({ phone: '555 0110', email: 'cabin@example.com', version: 2 })
  const changed = await office.change('location-contacts', mail, { value: 'lake@example.com' })
  expect(changed).toMatchObject({ value: 'lake@example.com', version: 2 })
  expect((await office.get('locations', location.id)).email).toBe('lake@example.com')
  const removed = await office.remove('location-contacts', changed)
  expect(removed).toMatchObject({ active: false, deletedAt: expect.any(String), version: 3 })
  expect((await office.get('locations', location.id)).email).toBeNull()
  await expect(office.change('location-contacts', removed, { memo: 'x' })).rejects.toEqual(status(404))
  expect((await entriesOf(server.database.pool, '1')).slice(-1)).toMatchObject([
    { action: 'delete', entityId: mail.id, changes: { value: { old: 'lake@example.com' } } },
  ])
})

test('records that ServiceTitan owns are read-only', async () => {
  await setDomains(server.database.pool, '1', 'servicetitan')
  try {
    const ada = await office.get('customers', ids.ada)
    expect(ada.sync.state).toBe('inStep')
    await expect(office.change('customers', ada, { name: 'A' })).rejects.toEqual(
      status(409, { detail: expect.stringContaining('ServiceTitan owns the customers') }),
    )
    await expect(office.create('customers', { name: 'A' })).rejects.toEqual(status(409))
  } finally {
    await setDomains(server.database.pool, '1')
  }
})
