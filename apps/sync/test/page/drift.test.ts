import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tableOf } from '../../src/cache/tables.ts'
import {
  at,
  location,
  newMemory,
  openPages,
  openWriter,
  type PageWriter,
  tenantId,
} from '../support/pages.ts'

const jobs = tableOf('jobs')
const locations = tableOf('locations')
const payments = tableOf('payments')

let database: TestDatabase
let client: pg.PoolClient
let pages: PageWriter
beforeEach(async () => {
  database = await createTestDatabase()
  client = await database.pool.connect()
  pages = await openPages(client, locations)
})
afterEach(async () => {
  client.release()
  await database.close()
})

const drift = async () =>
  (
    await client.query(
      'SELECT json_path AS path, kind, detail, occurrences::integer AS seen FROM raw.api_drift ORDER BY kind, 1',
    )
  ).rows

test('a documented record has no drift, also with nulls', async () => {
  await pages.write([
    location(1),
    location(2, { customerId: null, name: null, address: null, tagTypeIds: null }),
  ])
  expect(await drift()).toEqual([])
})

test('an unknown field is recorded by name, without its value', async () => {
  await pages.write([
    location(1, { gateCode: '4471#' }),
    location(2, { gateCode: 'x', other: {} }),
    location(3),
  ])
  expect(await drift()).toEqual([
    { path: 'gateCode', kind: 'unknown', detail: null, seen: 2 },
    { path: 'other', kind: 'unknown', detail: null, seen: 1 },
  ])
  const { rows } = await client.query('SELECT api_drift::text AS row FROM raw.api_drift')
  expect(rows.map(({ row }) => row).join()).not.toContain('4471')
})

test('a missing required field is recorded, and the record is written', async () => {
  const { taxExempt: _, ...lacking } = location(1)
  expect(await pages.write([lacking])).toMatchObject({ inserted: 1 })
  expect(await drift()).toEqual([{ path: 'taxExempt', kind: 'missing', detail: null, seen: 1 }])
})

test("a required field that is excluded, or absent from a list's record, is not reported as missing", async () => {
  const run = {
    tenantId,
    table: jobs,
    runId: '1',
    client,
    cursor: null,
    isPublished: false,
    droppedPaths: ['customerPo'],
    memory: newMemory(),
  }
  const facts = { cursor: null, nextCursor: '1', seenPage: null, requests: 1, bytes: 1 }
  const write = async (source: 'list' | 'feed', id: number) => {
    const writePage = await openWriter({ ...run, source })
    return writePage(Buffer.from(`[{"id":${id}}]`), facts, at(1))
  }
  await openPages(client, jobs)
  await write('list', 1)
  expect(await drift()).toEqual([])
  await write('feed', 2)
  const missing = (await drift()).map(({ path }) => path)
  expect(missing).toContain('jobNumber')
  expect(missing).toContain('active')
  expect(missing).not.toContain('customerPo')
  expect(missing).not.toContain('summary')
})

test('field names of any length and number are recorded within limits', async () => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`field${index}`, index]))
  const noted = `long${'x'.repeat(196)}`
  expect(await pages.write([location(1, { [`${noted}${'x'.repeat(20_000)}`]: 1 })])).toMatchObject({
    inserted: 1,
  })
  expect(await drift()).toEqual([{ path: noted, kind: 'unknown', detail: null, seen: 1 }])
  expect(await pages.write([location(2, many)])).toMatchObject({ inserted: 1 })
  expect(await drift()).toHaveLength(101)
})

test('records that are not written are not checked for drift', async () => {
  await pages.write([location(1, { gateCode: '1' })])
  await pages.write([location(1, { gateCode: '1' })])
  expect((await drift())[0]).toMatchObject({ path: 'gateCode', seen: 1 })
  await pages.write([location(1, { gateCode: '2', modifiedOn: '2026-02-01T00:00:00Z' })])
  expect((await drift())[0]).toMatchObject({ path: 'gateCode', seen: 2 })
})

test('amounts are read exactly from strings and numbers; other values are NULL and drift', async () => {
  const amounts = [
    '"125.00"',
    '-0.005',
    '"12345678901234567890.123456789"',
    '"1e5"',
    '""',
    '"12,50"',
    'true',
    'null',
  ]
  const records = amounts.map((total, index) => `{"id":${index + 1},"total":${total}}`)
  await (await openPages(client, payments)).write(`[${records.join(',')}]`)
  const { rows } = await client.query('SELECT total::text FROM raw.st_payments ORDER BY st_id')
  expect(rows.map(({ total }) => total)).toEqual([
    '125.00',
    '-0.005',
    '12345678901234567890.123456789',
    null,
    null,
    null,
    null,
    null,
  ])
  expect((await drift()).find(({ path }) => path === 'total')).toEqual({
    path: 'total',
    kind: 'type',
    detail: 'expected amount',
    seen: 4,
  })
})
