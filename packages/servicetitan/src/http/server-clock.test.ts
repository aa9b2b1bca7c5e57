import { expect, test } from 'vitest'
import { exportPage, json, startApi } from '../../test/api-server.ts'
import { collect, createTestClient, resource } from '../../test/create-test-client.ts'
import { sentAtServer } from './server-clock.ts'

const served = Date.UTC(2026, 0, 2, 16, 28, 55)

test.each(['Fri, 02 Jan 2026 16:28:55 GMT', 'Friday, 02-Jan-26 16:28:55 GMT'])(
  'sentAtServer subtracts the wait for the response and a second from %s',
  (date) => {
    expect(sentAtServer(date, 5_000, 5_250)).toBe(served - 250 - 1_000)
  },
)

test.each([
  null,
  '',
  '0',
  'yesterday',
  'Fri Jan  2 16:28:55 2026',
  '2026-01-02T16:28:55Z',
  'Fri, 99 Foo 2026 16:28:55 GMT',
])('sentAtServer uses the local clock when the date cannot be read: %j', (date) => {
  expect(sentAtServer(date, 5_000, 5_250)).toBe(5_000)
})

test('sentAtServer does not move forward when the local clock is set back during the request', () => {
  expect(sentAtServer('Fri, 02 Jan 2026 16:28:55 GMT', 90_000, 5_000)).toBe(served - 1_000)
})

test('sentAtServer is never later than the request, for any time at which the server reads its clock', () => {
  for (const [sent, wait] of [
    [served, 0],
    [served + 1, 900],
    [served + 999, 1],
    [served + 999, 100_000],
  ] as const) {
    for (const share of [0, 0.5, 1]) {
      const date = new Date(sent + share * wait).toUTCString()
      expect(sentAtServer(date, 0, wait)).toBeLessThanOrEqual(sent)
      expect(sentAtServer(date, 0, wait)).toBeGreaterThan(sent - wait - 2_000)
    }
  }
})

test("a page has the server's time when the local clock is wrong", async () => {
  const date = { date: new Date(served).toUTCString() }
  await using api = await startApi({
    api: [
      json({ hasMore: true, continueFrom: 'a', data: [] }, 200, date),
      json({ status: 503 }, 503, { date: 'Fri, 02 Jan 1970 00:00:00 GMT' }),
      json({ hasMore: true, continueFrom: 'b', data: [] }, 200, date),
      exportPage('c', false),
    ],
  })
  // A year behind, and not advancing.
  const now = () => Date.UTC(2025, 0, 1)
  const pages = await collect(createTestClient(api, { now }).exportPages(resource('jobs')))
  expect(pages.map(({ requestedAt }) => requestedAt)).toEqual([served - 1_000, served - 1_000, now()])
})
