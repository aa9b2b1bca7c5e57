import { expect, test } from 'vitest'
import { json, listPage, startApi } from '../../test/api-server.ts'
import { collect, createTestClient, rejection, resource } from '../../test/create-test-client.ts'
import type { ListPagesOptions } from './list-pages.ts'

const appointments = resource('appointments')

test('listPages reads from page 1 to the last page', async () => {
  await using api = await startApi({ api: [listPage(1, true), listPage(2, true, []), listPage(3, false)] })
  const pages = await collect(createTestClient(api, { now: () => 5 }).listPages(appointments))
  expect(pages.map((page) => page.page)).toEqual([1, 2, 3])
  expect(pages[0]).toEqual({
    body: Buffer.from('{"page":1,"pageSize":2,"hasMore":true,"totalCount":null,"data":[{"id":1}]}'),
    data: Buffer.from('[{"id":1}]'),
    bytes: 74,
    count: 1,
    page: 1,
    pageSize: 2,
    hasMore: true,
    totalCount: null,
    requests: 1,
    requestedAt: 5,
  })
  expect(api.requests.map((request) => request.query.get('page'))).toEqual(['1', '2', '3'])
})

test('listPages sorts by id, with an encoded plus', async () => {
  await using api = await startApi({ api: listPage(1, false) })
  await collect(createTestClient(api).listPages(appointments))
  expect(api.requests[0]?.path).toBe('/jpm/v2/tenant/987654321/appointments')
  expect(api.requests[0]?.search).toBe('?active=Any&page=1&pageSize=1000&sort=%2BId')
})

test('listPages omits parameters that a list does not support', async () => {
  await using api = await startApi({ api: listPage(1, false) })
  const client = createTestClient(api)
  await collect(client.listPages(resource('technicians')))
  await collect(client.listPages(resource('jobs')))
  expect(api.requests.map((request) => request.search)).toEqual([
    '?active=Any&page=1&pageSize=1000',
    '?page=1&pageSize=1000&sort=%2BId',
  ])
})

test('listPages sends every filter as given', async () => {
  const reply = json({ page: 3, pageSize: 50, hasMore: false, totalCount: 7, data: [] })
  await using api = await startApi({ api: reply })
  const [page] = await collect(
    createTestClient(api).listPages(appointments, {
      pageSize: 50,
      startPage: 3,
      modifiedOnOrAfter: '2026-01-02T16:28:55.8446003Z',
      modifiedBefore: '2026-02-01',
      ids: ['1', '9223372036854775807'],
      includeTotal: true,
    }),
  )
  expect(Object.fromEntries(api.requests[0]?.query ?? [])).toEqual({
    active: 'Any',
    modifiedOnOrAfter: '2026-01-02T16:28:55.8446003Z',
    modifiedBefore: '2026-02-01',
    ids: '1,9223372036854775807',
    includeTotal: 'true',
    page: '3',
    pageSize: '50',
    sort: '+Id',
  })
  expect(page?.totalCount).toBe(7)
})

test('listPages refuses a page other than the requested one', async () => {
  await using api = await startApi({ api: listPage(1, true) })
  const error = await rejection(collect(createTestClient(api).listPages(appointments)))
  expect(error).toMatchObject({ reason: 'wrong-shape', message: expect.stringContaining('`page` to be 2') })
})

test('listPages fails after 100 consecutive empty pages', async () => {
  await using api = await startApi({
    api: (response, request) => listPage(Number(request.query.get('page')), true, [])(response, request),
  })
  const error = await rejection(collect(createTestClient(api).listPages(appointments)))
  expect(error).toMatchObject({ code: 'SERVICETITAN_UNEXPECTED_RESPONSE', reason: 'loop' })
  expect(api.requests).toHaveLength(100)
})

test.each<[string, ListPagesOptions]>([
  ['ids', { ids: [] }],
  ['ids', { ids: Array.from({ length: 51 }, (_, index) => String(index + 1)) }],
  ['ids[1]', { ids: ['1', '2,3'] }],
  ['ids[0]', { ids: ['9223372036854775808'] }],
  ['pageSize', { pageSize: 0 }],
  ['pageSize', { pageSize: 5_001 }],
  ['startPage', { startPage: 0 }],
  ['modifiedOnOrAfter', { modifiedOnOrAfter: '2026-01-02T16:28:55+01:00' }],
  ['modifiedBefore', { modifiedBefore: '2026-13-01' }],
])('listPages refuses a wrong %s before any request', async (name, options) => {
  await using api = await startApi()
  const call = () => createTestClient(api).listPages(appointments, options)
  expect(call).toThrow(`Expected \`${name}\` to be `)
  expect(api.tokenRequests).toHaveLength(0)
})

test('listPages refuses ids for a list that does not support them', async () => {
  await using api = await startApi()
  const call = () => createTestClient(api).listPages(resource('tag-types'), { ids: ['1'] })
  expect(call).toThrow(
    'Expected `ids` to be omitted, as the list of tag-types does not support them, got some',
  )
  expect(api.tokenRequests).toHaveLength(0)
})

test("listPages requests inactive records and an order by each list's parameters", async () => {
  await using api = await startApi({ api: listPage(1, false) })
  const client = createTestClient(api)
  const names = ['teams', 'payments', 'job-types', 'customer-contacts']
  for (const name of names) await collect(client.listPages(resource(name), { pageSize: 5 }))
  expect(api.requests.map(({ path, search }) => path.replace(/^.*\/987654321\//, '') + search)).toEqual([
    'teams?includeInactive=true&page=1&pageSize=5&sort=%2BId',
    'payments?activeState=All&page=1&pageSize=5&sort=%2BId',
    'job-types?active=Any&page=1&pageSize=5&orderBy=id&orderByDirection=asc',
    'customers/contacts?modifiedOnOrAfter=2000-01-01&page=1&pageSize=5',
  ])
})

test("listPages replaces a list's default range by a requested one", async () => {
  await using api = await startApi({ api: listPage(1, false) })
  const range = { modifiedOnOrAfter: '2026-01-01', modifiedBefore: '2026-02-01' }
  await collect(createTestClient(api).listPages(resource('location-contacts'), range))
  expect(Object.fromEntries(api.requests[0]?.query ?? [])).toMatchObject(range)
})

test('the client sends the documented filters of a list', async () => {
  await using api = await startApi({ api: listPage(1, false) })
  const client = createTestClient(api)
  const externalData = {
    externalDataApplicationGuid: '00000000-0000-4000-8000-000000000001',
    externalDataKey: 'id',
    externalDataValues: ['a', 'b'],
  }
  await collect(client.listPages(resource('jobs'), { filters: externalData }))
  expect(Object.fromEntries(api.requests[0]?.query ?? [])).toMatchObject({
    ...externalData,
    externalDataValues: 'a,b',
  })
  await collect(client.listPages(resource('appointments'), { filters: { jobId: '61000001' } }))
  expect(api.requests[1]?.query.get('jobId')).toBe('61000001')
})

test.each<[string, object]>([
  ['a filter of another list', { appointmentIds: '1' }],
  ['a parameter that is no filter', { page: '2' }],
  ['an empty value', { jobId: '' }],
  ['no values', { jobId: [] }],
  ['too many values', { jobId: Array.from({ length: 51 }, (_, i) => `${i}`) }],
])('listPages refuses %s, for which ServiceTitan would return all records', async (_what, filters) => {
  await using api = await startApi()
  expect(() => createTestClient(api).listPages(resource('appointments'), { filters })).toThrow(
    /^Expected `filters/,
  )
})
