import { recordTables, servedViews, views } from 'records'
import { projectedId } from 'records/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiClient, createClient, type RecordName } from '../../client/index.ts'
import { recordResources } from '../../src/records/record-resources.ts'
import { type ApiServer, problemOf, startApiServer } from '../fixtures/api-server.ts'
import { insertWorld } from '../fixtures/insert-world.ts'
import { withServiceTitanIds } from '../fixtures/service-titan-ids.ts'

let server: ApiServer
let one: ApiClient
let two: ApiClient
beforeAll(async () => {
  server = await startApiServer()
  for (const tenantId of ['1', '2']) await insertWorld(server.database.pool, tenantId)
  one = createClient({ url: server.url, key: await server.createKey('1') })
  two = createClient({ url: server.url, key: await server.createKey('2') })
})
afterAll(() => server.close())

const refused = (status: number) => expect.objectContaining({ name: 'ApiError', status })
const names = recordResources.map(({ name }) => name as RecordName)

test('every table and view of records has a resource, which has every column that is not internal', async () => {
  const { rows } = await server.database.pool.query<{ table: string; columns: string[] }>(`
    SELECT 'lazi.' || relname AS table, array_agg(attname::text ORDER BY attname) AS columns
      FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
     WHERE relnamespace = 'lazi'::regnamespace AND relkind IN ('r', 'v')
       AND attname NOT IN ('tenant_id', 'name_key', 'value_key')
       -- Of a view: the ids by which the index of its cache table finds rows.
       AND NOT (relkind = 'v' AND attname ~ '^(customer|location|job|business_unit|sold_by)_st_id$')
     GROUP BY 1`)
  const unserved = views.filter((view) => !servedViews.includes(view)).map(({ name }) => `lazi.${name}`)
  const left = [
    ...['changes', 'change_positions', 'double_bookings', 'job_numbers'].map((name) => `lazi.${name}`),
    ...unserved,
  ]
  const expected = Object.fromEntries(
    rows.filter(({ table }) => !left.includes(table)).map(({ table, columns }) => [table, columns]),
  )
  const shown = recordResources.map(({ table, fields, sqlOf }) => {
    const columns = Object.keys(fields).filter((field) => field !== 'sync')
    return [table, columns.map((field) => sqlOf('t', field).slice(2)).toSorted()] as const
  })
  expect(Object.fromEntries(shown)).toEqual(expected)
  expect(shown).toHaveLength(recordTables.length + servedViews.length)
})

test.each(names)(
  '%s: the list has only records of the tenant, and each is found by both ids',
  async (name) => {
    const page = await one.list(name, { active: 'any', includeDeleted: true })
    expect(page.data.length).toBeGreaterThan(0)
    for (const record of page.data) {
      expect(await one.get(name, record.id, { includeDeleted: true })).toEqual(record)
      expect(await one.get(name, `st:${record.serviceTitanId}`, { includeDeleted: true })).toEqual(record)
      expect(JSON.stringify(record)).not.toContain('of 2')
      // Both tenants have the same ids in ServiceTitan.
      await expect(two.get(name, record.id, { includeDeleted: true })).rejects.toEqual(refused(404))
    }
    expect(page.nextCursor).toBeNull()
    await expect(one.get(name, 'st:999999')).rejects.toEqual(refused(404))
    await expect(one.get(name, 'ffffffff-ffff-ffff-ffff-ffffffffffff')).rejects.toEqual(refused(404))
  },
)

test('a record has every value in its exact form, and ids of records', async () => {
  const id = (table: string, stId: number) => projectedId('1', table, stId)
  const { updatedAt, ...job } = await one.get('jobs', 'st:100')
  expect(Number.isNaN(Date.parse(updatedAt ?? ''))).toBe(false)
  expect(job).toEqual({
    id: id('jobs', 100),
    serviceTitanId: '100',
    source: 'servicetitan',
    version: 1,
    active: true,
    sync: { state: 'inStep', error: null },
    number: 'J-100',
    status: 'Completed',
    priority: null,
    summary: 'Leak of 1',
    customerId: id('customers', 10),
    locationId: id('locations', 20),
    projectServiceTitanId: null,
    businessUnitId: id('business_units', 5),
    jobTypeId: null,
    campaignId: null,
    cancelReasonId: null,
    cancelMemo: null,
    canceledAt: null,
    customerPo: null,
    invoiceId: id('invoices', 400),
    soldById: null,
    recallForId: null,
    warrantyId: null,
    total: '129.95',
    noCharge: null,
    appointmentCount: null,
    duration: null,
    scheduledStart: null,
    scheduledEnd: null,
    actualStart: null,
    actualEnd: null,
    tagTypeIds: null,
    customFields: {},
    completedAt: '2026-03-01T10:00:00.000000Z',
    createdAt: '2026-02-01T10:00:00.123456Z',
    createdBy: 'servicetitan',
    updatedBy: 'servicetitan',
    serviceTitanModifiedOn: '2026-03-01T12:00:00.000000Z',
    deletedAt: null,
  })
  const technician = await one.get('technicians', 'st:30', { fields: 'skills,zoneIds' })
  expect(technician).toEqual({ id: id('technicians', 30), skills: [{ id: 1 }], zoneIds: null })
})

test('an accounting record is ServiceTitan’s: it has ids of records, and no version', async () => {
  const invoice = await one.get('invoices', 'st:400')
  expect(invoice).toMatchObject({
    id: projectedId('1', 'invoices', 400),
    jobId: projectedId('1', 'jobs', 100),
    customerId: projectedId('1', 'customers', 10),
    total: '129.95',
    sync: { state: 'inStep' },
  })
  expect(invoice).not.toHaveProperty('version')
})

test('a record whose latest version was refused is served as it was, with the reason', async () => {
  await server.database.pool.query(
    `INSERT INTO sync.waiting (tenant_id, table_name, st_id, needs_table, needs_st_id, reason, error, since)
     VALUES (2, 'jobs', 101, '', 0, 'refused', 'numeric field overflow', now())`,
  )
  expect((await two.get('jobs', 'st:101')).sync).toEqual({
    state: 'heldBack',
    error: 'numeric field overflow',
  })
  const states = (await two.list('jobs')).data.map(({ serviceTitanId, sync }) => [serviceTitanId, sync.state])
  expect(states).toContainEqual(['101', 'heldBack'])
  expect(states).toContainEqual(['100', 'inStep'])
  expect((await one.get('jobs', 'st:101')).sync.state).toBe('inStep')
})

test('a record that waits for one that it refers to says so', async () => {
  await server.database.pool.query(
    `INSERT INTO sync.waiting (tenant_id, table_name, st_id, needs_table, needs_st_id, reason, since)
     VALUES (2, 'jobs', 102, 'campaigns', 9, 'reference', now()), (2, 'invoices', 400, 'jobs', 9, 'reference', now())`,
  )
  expect((await two.get('jobs', 'st:102')).sync).toEqual({ state: 'waiting', error: null })
  expect((await two.get('invoices', 'st:400')).sync.state).toBe('waiting')
})

test.each([
  '0',
  'st:',
  'st:x',
  'st:9223372036854775808',
  'ST:1',
  `${'0'.repeat(8)}-0000-0000-0000-00000000000G`,
])('a text that is no id is refused: %s', async (id) => {
  const response = await server.get(`/api/v2/jobs/${encodeURIComponent(id)}`, await server.createKey('1'))
  expect((await problemOf(response)).errors).toMatchObject([{ path: 'path.id' }])
})

const idsOf = ({ data }: { readonly data: readonly { readonly serviceTitanId: string | null }[] }) =>
  data.map(({ serviceTitanId }) => serviceTitanId)

describe('an include', () => {
  test('of a job returns its related records', async () => {
    const job = withServiceTitanIds(
      await one.get('jobs', 'st:100', {
        include: ['location', 'customer', 'appointments', 'technicians', 'invoice'],
      }),
    )
    expect(job.location?.name).toBe('Ada Home of 1')
    expect(job.customer?.balance).toBe('12.50')
    expect(job.appointments.map(({ id, technicianIds }) => [id, technicianIds])).toEqual([['200', ['30']]])
    expect(job.technicians.map(({ name }) => name)).toEqual(['Tia of 1'])
    expect(job.invoice?.invoiceNumber).toBe('I-400')
  })

  test('of other records returns their related records', async () => {
    const location = await one.get('locations', 'st:20', {
      include: ['customer', 'jobs', 'appointments', 'contacts'],
    })
    expect(location.customer?.name).toBe('Ada Hollis of 1')
    expect(idsOf({ data: location.jobs })).toEqual(['102', '101', '100'])
    expect(idsOf({ data: location.appointments })).toEqual(['202', '201', '200'])
    expect(location.contacts.map(({ value }) => value)).toEqual(['555 0100'])
    const appointment = await one.get('appointments', 'st:200', {
      include: ['job', 'customer', 'location', 'technicians'],
    })
    expect(
      [appointment.job, appointment.customer, appointment.location].map((found) => found?.serviceTitanId),
    ).toEqual(['100', '10', '20'])
    expect(idsOf({ data: appointment.technicians })).toEqual(['30'])
    const technician = await one.get('technicians', 'st:30', { include: ['appointments'] })
    expect(idsOf({ data: technician.appointments })).toEqual(['202', '201', '200'])
    const invoice = await one.get('invoices', 'st:400', { include: ['job', 'customer', 'location'] })
    expect([invoice.job?.number, invoice.customer?.name]).toEqual(['J-100', 'Ada Hollis of 1'])
  })
})

describe('a list', () => {
  test('finds records by each filter, in its order', async () => {
    const customerId = projectedId('1', 'customers', 10)
    expect(idsOf(await one.list('jobs', { customerId }))).toEqual(['102', '101', '100'])
    expect(idsOf(await one.list('jobs', { number: 'J-101' }))).toEqual(['101'])
    expect(idsOf(await one.list('jobs', { createdAtBefore: '2026-02-02T10:00:00.123456Z' }))).toEqual([
      '100',
      '110',
    ])
    expect(idsOf(await one.list('appointments', { startsAtFrom: '2026-03-11T00:00:00Z' }))).toEqual([
      '201',
      '202',
    ])
    expect(idsOf(await one.list('locations', { search: 'aDA' }))).toEqual(['20'])
    expect(idsOf(await one.list('invoices', { customerId }))).toEqual(['400'])
    expect(idsOf(await one.list('invoices', { jobId: projectedId('1', 'jobs', 100) }))).toEqual(['400'])
    expect(idsOf(await one.list('invoices', { jobId: projectedId('2', 'jobs', 100) }))).toEqual([])
    expect(idsOf(await one.list('payments', { customerId }))).toEqual(['500'])
    expect(idsOf(await one.list('estimates', { createdAtFrom: '2000-01-01T00:00:00Z' }))).toEqual(['600'])
    expect(idsOf(await one.list('technicians', { active: 'any' }))).toEqual(['30', '31'])
  })

  test('includes the related records of which a record has one at most, in each row', async () => {
    const { data } = await one.list('jobs', { include: ['customer', 'invoice'], fields: 'number' })
    const related = data.map(({ number, customer, invoice }) => [
      number,
      customer?.name,
      invoice?.invoiceNumber,
    ])
    expect(related.toSorted()).toEqual([
      ['J-100', 'Ada Hollis of 1', 'I-400'],
      ['J-101', 'Ada Hollis of 1', 'I-400'],
      ['J-102', 'Ada Hollis of 1', 'I-400'],
      ['J-110', 'Bo Hollis of 1', undefined],
    ])
    const [estimate] = (await one.list('estimates', { include: ['customer', 'location'] })).data
    expect([estimate?.customer?.name, estimate?.location]).toEqual(['Ada Hollis of 1', null])
    const [cached] = (await one.serviceTitan.list('estimates', { include: ['job'] })).data
    expect(cached?.job?.jobNumber).toBe('J-100')
    const key = await server.createKey('1')
    const refused = await server.get('/api/v2/jobs?include=appointments', key)
    expect((await problemOf(refused)).errors).toMatchObject([{ path: 'query.include' }])
    expect((await server.get('/api/v2/zones?include=customer', key)).status).toBe(400)
  })

  test('continues after its cursor, by time and id', async () => {
    const found: (string | null)[] = []
    let cursor: string | undefined
    do {
      const page = await one.list('jobs', { status: 'Completed', limit: 1, cursor })
      found.push(...idsOf(page))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(found).toEqual(['102', '101', '100'])
    const key = await server.createKey('1')
    const page = await one.list('jobs', { limit: 1 })
    const other = await server.get(`/api/v2/servicetitan/jobs?limit=1&cursor=${page.nextCursor}`, key)
    expect((await problemOf(other)).errors).toMatchObject([{ path: 'query.cursor' }])
  })
})

test('a record is refused until its table is complete, and so is one with an include that is not', async () => {
  await using other = await startApiServer()
  const { pool } = other.database
  await insertWorld(pool, '1')
  const client = createClient({ url: other.url, key: await other.createKey('1') })
  await pool.query(`UPDATE sync.followers SET ready = array_remove(ready, 'customers')`)
  expect((await client.get('jobs', 'st:100')).number).toBe('J-100')
  const notReady = { status: 409, problem: { waitingFor: ['customers'] } }
  await expect(client.get('jobs', 'st:100', { include: ['customer'] })).rejects.toMatchObject(notReady)
  await expect(client.list('customers')).rejects.toMatchObject(notReady)
  expect((await client.list('payments', { include: [] })).data).toHaveLength(1)
  await expect(client.list('payments', { include: ['customer'] })).rejects.toMatchObject(notReady)
  expect((await client.list('payments')).data).toHaveLength(1)
  expect((await client.serviceTitan.list('customers')).data).toHaveLength(2)
  const { records } = await client.sync()
  expect(records.tables.filter(({ ready }) => !ready)).toEqual([
    { table: 'customers', resource: 'customers', ready: false },
  ])
})
