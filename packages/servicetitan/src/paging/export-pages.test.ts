import { expect, test } from 'vitest'
import { exportPage, startApi } from '../../test/api-server.ts'
import { collect, createTestClient, rejection, resource } from '../../test/create-test-client.ts'
import { createFeedGuard } from './feed-guard.ts'

const locations = resource('locations')

test('exportPages follows the cursor to the end of the feed, and yields the last page', async () => {
  await using api = await startApi({
    api: [
      exportPage('a+/=&é', true),
      exportPage('b', true, []),
      exportPage('c', false, [{ id: 1 }, { id: 2 }]),
    ],
  })
  const pages = await collect(createTestClient(api).exportPages(locations))
  expect(pages.map((page) => [page.continueFrom, page.hasMore, page.count])).toEqual([
    ['a+/=&é', true, 1],
    ['b', true, 0],
    ['c', false, 2],
  ])
  expect(api.requests.map((request) => request.path)).toEqual(
    new Array(3).fill('/crm/v2/tenant/987654321/export/locations'),
  )
  expect(api.requests.map((request) => request.search === '' || request.query.get('from'))).toEqual([
    true,
    'a+/=&é',
    'b',
  ])
})

test('exportPages resumes from a cursor, with recent changes when requested', async () => {
  await using api = await startApi({ api: exportPage('b', false) })
  const client = createTestClient(api)
  await collect(client.exportPages(locations, { from: '2020-01-01', includeRecentChanges: true }))
  await collect(client.exportPages(locations, { from: 'a', includeRecentChanges: false }))
  expect(api.requests.map((request) => request.search)).toEqual([
    '?from=2020-01-01&includeRecentChanges=true',
    '?from=a',
  ])
})

test.each(['appointments', 'appointment-assignments'])('exportPages requests inactive %s', async (name) => {
  await using api = await startApi({ api: exportPage('a', false) })
  await collect(createTestClient(api).exportPages(resource(name)))
  expect(api.requests[0]?.search).toBe('?active=Any')
})

test('exportPages accepts an unchanged cursor at the end of the feed', async () => {
  await using api = await startApi({ api: exportPage('a', false, []) })
  const pages = await collect(createTestClient(api).exportPages(locations, { from: 'a' }))
  expect(pages).toHaveLength(1)
})

test.each([
  ['on the first page', 'a', [exportPage('a', true)]],
  ['later', undefined, [exportPage('a', true), exportPage('b', true), exportPage('b', true)]],
])(
  'exportPages fails when the feed reports more records with an unchanged cursor, %s',
  async (_when, from, replies) => {
    await using api = await startApi({ api: replies })
    const error = await rejection(collect(createTestClient(api).exportPages(locations, { from })))
    expect(error).toMatchObject({
      code: 'SERVICETITAN_UNEXPECTED_RESPONSE',
      reason: 'loop',
      path: '/crm/v2/tenant/987654321/export/locations',
    })
    expect(api.requests).toHaveLength(replies.length)
  },
)

test('exportPages fails after 100 consecutive empty pages', async () => {
  let count = 0
  await using api = await startApi({
    // One page with a record after 50 empty ones restarts the count.
    api: (response, request) => {
      count += 1
      exportPage(`token-${count}`, true, count === 51 ? [{ id: 1 }] : [])(response, request)
    },
  })
  const error = await rejection(collect(createTestClient(api).exportPages(locations)))
  expect(error).toMatchObject({ reason: 'loop', message: expect.stringContaining('100 pages') })
  expect(api.requests).toHaveLength(151)
})

test.each([1, 2, 3, 7, 40])('the feed guard detects a cycle of %d cursors with any start', (length) => {
  for (const lead of [0, 1, 5, 33]) {
    const guard = createFeedGuard(undefined)
    let pages = 0
    const tokenOf = (page: number) => `${page < lead ? page : lead + ((page - lead) % length)}`
    while (guard.check({ hasMore: true, continueFrom: tokenOf(pages), count: 1 }) === null) pages += 1
    expect(pages).toBeGreaterThanOrEqual(lead + length)
    expect(pages).toBeLessThan(3 * (lead + length) + 2)
  }
})

test('the feed guard accepts a long feed without a cycle', () => {
  const guard = createFeedGuard('start')
  for (let page = 0; page < 10_000; page += 1) {
    expect(guard.check({ hasMore: true, continueFrom: `${page}`, count: 1 })).toBeNull()
  }
})

test('exportPages refuses a wrong argument before any request', async () => {
  await using api = await startApi()
  const client = createTestClient(api)
  expect(() => client.exportPages(locations, { from: '' })).toThrow(
    'Expected `from` to be a non-empty string',
  )
  const listOnly = { ...locations, exportPath: null }
  expect(() => client.exportPages(listOnly)).toThrow('Expected `resource` to be one with an export feed')
  const wrong = { ...locations, exportParams: { active: 'Any' } }
  expect(await rejection(client.exportPages(wrong).next())).toMatchObject({
    message: 'Expected a documented query parameter (from, includeRecentChanges), got `active`',
  })
  expect(api.tokenRequests).toHaveLength(0)
})
