import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tableOf } from '../../src/cache/tables.ts'
import { writeTombstones } from '../../src/page/write-tombstones.ts'
import { replayQuarantined } from '../../src/quarantine/replay.ts'
import { resolveEntries } from '../../src/quarantine/resolve-entries.ts'
import { byTest } from '../support/by-test.ts'
import { at, location, openPages, type PageWriter, tenantId } from '../support/pages.ts'

const locations = tableOf('locations')

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

const targetWith = (changes: { tenantId?: string; stripNulCharacters?: boolean } = {}) => ({
  client,
  tenantId,
  table: locations,
  droppedPaths: [],
  isPublished: true,
  ...changes,
})
const rows = async (sql: string) => (await client.query(sql)).rows
const open = async () =>
  (await rows('SELECT quarantine_id FROM raw.quarantine WHERE resolved_at IS NULL')).map(
    (row) => row.quarantine_id,
  )

test('a record that is refused again stays open with one more attempt', async () => {
  await pages.write([location(1, { name: 'a\u0000b' })])
  expect(await replayQuarantined(targetWith(), await open(), byTest(at(2)))).toEqual({
    written: 0,
    refused: 1,
  })
  expect(await rows('SELECT attempts, last_seen_at, resolved_at FROM raw.quarantine')).toEqual([
    { attempts: 2, last_seen_at: at(2), resolved_at: null },
  ])
})

test('a record without its NUL characters is written, published and recorded as drift', async () => {
  await pages.write([location(1, { name: 'a\u0000b', customFields: ['\\u0000'] })])
  const stripped = targetWith({ stripNulCharacters: true })
  expect(await replayQuarantined(stripped, await open(), byTest(at(2)))).toEqual({ written: 1, refused: 0 })
  expect(await rows(`SELECT name, full_data -> 'customFields' AS fields FROM raw.st_locations`)).toEqual([
    { name: 'ab', fields: ['\\u0000'] },
  ])
  expect(await open()).toEqual([])
  expect(await rows('SELECT op FROM raw.changes')).toEqual([{ op: 'insert' }])
  expect(await rows('SELECT json_path, kind, detail FROM raw.api_drift')).toEqual([
    { json_path: 'name', kind: 'type', detail: 'contained \\u0000' },
  ])
})

test('a version older than the stored one replaces nothing, and its entry is resolved', async () => {
  await pages.write([location(1, { name: 'old\u0000' })])
  const [id] = await open()
  await pages.write([location(1, { name: 'new', modifiedOn: '2026-02-01T00:00:00Z' })], 3)
  await client.query('UPDATE raw.quarantine SET resolved_at = NULL')
  const stripped = targetWith({ stripNulCharacters: true })
  expect(await replayQuarantined(stripped, [id], byTest(at(4)))).toEqual({ written: 1, refused: 0 })
  expect(await rows('SELECT name FROM raw.st_locations')).toEqual([{ name: 'new' }])
  expect(await open()).toEqual([])
})

test('a record that was deleted in the meantime does not lose its tombstone', async () => {
  await pages.write([location(1)])
  await pages.write([location(1, { name: 'a\u0000b', modifiedOn: '2026-02-01T00:00:00Z' })], 2)
  const buried = { client, tenantId, table: locations, runId: '1', isPublished: false }
  await writeTombstones(buried, ['1'], at(3))
  const stripped = targetWith({ stripNulCharacters: true })
  expect(await replayQuarantined(stripped, null, byTest(at(4)))).toEqual({ written: 1, refused: 0 })
  expect(await rows('SELECT name, deleted_at FROM raw.st_locations')).toEqual([
    { name: 'Hollis Residence', deleted_at: at(3) },
  ])
  expect(await open()).toEqual([])
})

test('all open entries of the table are tried without ids, and refused ones stay open', async () => {
  await pages.write([location(1, { name: '\u0000' }), { name: 'no id' }, location(2)])
  const stripped = targetWith({ stripNulCharacters: true })
  expect(await replayQuarantined(stripped, null, byTest(at(2)))).toEqual({ written: 1, refused: 1 })
  expect(await rows('SELECT st_id FROM raw.st_locations ORDER BY 1')).toEqual([
    { st_id: '1' },
    { st_id: '2' },
  ])
  expect(await open()).toHaveLength(1)
})

test('a replay and pages of the same table wait for each other without a deadlock', async () => {
  const bad = (id: number) => location(id, { name: '\u0000' })
  const other = await database.pool.connect()
  try {
    const published = await openPages(client, locations, { isPublished: true })
    for (let round = 0; round < 10; round++) {
      const base = 100 + round * 10
      await published.write([bad(base), bad(base + 1)], round)
      // The page must be halved, so it is written in several steps; the replay writes the same rows.
      const page = [base, base + 1, base + 2, base + 3].map((id) => location(id))
      await Promise.all([
        published.write([...page, bad(base + 4)], round + 1),
        replayQuarantined(
          { ...targetWith({ stripNulCharacters: true }), client: other },
          null,
          byTest(at(round + 1)),
        ),
      ])
    }
    const { rows: seqs } = await client.query('SELECT seq::integer FROM raw.changes ORDER BY seq')
    expect(seqs.map(({ seq }) => seq)).toEqual(seqs.map((_, index) => index + 1))
  } finally {
    other.release()
  }
})

test('a dropped entry is resolved, kept and not tried again', async () => {
  await pages.write([location(1, { name: 'a\u0000b' })])
  const ids = await open()
  await resolveEntries(client, tenantId, ids, at(2))
  expect(await replayQuarantined(targetWith(), ids, byTest(at(3)))).toEqual({ written: 0, refused: 0 })
  expect(await rows('SELECT resolved_at FROM raw.quarantine')).toEqual([{ resolved_at: at(2) }])
})

test("another tenant's entries are not found", async () => {
  await pages.write([location(1, { name: 'a\u0000b' })])
  const other = targetWith({ tenantId: '7002', stripNulCharacters: true })
  expect(await replayQuarantined(other, await open(), byTest(at(2)))).toEqual({ written: 0, refused: 0 })
  expect(await open()).toHaveLength(1)
})
