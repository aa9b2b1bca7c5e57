import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tableOf } from '../../src/cache/tables.ts'
import { lockForWriting } from '../../src/cache/write-lock.ts'
import { CursorMovedError } from '../../src/page/page-bookkeeping.ts'
import type { PageTarget } from '../../src/page/page-target.ts'
import { at, location, newMemory, openPages, openWriter, tenantId } from '../support/pages.ts'

const locations = tableOf('locations')

let database: TestDatabase
let client: pg.PoolClient
beforeEach(async () => {
  database = await createTestDatabase()
  client = await database.pool.connect()
  await openPages(client, locations)
  await client.query(`UPDATE raw.sync_state SET cursor = 'durable', full_sync_cursor = 'pass'`)
})
afterEach(async () => {
  client.release()
  await database.close()
})

/** Pages of the feed that move a cursor or none, and pages of a list. */
const targets = {
  full: { cursor: 'full', source: 'feed' },
  incremental: { cursor: 'incremental', source: 'feed' },
  recent: { cursor: null, source: 'feed' },
  list: { cursor: null, source: 'list' },
} satisfies Record<string, Pick<PageTarget, 'cursor' | 'source'>>

const write = async (
  kind: keyof typeof targets,
  page: {
    records: readonly object[] | string
    cursor?: string
    nextCursor?: string
    seenPage?: number
    minute?: number
  },
) => {
  const data = Buffer.from(typeof page.records === 'string' ? page.records : JSON.stringify(page.records))
  const writePage = await openWriter({
    ...targets[kind],
    client,
    tenantId,
    table: locations,
    runId: '1',
    isPublished: false,
    droppedPaths: [],
    memory: newMemory(),
  })
  const facts = {
    cursor: page.cursor ?? null,
    nextCursor: page.nextCursor ?? '',
    requests: 1,
    seenPage: page.seenPage ?? null,
    bytes: 1,
  }
  return writePage(data, facts, at(page.minute ?? 1))
}
const cursors = async () =>
  (await client.query('SELECT cursor, full_sync_cursor AS pass FROM raw.sync_state')).rows
const seen = async () =>
  (await client.query('SELECT page::integer, st_ids FROM raw.full_sync_pages ORDER BY page')).rows

test('full and incremental pages move their own cursor; recent changes and lists move none', async () => {
  await write('recent', { records: [location(1)], cursor: 'elsewhere', nextCursor: 'x' })
  await write('list', { records: [location(2)] })
  expect(await cursors()).toEqual([{ cursor: 'durable', pass: 'pass' }])
  await write('incremental', { records: [location(3)], cursor: 'durable', nextCursor: 'durable 2' })
  expect(await cursors()).toEqual([{ cursor: 'durable 2', pass: 'pass' }])
  await write('full', { records: [location(4)], cursor: 'pass', nextCursor: 'pass 2' })
  expect(await cursors()).toEqual([{ cursor: 'durable 2', pass: 'pass 2' }])
  const { rows } = await client.query('SELECT st_id::integer AS id FROM raw.st_locations ORDER BY 1')
  expect(rows.map(({ id }) => id)).toEqual([1, 2, 3, 4])
})

test.each(['full', 'incremental'] as const)(
  'a page that moves the %s cursor is refused if the cursor is not that of its request',
  async (kind) => {
    const page = { records: [location(1)], cursor: 'elsewhere', nextCursor: 'x' }
    await expect(write(kind, page)).rejects.toThrow(CursorMovedError)
    expect(await cursors()).toEqual([{ cursor: 'durable', pass: 'pass' }])
  },
)

test('a pass records all ids that it sees, including unchanged, older and refused records', async () => {
  const newer = location(2, { modifiedOn: '2026-03-01T00:00:00Z' })
  await write('list', { records: [location(1), newer] })
  const nul = '{"id":9223372036854775807,"name":"\\u0000"}'
  const records = [location(1), location(2), location(3), location(3), { name: 'no id' }]
  const text = records.map((record) => JSON.stringify(record)).join(',')
  await write('full', { records: `[${text},${nul}]`, cursor: 'pass', nextCursor: 'b', seenPage: 7 })
  await write('full', { records: [], cursor: 'b', nextCursor: 'c', seenPage: 8 })
  const [first, second] = await seen()
  expect(first.page).toBe(7)
  expect([...new Set(first.st_ids)].toSorted()).toEqual(['1', '2', '3', '9223372036854775807'])
  expect(second).toEqual({ page: 8, st_ids: [] })
})

test('a failed page records no ids', async () => {
  await client.query('ALTER TABLE raw.api_drift RENAME TO elsewhere')
  const records = [location(1, { unknown: 1 })]
  await expect(write('full', { records, cursor: 'pass', nextCursor: 'b', seenPage: 1 })).rejects.toThrow(
    'api_drift',
  )
  expect(await seen()).toEqual([])
})

test('a page waits for a transaction that has locked the table before it writes anything', async () => {
  const other = await database.pool.connect()
  try {
    await other.query('BEGIN')
    await lockForWriting(other, { tenantId, tableName: 'st_locations' })
    const page = write('list', { records: [location(1)] })
    await expect
      .poll(async () => {
        // Not in a transaction, which would see the same activity in every query.
        const { rows } = await database.pool.query(
          `SELECT query FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        )
        return rows.map(({ query }) => query)
      })
      .toEqual([expect.stringContaining('FOR NO KEY UPDATE')])
    await other.query('COMMIT')
    expect(await page).toMatchObject({ inserted: 1 })
  } finally {
    other.release()
  }
})
