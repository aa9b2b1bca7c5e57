import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiClient, createClient, type HistoryItem, type Row } from '../../client/index.ts'
import { type ApiServer, startApiServer } from '../fixtures/api-server.ts'
import { insertWorld } from '../fixtures/insert-world.ts'
import { setDomains, type WorldIds, worldIds } from '../fixtures/own-domains.ts'
import { writeSnapshot, writeVersion } from '../fixtures/write-versions.ts'

// The history of a record has what ServiceTitan changed and what people changed, by time.

const at = (minute: number) => new Date(Date.UTC(2026, 3, 1, 12, minute))

let server: ApiServer
let office: ApiClient
let reader: ApiClient
let other: ApiClient
let ids: WorldIds
beforeAll(async () => {
  server = await startApiServer()
  const { pool } = server.database
  for (const tenantId of ['1', '2']) await insertWorld(pool, tenantId)
  const customers = { pool, tenantId: '1', resource: 'customers' } as const
  await writeSnapshot(customers, at(0))
  const ada = (name: string) => `{"id": 10, "name": "${name}", "type": "Residential"}`
  for (const minute of [1, 2, 3])
    await writeVersion(customers, { stId: 10, at: at(minute), record: ada(`Ada ${minute}`) })
  await setDomains(pool, '1')
  await pool.query('UPDATE sync.domains SET since = $1 WHERE tenant_id = 1', [at(4)])
  ids = await worldIds(pool, '1')
  const { key } = await server.createPerson('1', 'office', 'Olga')
  office = createClient({ url: server.url, key })
  reader = createClient({ url: server.url, key: (await server.createPerson('1', 'reader', 'Rea')).key })
  other = createClient({ url: server.url, key: await server.createKey('2') })
})
afterAll(() => server.close())

const olga = { kind: 'key', id: expect.any(String), name: 'Olga' }

/** What happened, in short: `update by Olga`. */
const short = (item: HistoryItem) =>
  item.by === 'person' ? `${item.action} by ${item.actor.name}` : `${item.op} by ServiceTitan`

test('both kinds of changes are in one list, newest first, and a page ends between any two', async () => {
  const before = await office.get('customers', ids.ada)
  const named = await office.change('customers', before, { name: 'Ada King' })
  await office.change(
    'customers',
    named,
    { addressCity: 'Chicago', tagTypeIds: [ids.tag] },
    { reason: 'Secret' },
  )
  const { data, knownSince } = await reader.history('customers', ids.ada)
  expect(data.map(short)).toEqual([
    'update by Olga',
    'update by Olga',
    'update by ServiceTitan',
    'update by ServiceTitan',
    'update by ServiceTitan',
  ])
  expect(knownSince).toBe(at(0).toISOString().replace('Z', '000Z'))
  expect(data[1]).toEqual({
    by: 'person',
    seq: expect.any(String),
    at: expect.any(String),
    actor: olga,
    action: 'update',
    entity: 'lazi.customers',
    entityId: ids.ada,
    requestId: expect.any(String),
    changes: [{ field: 'name', old: before.name, new: 'Ada King' }],
  })
  // As the record has them; what the person said why is for administrators.
  expect(data[0]?.changes).toEqual([
    { field: 'addressCity', old: null, new: 'Chicago' },
    { field: 'tagTypeIds', old: before.tagTypeIds, new: [ids.tag] },
  ])
  expect(JSON.stringify(data)).not.toContain('Secret')
  for (const limit of [1, 2, 3, 4]) {
    const read: HistoryItem[] = []
    let cursor: string | undefined
    do {
      const page = await reader.history('customers', ids.ada, { limit, cursor })
      read.push(...page.data)
      cursor = page.nextCursor ?? undefined
      // A change between two pages moves none of them.
      if (limit === 2) {
        const now = await office.get('customers', ids.bo)
        await office.change('customers', now, { name: `Bo ${read.length}` })
      }
    } while (cursor)
    expect({ limit, read }).toEqual({ limit, read: data })
  }
})

test('a version that was not taken over is not in the history of the record', async () => {
  const { pool } = server.database
  const versions = await reader.history('customers', ids.ada)
  const record = '{"id": 10, "name": "Later", "type": "Residential"}'
  await writeVersion({ pool, tenantId: '1', resource: 'customers' }, { stId: 10, at: at(9), record })
  expect((await reader.history('customers', ids.ada)).data).toEqual(versions.data)
  expect((await reader.serviceTitan.history('customers', '10')).data[0]).toMatchObject({
    at: expect.stringContaining('12:09'),
  })
})

describe('a record that was created in LAZI', () => {
  let customer: Row<'customers'>
  let location: Row<'locations'>
  beforeAll(async () => {
    customer = await office.create('customers', {
      name: 'Cleo',
      creditLimit: '100.50',
      contacts: [{ type: 'Email', value: 'cleo@example.com' }],
    })
    location = await office.create('locations', { customerId: customer.id, name: 'Home' })
  })

  test('begins with its creation, since when its history is known', async () => {
    await office.change('customers', customer, { name: 'Cleo Park' })
    const { data, knownSince, nextCursor } = await reader.history('customers', customer.id)
    expect(data.map(short)).toEqual(['update by Olga', 'create by Olga'])
    const created = data[1] as HistoryItem
    expect({ knownSince, nextCursor }).toEqual({ knownSince: created.at, nextCursor: null })
    expect(created.changes).toContainEqual({ field: 'creditLimit', old: null, new: '100.5' })
    expect(created.changes?.map(({ field }) => field)).not.toContain('customer_contacts')
  })

  test('with another one begins with the creation of that one', async () => {
    const [contact] = (await office.list('customer-contacts', { customerId: customer.id })).data
    const { data, knownSince } = await reader.history('customer-contacts', String(contact?.id))
    expect(data).toMatchObject([
      {
        action: 'create',
        entity: 'lazi.customers',
        entityId: customer.id,
        changes: expect.arrayContaining([{ field: 'value', old: null, new: 'cleo@example.com' }]),
      },
    ])
    expect(knownSince).toBe(data[0]?.at)
  })

  test('has what changed with other records: a job with its visits, and they with it', async () => {
    const job = await office.create('jobs', {
      customerId: customer.id,
      locationId: location.id,
      businessUnitId: ids.unit,
      jobTypeId: ids.jobType,
      appointments: [{ startsAt: '2027-03-01T14:00:00Z', endsAt: '2027-03-01T16:00:00Z' }],
    })
    const [planned] = (await office.list('appointments', { jobId: job.id })).data as [Row<'appointments'>]
    const visit = await office.act('appointments', planned, 'start')
    await office.act('jobs', await office.get('jobs', job.id), 'complete')
    const ofJob = (await reader.history('jobs', job.id)).data
    expect(ofJob.map(short)).toEqual(['complete by Olga', 'start by Olga', 'create by Olga'])
    expect(ofJob[1]).toMatchObject({
      entity: 'lazi.appointments',
      entityId: visit.id,
      changes: [{ field: 'status', old: 'Scheduled', new: 'InProgress' }],
    })
    expect(ofJob[2]?.changes).toContainEqual({ field: 'number', old: null, new: job.number })
    const ofVisit = (await reader.history('appointments', visit.id)).data
    expect(ofVisit.map(short)).toEqual(['complete by Olga', 'start by Olga', 'create by Olga'])
    expect(ofVisit[0]).toMatchObject({
      entity: 'lazi.jobs',
      entityId: job.id,
      changes: [{ field: 'status', old: 'Working', new: 'Done' }],
    })
  })

  test('is not found by another tenant', async () => {
    await expect(other.history('customers', customer.id)).rejects.toMatchObject({ status: 404 })
  })

  test('has no values of emptied entries', async () => {
    const { pool } = server.database
    await pool.query(
      `UPDATE audit.entries SET changes = NULL, salt = NULL WHERE tenant_id = 1 AND entity_id = $1`,
      [customer.id],
    )
    const { data } = await reader.history('customers', customer.id)
    expect(data.map(({ changes }) => changes)).toEqual([null, null])
    const [contact] = (await office.list('customer-contacts', { customerId: customer.id })).data
    expect((await reader.history('customer-contacts', String(contact?.id))).data).toEqual([])
  })
})

test('the winner of a merge has the tags that it got', async () => {
  const loser = await office.create('customers', { name: 'Hal', tagTypeIds: [ids.tag] })
  const winner = await office.create('customers', { name: 'Hal B.' })
  await office.mergeCustomer(loser, winner.id)
  const { data } = await reader.history('customers', winner.id)
  expect(data[0]).toMatchObject({
    action: 'merge',
    entityId: loser.id,
    changes: [{ field: 'tagTypeIds', old: [], new: [ids.tag] }],
  })
})

test('of a moment when LAZI owned the record there is no state, before it there is', async () => {
  expect(await reader.getAsOf('customers', ids.ada, at(3).toISOString())).toMatchObject({ name: 'Ada 3' })
  await expect(reader.getAsOf('customers', ids.ada, at(4).toISOString())).rejects.toMatchObject({
    status: 409,
    problem: { detail: expect.stringContaining('LAZI owns this record since 2026-04-01T12:04') },
  })
  expect(await reader.serviceTitan.getAsOf('customers', '10', at(4).toISOString())).toMatchObject({
    name: 'Ada 3',
  })
})
