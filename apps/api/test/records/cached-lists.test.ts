import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiClient, createClient } from '../../client/index.ts'
import { type ApiServer, problemOf, startApiServer } from '../fixtures/api-server.ts'
import { insertWorld } from '../fixtures/insert-world.ts'

let server: ApiServer
let one: ApiClient
beforeAll(async () => {
  server = await startApiServer()
  for (const tenantId of ['1', '2']) await insertWorld(server.database.pool, tenantId)
  one = createClient({ url: server.url, key: await server.createKey('1') })
})
afterAll(() => server.close())

const idsOf = ({ data }: { data: readonly { id: string }[] }) => data.map(({ id }) => id)

describe('a list', () => {
  test('finds rows by each filter, in its order', async () => {
    expect(idsOf(await one.serviceTitan.list('jobs', { customerId: '10' }))).toEqual(['102', '101', '100'])
    expect(idsOf(await one.serviceTitan.list('jobs', { locationId: '21' }))).toEqual(['110'])
    expect(idsOf(await one.serviceTitan.list('jobs', { jobNumber: 'J-101' }))).toEqual(['101'])
    expect(idsOf(await one.serviceTitan.list('jobs', { status: 'Completed', businessUnitId: '5' }))).toEqual([
      '102',
      '101',
      '100',
    ])
    const period = { completedOnFrom: '2026-03-02T04:00:00-06:00', completedOnBefore: '2026-03-03T10:00:00Z' }
    expect(idsOf(await one.serviceTitan.list('jobs', period))).toEqual(['101'])
    expect(
      idsOf(await one.serviceTitan.list('jobs', { createdOnBefore: '2026-02-02T10:00:00.123456Z' })),
    ).toEqual(['100', '110'])
    expect(
      idsOf(await one.serviceTitan.list('jobs', { modifiedSince: '2026-03-02T12:00:00.000001Z' })),
    ).toEqual(['101', '102'])
    expect(
      idsOf(await one.serviceTitan.list('appointments', { startTimeFrom: '2026-03-11T00:00:00Z' })),
    ).toEqual(['201', '202'])
    expect(idsOf(await one.serviceTitan.list('appointments', { jobId: '102', technicianId: '30' }))).toEqual([
      '202',
    ])
    expect(idsOf(await one.serviceTitan.list('appointment-assignments', { technicianId: '30' }))).toEqual([
      '302',
      '301',
      '300',
    ])
    expect(idsOf(await one.serviceTitan.list('locations', { search: 'aDA' }))).toEqual(['20'])
    expect(idsOf(await one.serviceTitan.list('locations', { search: '%' }))).toEqual([])
    expect(idsOf(await one.serviceTitan.list('locations', { zoneId: '7' }))).toEqual(['20', '21'])
    expect(idsOf(await one.serviceTitan.list('technicians', { team: 'North' }))).toEqual(['30'])
  })

  test('omits deactivated and deleted rows unless they are requested', async () => {
    expect(idsOf(await one.serviceTitan.list('technicians'))).toEqual(['30'])
    expect(idsOf(await one.serviceTitan.list('technicians', { active: 'any' }))).toEqual(['30', '31'])
    expect(idsOf(await one.serviceTitan.list('technicians', { active: 'false' }))).toEqual(['31'])
    expect(
      idsOf(await one.serviceTitan.list('jobs', { customerId: '10', includeDeleted: true })),
    ).toHaveLength(4)
  })

  test.each([
    ['can only be used together with another filter', { businessUnitId: '5' }],
    [
      'finds only active rows without a tombstone',
      { completedOnFrom: '2026-01-01T00:00:00Z', includeDeleted: true },
    ],
  ])('is refused with a reason when no index serves its filters: %s', async (reason, query) => {
    await expect(one.serviceTitan.list('jobs', query)).rejects.toMatchObject({
      status: 400,
      problem: { errors: [{ message: expect.stringContaining(reason) }] },
    })
  })

  test.each([
    'limit=0',
    'limit=501',
    'limit=x',
    'customerid=10',
    'fields=nothing',
    'active=maybe',
    'limit=5&limit=6',
  ])('refuses %s', async (query) => {
    const response = await server.get(`/api/v2/servicetitan/jobs?${query}`, await server.createKey('1'))
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect((await problemOf(response)).errors?.[0]?.path).toBe(`query.${query.split('=')[0]}`)
  })
})
