import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tableOf } from '../../src/cache/tables.ts'
import { replayQuarantined } from '../../src/quarantine/replay.ts'
import { byTest } from '../support/by-test.ts'
import { at, location, openPages, tenantId } from '../support/pages.ts'

const locations = tableOf('locations')
const technicians = tableOf('technicians')

let database: TestDatabase
let client: pg.PoolClient
beforeEach(async () => {
  database = await createTestDatabase()
  client = await database.pool.connect()
})
afterEach(async () => {
  client.release()
  await database.close()
})

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
/** The text of a record with a value of this depth. */
const deep = (record: object, depth: number) =>
  `${JSON.stringify(record).slice(0, -1)},"deep":${nested(depth)}}`
const quarantined = async () =>
  (
    await database.pool.query<{ key: string; payload: string }>(
      'SELECT record_key AS key, payload::text FROM raw.quarantine WHERE resolved_at IS NULL ORDER BY 1',
    )
  ).rows

test.each([20_000, 300_000])('a record that is nested %d deep costs only itself', async (depth) => {
  const pages = await openPages(client, locations)
  const text = deep(location(2), depth)
  const page = `[${JSON.stringify(location(1))},${text},${JSON.stringify(location(3))}]`
  expect(await pages.write(page)).toMatchObject({ inserted: 2, quarantined: 1, unchanged: 0 })
  // The same on a later page, on which the records are compared with stored rows.
  expect(await pages.write(page)).toMatchObject({ inserted: 0, quarantined: 1, unchanged: 2 })
  const entries = await quarantined()
  expect(entries.map(({ key }) => key)).toEqual(['2'])
  expect(JSON.parse(entries[0]?.payload ?? '')).toBe(text)
})

test('a replay of a record that is nested too deeply is refused again', async () => {
  const pages = await openPages(client, locations)
  await pages.write(`[${deep(location(2), 20_000)}]`)
  const target = { client, tenantId, table: locations, droppedPaths: [], isPublished: true }
  expect(await replayQuarantined(target, null, byTest(at(2)))).toEqual({ written: 0, refused: 1 })
})

test('sensitive fields of a record that is nested too deeply are not stored', async () => {
  const pages = await openPages(client, technicians)
  const [path = ''] = technicians.droppedPaths
  const [field = ''] = path.split('.')
  const record = { id: 5, name: 'Ann', [field]: 'secret' }
  expect(await pages.write(`[${deep(record, 20_000)}]`)).toMatchObject({ quarantined: 1 })
  const [entry] = await quarantined()
  expect(entry).toMatchObject({ key: '5', payload: expect.not.stringContaining('secret') })
})
