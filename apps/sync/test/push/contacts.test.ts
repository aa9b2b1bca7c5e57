import {
  type ContactKind,
  changeContact,
  createContact,
  customerContacts,
  locationContacts,
  removeContact,
} from 'records/writes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tenantId } from '../support/account.ts'
import { type Exchange, openExchange } from '../support/exchange.ts'

// Contacts are requests of their own, and read with those of the customer or location to which they belong.

let exchange: Exchange
beforeAll(async () => {
  exchange = await openExchange(['customers'])
})
afterAll(() => exchange.account.close())

const kinds = [
  ['customer', customerContacts, 'customer_contacts', 'customer-contacts', 'customers'],
  ['location', locationContacts, 'location_contacts', 'location-contacts', 'locations'],
] as const

let used = 0

/** A contact that no other test uses. */
async function nextContact(table: string, parents: string) {
  used += 1
  const column = parents === 'customers' ? 'customer_id' : 'location_id'
  const [row] = await exchange.query(
    `SELECT contact.id::text, contact.st_id::text AS "stId", contact.type, contact.value, contact.version::text,
            parent.id::text AS "parentId", parent.st_id::text AS "parentStId"
       FROM lazi.${table} AS contact JOIN lazi.${parents} AS parent ON parent.id = contact.${column}
      WHERE contact.active AND parent.active AND contact.type = 'Email' ORDER BY contact.st_id OFFSET $1 LIMIT 1`,
    [used],
  )
  return row
}

const stored = async (table: string, id: string) =>
  (
    await exchange.query(
      `SELECT version::text, type, value, memo, active, deleted_at IS NOT NULL AS deleted FROM lazi.${table} WHERE id = $1`,
      [id],
    )
  )[0]

const outbox = () => exchange.query('SELECT op, state, blocked_by, error FROM sync.outbox')

const written = (stId: string) =>
  exchange.account.sandbox.book
    .filter(({ id, by }) => String(id) === stId && by === 'api')
    .map(({ method }) => method)

const change = async (kind: ContactKind, table: string, id: string, values: object) => {
  const { version } = await stored(table, id)
  await exchange.write((write) =>
    changeContact(write, kind, { reference: id, version, values: { ...values } }),
  )
}

test.each(kinds)(
  'a contact of a %s is changed, and its echo changes nothing',
  async (_, kind, table, resource, parents) => {
    const { id, stId } = await nextContact(table, parents)
    await change(kind, table, id, { value: 'new@example.test', memo: 'Desk' })
    await exchange.pushAll()
    expect(exchange.remote(resource, stId)).toMatchObject({ value: 'new@example.test', memo: 'Desk' })
    expect(written(stId)).toEqual(['PATCH'])
    expect(await outbox()).toEqual([])
    const before = await stored(table, id)
    await exchange.follow(parents, resource)
    expect(await stored(table, id)).toEqual(before)
    expect(await exchange.pushAll()).toEqual([])
  },
)

test.each(kinds)(
  'a contact of a %s is added, also when the response is lost',
  async (_, kind, table, resource, parents) => {
    const { parentId, parentStId } = await nextContact(table, parents)
    exchange.account.sandbox.addFault({ method: 'POST', path: '/crm/', applyThenFail: 500, times: 1 })
    const added = await exchange.write((write) =>
      createContact(write, kind, { parent: parentId, values: { type: 'Fax', value: '9185550111' } }),
    )
    await exchange.pushAll()
    await exchange.settle()
    const there = [...exchange.account.sandbox.records(Number(tenantId), resource)].filter(
      (one) => one.value === '9185550111',
    )
    expect(there).toHaveLength(1)
    expect(there[0]).toMatchObject(
      parents === 'customers' ? { customerId: Number(parentStId) } : { locationId: Number(parentStId) },
    )
    await exchange.follow(parents, resource)
    expect(
      await exchange.query(`SELECT id::text, st_id::text FROM lazi.${table} WHERE value = '9185550111'`),
    ).toEqual([{ id: added.id, st_id: String(there[0]?.id) }])
    expect(await outbox()).toEqual([])
  },
)

test.each(kinds)(
  'a contact of a %s is removed on both sides, and stays so',
  async (_, kind, table, resource, parents) => {
    const { id, stId, version } = await nextContact(table, parents)
    await exchange.write((write) => removeContact(write, kind, { reference: id, version }))
    await exchange.pushAll()
    expect(exchange.remote(resource, stId)).toMatchObject({ active: false })
    expect(await outbox()).toEqual([])
    // What was read before the removal does not bring it back.
    await exchange.project()
    const before = await stored(table, id)
    expect(before).toMatchObject({ active: false })
    await exchange.follow(parents, resource)
    expect(await stored(table, id)).toEqual(before)
  },
)

test('a removal whose response is lost is sent again, and done when there is nothing left to delete', async () => {
  const { id, stId, version } = await nextContact('customer_contacts', 'customers')
  exchange.account.sandbox.addFault({ method: 'DELETE', path: '/crm/', applyThenFail: 500, times: 1 })
  await exchange.write((write) => removeContact(write, customerContacts, { reference: id, version }))
  await exchange.pushAll()
  expect(await outbox()).toMatchObject([{ op: 'delete', state: 'unknown' }])
  await exchange.settle()
  expect(written(stId)).toEqual(['DELETE'])
  expect(await outbox()).toEqual([])
})

test('a contact that is removed here and changed there is there again', async () => {
  const { id, stId, version, parentStId } = await nextContact('customer_contacts', 'customers')
  exchange.account.sandbox.clock.advance(1_000)
  exchange.account.sandbox
    .as('person')
    .patch(`/crm/v2/tenant/${tenantId}/customers/${parentStId}/contacts/${stId}`, {
      value: 'kept@example.test',
    })
  await exchange.write((write) => removeContact(write, customerContacts, { reference: id, version }))
  await exchange.pushAll()
  expect(exchange.remote('customer-contacts', stId)).toMatchObject({
    active: true,
    value: 'kept@example.test',
  })
  expect(await stored('customer_contacts', id)).toMatchObject({
    active: true,
    deleted: false,
    value: 'kept@example.test',
  })
  expect(
    await exchange.query('SELECT kind, decision FROM sync.conflicts WHERE record_id = $1', [id]),
  ).toEqual([{ kind: 'deleted-here', decision: 'servicetitan' }])
  expect(await outbox()).toEqual([])
})

test('a contact that both sides change is a conflict', async () => {
  const { id, stId, parentStId } = await nextContact('customer_contacts', 'customers')
  await change(customerContacts, 'customer_contacts', id, { value: 'mine@example.test' })
  exchange.account.sandbox.clock.advance(1_000)
  exchange.account.sandbox
    .as('person')
    .patch(`/crm/v2/tenant/${tenantId}/customers/${parentStId}/contacts/${stId}`, {
      value: 'theirs@example.test',
    })
  await exchange.pushAll()
  expect(exchange.remote('customer-contacts', stId)).toMatchObject({ value: 'theirs@example.test' })
  expect(
    await exchange.query('SELECT field, lazi_value FROM sync.conflicts WHERE record_id = $1', [id]),
  ).toEqual([{ field: 'value', lazi_value: 'mine@example.test' }])
})

test('a conflict of a contact that is removed is over: its decision does not take the removal back', async () => {
  const [{ id, stId, version }] = await exchange.query(
    `SELECT contact.id::text, contact.st_id::text AS "stId", contact.version::text
       FROM lazi.customer_contacts AS contact JOIN lazi.customers AS parent ON parent.id = contact.customer_id
      WHERE contact.active AND parent.active AND contact.type = 'Email' ORDER BY contact.st_id DESC LIMIT 1`,
  )
  const open = () =>
    exchange.query('SELECT field FROM sync.conflicts WHERE record_id = $1 AND decision IS NULL', [id])
  await exchange.query(
    `INSERT INTO sync.field_rules (tenant_id, table_name, field, on_conflict, set_at, set_by)
     VALUES ($1, 'customer_contacts', 'memo', 'ask', now(), 'person:test')`,
    [tenantId],
  )
  await exchange.write((write) =>
    changeContact(write, customerContacts, { reference: id, version, values: { memo: 'Mine' } }),
  )
  const [{ parent }] = await exchange.query(
    `SELECT customer.st_id::text AS parent FROM lazi.customer_contacts AS contact
       JOIN lazi.customers AS customer ON customer.id = contact.customer_id WHERE contact.id = $1`,
    [id],
  )
  exchange.account.sandbox.clock.advance(1_000)
  await exchange.account.sandbox
    .as('person')
    .patch(`/crm/v2/tenant/${tenantId}/customers/${parent}/contacts/${stId}`, { memo: 'Theirs' })
  await exchange.pushAll()
  expect(await open()).toEqual([{ field: 'memo' }])
  const [now] = await exchange.query('SELECT version::text FROM lazi.customer_contacts WHERE id = $1', [id])
  await exchange.write((write) =>
    removeContact(write, customerContacts, { reference: id, version: now.version }),
  )
  expect(await open()).toEqual([])
  await exchange.pushAll()
  expect(exchange.remote('customer-contacts', stId)).toMatchObject({ active: false })
  expect(await open()).toEqual([])
})
