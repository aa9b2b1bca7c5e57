import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiClient, createClient } from '../../client/index.ts'
import { cachedResources as resources } from '../../src/records/cached-resources.ts'
import { type ApiServer, problemOf, startApiServer } from '../fixtures/api-server.ts'
import { insertWorld } from '../fixtures/insert-world.ts'

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

test('every cache table has a resource, which has every column that is not internal', async () => {
  const { rows } = await server.database.pool.query<{ table: string; columns: string[] }>(`
    SELECT c.relname AS table, array_agg(a.attname::text) AS columns FROM pg_class c
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'raw'::regnamespace AND c.relkind = 'r' AND c.relname LIKE 'st\\_%' GROUP BY 1`)
  const internal = [
    'tenant_id',
    'st_id',
    'content_hash',
    'full_data',
    'created_at',
    'updated_at',
    'name_key',
    'value_key',
  ]
  const expected = rows.map(({ table, columns }) => ({
    table,
    columns: columns.filter((column) => !internal.includes(column)).toSorted(),
  }))
  const shown = resources.map((resource) => ({
    table: resource.table.replace('raw.', ''),
    columns: Object.keys(resource.fields)
      .filter((field) => field !== 'id')
      .map((field) => field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
      .toSorted(),
  }))
  const byTable = (a: { table: string }, b: { table: string }) => (a.table < b.table ? -1 : 1)
  expect(shown.toSorted(byTable)).toEqual(expected.toSorted(byTable))
})

test.each(resources.map(({ name }) => name))(
  '%s: the list has only rows of the tenant, and each can be read alone',
  async (name) => {
    const page = await one.serviceTitan.list(name, { active: 'any', includeDeleted: true })
    for (const row of page.data) {
      expect(Object.keys(row)).toContain('deletedAt')
      expect(await one.serviceTitan.get(name, row.id, { includeDeleted: true })).toEqual(row)
      expect(JSON.stringify(row)).not.toContain('of 2')
    }
    expect(page.nextCursor).toBeNull()
    await expect(one.serviceTitan.get(name, '999999')).rejects.toEqual(refused(404))
  },
)

describe('a row', () => {
  test('has every value in its exact form', async () => {
    expect(await one.serviceTitan.get('jobs', '100')).toEqual({
      id: '100',
      active: true,
      jobNumber: 'J-100',
      status: 'Completed',
      priority: null,
      summary: 'Leak of 1',
      customerId: '10',
      locationId: '20',
      projectId: null,
      businessUnitId: '5',
      jobTypeId: null,
      campaignId: null,
      invoiceId: '400',
      soldById: null,
      total: '129.95',
      noCharge: null,
      appointmentCount: null,
      firstAppointmentId: null,
      lastAppointmentId: null,
      duration: null,
      scheduledStart: null,
      scheduledEnd: null,
      actualStart: null,
      actualEnd: null,
      tagTypeIds: null,
      completedOn: '2026-03-01T10:00:00.000000Z',
      createdOn: '2026-02-01T10:00:00.123456Z',
      modifiedOn: '2026-03-01T12:00:00.000000Z',
      syncedAt: '2026-03-01T00:00:00.000000Z',
      deletedAt: null,
    })
    const technician = await one.serviceTitan.get('technicians', '30', { fields: 'skills,zoneIds' })
    expect(technician).toEqual({ id: '30', skills: [{ id: 1 }], zoneIds: null })
  })

  test('with the same id in two tenants is two different rows', async () => {
    expect((await one.serviceTitan.get('jobs', '100')).summary).toBe('Leak of 1')
    expect((await two.serviceTitan.get('jobs', '100')).summary).toBe('Leak of 2')
  })

  test('contains the record as ServiceTitan sent it when requested', async () => {
    const { fullData } = await one.serviceTitan.get('jobs', '100', { fullData: true })
    expect(fullData).toEqual({ id: 100, tenantOnly: 'secret of 1' })
  })

  test('with a tombstone is found only with includeDeleted', async () => {
    await expect(one.serviceTitan.get('jobs', '111')).rejects.toEqual(refused(404))
    expect((await one.serviceTitan.get('jobs', '111', { includeDeleted: true })).deletedAt).toBe(
      '2026-03-05T00:00:00.000000Z',
    )
  })
})

describe('an include', () => {
  test('of a job returns its related rows', async () => {
    const job = await one.serviceTitan.get('jobs', '100', {
      include: ['location', 'customer', 'appointments', 'technicians', 'invoice'],
    })
    expect(job.location?.name).toBe('Ada Home of 1')
    expect(job.customer?.balance).toBe('12.50')
    expect(job.appointments.map(({ id, technicianIds }) => [id, technicianIds])).toEqual([['200', ['30']]])
    expect(job.technicians.map(({ name }) => name)).toEqual(['Tia of 1'])
    expect(job.invoice?.invoiceNumber).toBe('I-400')
  })

  test('of a location, a customer, an appointment or a technician returns its related rows', async () => {
    const location = await one.serviceTitan.get('locations', '20', {
      include: ['customer', 'jobs', 'appointments', 'contacts'],
    })
    expect(location.customer?.name).toBe('Ada Hollis of 1')
    expect(location.jobs.map(({ id }) => id)).toEqual(['102', '101', '100'])
    expect(location.appointments.map(({ id }) => id)).toEqual(['202', '201', '200'])
    expect(location.contacts.map(({ value }) => value)).toEqual(['555 0100'])
    const customer = await one.serviceTitan.get('customers', '10', {
      include: ['locations', 'jobs', 'contacts'],
    })
    expect(customer.locations.map(({ id }) => id)).toEqual(['20'])
    expect(customer.jobs).toHaveLength(3)
    expect(customer.contacts.map(({ value }) => value)).toEqual(['ada of 1'])
    const appointment = await one.serviceTitan.get('appointments', '200', {
      include: ['job', 'customer', 'location', 'technicians'],
    })
    const { job, customer: ofAppointment, location: place } = appointment
    expect([job?.id, ofAppointment?.id, place?.id]).toEqual(['100', '10', '20'])
    expect(appointment.technicians.map(({ id }) => id)).toEqual(['30'])
    const technician = await one.serviceTitan.get('technicians', '30', { include: ['appointments'] })
    expect(technician.appointments.map(({ id }) => id)).toEqual(['202', '201', '200'])
  })

  test('finds only rows of the same tenant, and is null or empty when there are none', async () => {
    const job = await two.serviceTitan.get('jobs', '110', { include: ['customer', 'invoice', 'technicians'] })
    expect(job.customer?.name).toBe('Bo Hollis of 2')
    expect([job.invoice, job.technicians]).toEqual([null, []])
    await server.database.pool.query(
      `UPDATE raw.st_jobs SET customer_id = 12 WHERE tenant_id = 2 AND st_id = 110`,
    )
    const other = {
      tenant_id: '1',
      st_id: '12',
      name: 'Only of 1',
      active: true,
      full_data: '{}',
      content_hash: '',
      synced_at: 'now',
    }
    await server.database.pool.query(
      `INSERT INTO raw.st_customers (${Object.keys(other).join()}) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      Object.values(other),
    )
    expect((await two.serviceTitan.get('jobs', '110', { include: ['customer'] })).customer).toBeNull()
  })

  test('with an unknown name is refused', async () => {
    const response = await server.get(
      '/api/v2/servicetitan/jobs/100?include=location,everything',
      await server.createKey('1'),
    )
    expect(response.status).toBe(400)
    expect((await problemOf(response)).errors).toEqual([
      {
        path: 'query.include',
        message:
          'Unknown: everything. Expected any of: location, customer, appointments, technicians, invoice',
      },
    ])
  })
})
