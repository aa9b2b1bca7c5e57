import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { tableOf, tables } from '../../src/cache/tables.ts'
import { CursorMovedError } from '../../src/page/page-bookkeeping.ts'
import { beginRun } from '../../src/run/sync-state.ts'
import {
  at,
  location,
  newMemory,
  openPages,
  openWriter,
  type PageWriter,
  tenantId,
} from '../support/pages.ts'

const locations = tableOf('locations')
const technicians = tableOf('technicians')

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

const rows = async (columns: string) =>
  (await client.query(`SELECT ${columns} FROM raw.st_locations ORDER BY st_id`)).rows
const drift = async () =>
  (await client.query('SELECT json_path, kind, detail, occurrences FROM raw.api_drift ORDER BY json_path'))
    .rows
const quarantine = async () =>
  (
    await client.query(
      'SELECT record_key, payload::text, error_code, attempts, resolved_at FROM raw.quarantine ORDER BY quarantine_id',
    )
  ).rows

test('a page that is written twice changes nothing the second time', async () => {
  const page = [location(1), location(2)]
  expect(await pages.write(page)).toEqual({
    fetched: 2,
    inserted: 2,
    updated: 0,
    unchanged: 0,
    outdated: 0,
    quarantined: 0,
  })
  const before = await rows('*, xmin')
  expect(await pages.write(page, 2)).toEqual({
    fetched: 2,
    inserted: 0,
    updated: 0,
    unchanged: 2,
    outdated: 0,
    quarantined: 0,
  })
  expect(await rows('*, xmin')).toEqual(before)
})

test('a changed record replaces its row and keeps created_at', async () => {
  await pages.write([location(1)], 1)
  await pages.write([location(1, { name: 'Moved', modifiedOn: '2026-02-01T00:00:00Z' })], 2)
  expect(await rows('name, created_at, updated_at, synced_at')).toEqual([
    { name: 'Moved', created_at: at(1), updated_at: at(2), synced_at: at(2) },
  ])
})

test('an older version never replaces a newer one, and one with the same modification time does', async () => {
  await pages.write([location(1, { name: 'newer', modifiedOn: '2026-02-01T00:00:00.5Z' })])
  expect(
    await pages.write([location(1, { name: 'older', modifiedOn: '2026-02-01T00:00:00.4Z' })]),
  ).toMatchObject({ unchanged: 0, outdated: 1 })
  expect(await rows('name')).toEqual([{ name: 'newer' }])
  await pages.write([location(1, { name: 'same time', modifiedOn: '2026-02-01T00:00:00.5Z' })])
  expect(await rows('name')).toEqual([{ name: 'same time' }])
})

test('the newest version of a record that a page repeats is kept, in any order', async () => {
  const versions = ['2026-01-02T00:00:00Z', '2026-01-04T00:00:00Z', '2026-01-03T00:00:00Z']
  const counts = await pages.write(
    versions.map((modifiedOn) => location(1, { name: modifiedOn, modifiedOn })),
  )
  expect(counts).toEqual({ fetched: 3, inserted: 1, updated: 0, unchanged: 2, outdated: 0, quarantined: 0 })
  expect(await rows('name')).toEqual([{ name: '2026-01-04T00:00:00Z' }])
})

test('a restored record loses its tombstone, also if it is unchanged', async () => {
  await pages.write([location(1)])
  await client.query(`UPDATE raw.st_locations SET deleted_at = now(), content_hash = ''`)
  expect(await pages.write([location(1)])).toMatchObject({ updated: 1 })
  expect(await rows('deleted_at')).toEqual([{ deleted_at: null }])
})

test('numbers are not rounded and texts are not truncated', async () => {
  const text = JSON.stringify(location(1))
    .replace('"id":1,', '"id":9007199254740993,')
    .replace('"zoneId":9', '"zoneId":9223372036854775807')
    .replace('"latitude":36.1', '"latitude":36.10211470000000')
  await pages.write(`[${text}]`)
  const [row] = await rows(
    `st_id, zone_id, created_on::text, full_data->>'createdOn' AS sent, full_data->'address'->>'latitude' AS latitude`,
  )
  expect(row).toEqual({
    st_id: '9007199254740993',
    zone_id: '9223372036854775807',
    created_on: '2024-03-11 15:22:08.193441+00',
    sent: '2024-03-11T15:22:08.1934412Z',
    latitude: '36.10211470000000',
  })
})

test('latitudes and longitudes out of range are NULL with drift, and the record is kept', async () => {
  await pages.write([location(1, { address: { ...location(1).address, latitude: 91, longitude: -181 } })])
  expect(await rows('latitude, longitude, address_city')).toEqual([
    { latitude: null, longitude: null, address_city: 'Tulsa' },
  ])
  expect(await drift()).toEqual([
    { json_path: 'address.latitude', kind: 'type', detail: 'expected latitude', occurrences: '1' },
    { json_path: 'address.longitude', kind: 'type', detail: 'expected longitude', occurrences: '1' },
  ])
})

describe.each(tables)('any value in any field of $name', (table) => {
  const values = [
    '"text"',
    '1',
    '1.5',
    '1e30',
    'true',
    '[]',
    '["a"]',
    '[1.5]',
    '[[1]]',
    '{}',
    '"2026-02-30T00:00:00Z"',
    '"9999999-01-01T00:00:00Z"',
    'null',
    `"${'x'.repeat(9000)}"`,
  ]

  test('is written, or NULL with drift, and no record is refused', async () => {
    const writer = await openPages(client, table)
    const fields = [
      ...new Set(['active', 'createdOn', 'modifiedOn', ...table.columns.map(({ path }) => path)]),
    ]
    const records = fields.flatMap((path) =>
      values.map((value) => {
        const [first, second] = path.split('.')
        return second ? `"${first}":{"${second}":${value}}` : `"${first}":${value}`
      }),
    )
    const page = records.map((field, index) => `{"id":${index + 1},${field}}`)
    const counts = await writer.write(`[${page.join(',')}]`)
    expect(counts).toMatchObject({ fetched: page.length, inserted: page.length, quarantined: 0 })
    // A value that the column cannot store is in full_data as received.
    const { rows: stored } = await client.query(
      `SELECT st_id::integer AS id, full_data FROM raw.${table.name} ORDER BY st_id`,
    )
    for (const { id, full_data } of stored) {
      expect(full_data).toMatchObject(JSON.parse(`{"id":${id},${records[id - 1]}}`))
    }
    const seen = (
      await client.query(`SELECT json_path FROM raw.api_drift WHERE table_name = $1 AND kind = 'type'`, [
        table.name,
      ])
    ).rows
    // A jsonb column stores any value.
    const always = fields.filter(
      (path) => table.columns.find((column) => column.path === path)?.type !== 'jsonb',
    )
    expect(seen.map(({ json_path }) => json_path).toSorted()).toEqual(always.toSorted())
  })
})

test('records without a valid id are quarantined, and all others are written', async () => {
  const bad = [
    '"text"',
    'null',
    '1',
    '{"id":"1"}',
    '{"id":1.5}',
    '{"id":99999999999999999999}',
    '{"name":"no id"}',
  ]
  const counts = await pages.write(
    `[${[JSON.stringify(location(1)), ...bad, JSON.stringify(location(2))].join(',')}]`,
  )
  expect(counts).toEqual({ fetched: 9, inserted: 2, updated: 0, unchanged: 0, outdated: 0, quarantined: 7 })
  expect((await quarantine()).map(({ payload }) => JSON.parse(payload)).length).toBe(7)
  await pages.write(`[${bad.join(',')}]`, 2)
  expect((await quarantine()).map(({ attempts }) => attempts)).toEqual([2, 2, 2, 2, 2, 2, 2])
})

test('records that jsonb refuses are quarantined as received, until a version can be written', async () => {
  const nul = JSON.stringify(location(2)).replace('Hollis', '\\u0000Hollis')
  const surrogate = JSON.stringify(location(3)).replace('Hollis', '\\ud800Hollis')
  const good = Array.from({ length: 20 }, (_, index) => location(index + 10))
  const counts = await pages.write(
    `[${[...good.map((record) => JSON.stringify(record)), nul, surrogate].join(',')}]`,
    1,
  )
  expect(counts).toEqual({ fetched: 22, inserted: 20, updated: 0, unchanged: 0, outdated: 0, quarantined: 2 })
  expect(await quarantine()).toEqual([
    { record_key: '2', payload: nul, error_code: '22P05', attempts: 1, resolved_at: null },
    { record_key: '3', payload: surrogate, error_code: '22P02', attempts: 1, resolved_at: null },
  ])
  await pages.write([location(2)], 2)
  expect((await quarantine()).map(({ resolved_at }) => resolved_at)).toEqual([at(2), null])
})

test('sensitive fields are excluded before storing, and do not count as a change', async () => {
  const writer = await openPages(client, technicians)
  const technician = {
    id: 5,
    name: 'Dana',
    hourlyRate: 31.5,
    burdenRate: 1,
    commissionRate: 2,
    soldByRate: 3,
    home: { street: 'x' },
    permissions: [],
  }
  await writer.write([technician])
  const { rows: stored } = await client.query('SELECT full_data FROM raw.st_technicians')
  expect(stored).toEqual([{ full_data: { id: 5, name: 'Dana' } }])
  expect(await writer.write([{ ...technician, hourlyRate: 40 }])).toMatchObject({ unchanged: 1 })
})

test('nested fields can be excluded', async () => {
  const run = await beginRun(client, { tenantId, tableName: 'st_locations' }, 'full', at(0))
  const target = {
    tenantId,
    table: locations,
    client,
    runId: run.runId,
    cursor: 'full' as const,
    source: 'feed' as const,
    isPublished: false,
    memory: newMemory(),
    droppedPaths: ['customFields', 'address.street', 'address.unit'],
  }
  const write = await openWriter(target)
  const facts = { cursor: null, nextCursor: '1', requests: 1, bytes: 1, seenPage: null }
  await write(Buffer.from(JSON.stringify([location(1)])), facts, at(1))
  const [row] = await rows('full_data, address_street')
  expect(row.full_data).not.toHaveProperty('customFields')
  expect(row.full_data.address).toEqual({
    city: 'Tulsa',
    state: 'OK',
    zip: '74105',
    country: 'USA',
    latitude: 36.1,
    longitude: -95.9,
  })
  expect(row.address_street).toBeNull()
})

test('a page whose cursor was moved in the meantime is not written', async () => {
  const target = {
    tenantId,
    table: locations,
    client,
    runId: '1',
    cursor: 'full' as const,
    source: 'feed' as const,
    isPublished: false,
    droppedPaths: [],
    memory: newMemory(),
  }
  const write = await openWriter(target)
  const facts = { cursor: 'elsewhere', nextCursor: 'x', requests: 1, bytes: 1, seenPage: null }
  const page = write(Buffer.from(JSON.stringify([location(1)])), facts, at(1))
  await expect(page).rejects.toThrow(CursorMovedError)
  expect(await rows('st_id')).toEqual([])
})

test('an error that is not caused by the data rolls back the page with its cursor and counters', async () => {
  await client.query('ALTER TABLE raw.api_drift RENAME TO elsewhere')
  await expect(pages.write([location(1, { zoneId: 'not a number' })])).rejects.toThrow('api_drift')
  expect(await rows('st_id')).toEqual([])
  const { rows: state } = await client.query('SELECT full_sync_cursor, records_synced FROM raw.sync_state')
  expect(state).toEqual([{ full_sync_cursor: null, records_synced: '0' }])
})
