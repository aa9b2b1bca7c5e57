import type { ColumnType } from 'catalog'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CacheTable } from '../../src/cache/cache-table.ts'
import { knownFields } from '../../src/cache/known-fields.ts'
import { resourceOf, tables } from '../../src/cache/tables.ts'
import { typedColumns } from '../../src/cache/typed-columns.ts'
import { openFirstPass } from '../../src/page/first-pass/first-pass.ts'
import type { PageTarget } from '../../src/page/page-target.ts'
import { createRunMemory } from '../../src/page/run-memory.ts'
import { writePage } from '../../src/page/write-page.ts'
import { beginRun } from '../../src/run/sync-state.ts'
import { hold } from '../support/effort.ts'
import { openTenant } from '../support/tenant.ts'

// Columns of a row are read either in this process or by PostgreSQL. Both must give the same result for every record.

const now = new Date('2026-07-01T00:00:00Z')

let database: TestDatabase
let client: pg.PoolClient
beforeAll(async () => {
  database = await createTestDatabase()
  client = await database.pool.connect()
})
afterAll(async () => {
  client.release()
  await database.close()
})

const anyText = [
  'null',
  '""',
  '"x"',
  '5',
  '[]',
  '{}',
  'true',
  '"\\u0041\\n\\"\\\\é⚡"',
  '"a\\u0000b"',
  '"\\ud800"',
  '"\\ud83d\\ude00"',
]
const anyNumber = [
  'null',
  '0',
  '-0',
  '-1',
  '7',
  '5.0',
  '5.50',
  '1e3',
  '1E-2',
  '2147483647',
  '2147483648',
  '-2147483649',
  '999999999999999',
  '9007199254740993',
  '9223372036854775807',
  '9223372036854775808',
  '1e400',
  '-12.340',
  '"5"',
  '"5.50"',
  '" 5"',
  'true',
  '{}',
  '[1]',
  '90',
  '-90.0000001',
  '180',
  '180.5',
  '0.1',
  '123456.789',
]
const anyMoment = [
  'null',
  '"2024-03-11T15:22:08Z"',
  '"2024-03-11T15:22:08.1Z"',
  '"2024-03-11T15:22:08.1934412Z"',
  '"2024-03-11T23:59:59.9999995Z"',
  '"2024-03-11T23:59:59.9999999Z"',
  '"2024-02-29T00:00:00.0000005Z"',
  '"2023-02-29T00:00:00Z"',
  '"2024-04-31T00:00:00Z"',
  '"2024-03-11T24:00:00Z"',
  '"2024-03-11T23:60:00Z"',
  '"2024-03-11T15:22:60Z"',
  '"2024-03-11T15:22:08+02:00"',
  '"2024-03-11T15:22:08"',
  '"2024-03-11"',
  '""',
  '"0001-01-01T00:00:00Z"',
  '"9999-12-31T23:59:59.9999999Z"',
  '"2024-13-01T00:00:00Z"',
  '1710170528',
  '"x"',
]
const anyList = [
  'null',
  '[]',
  '[1]',
  '[1,2]',
  '[ 1 , 2 ]',
  '[-5]',
  '[1.5]',
  '[null]',
  '["1"]',
  '["a","b\\"c\\\\d"]',
  '[9223372036854775808]',
  '[[1]]',
  '{}',
  '5',
]

const examples: Record<ColumnType, readonly string[]> = {
  text: anyText,
  boolean: ['null', 'true', 'false', '"true"', '1'],
  bigint: anyNumber,
  integer: anyNumber,
  numeric: anyNumber,
  amount: anyNumber,
  latitude: anyNumber,
  longitude: anyNumber,
  timestamptz: anyMoment,
  date: anyMoment,
  'bigint[]': anyList,
  'text[]': anyList,
  jsonb: [...anyText, ...anyList],
}

type Choice = readonly [column: number, example: number]

/** The text of a regular record with some other values. */
function buildRecord(table: CacheTable, id: number, choices: readonly Choice[]): string {
  const { fields } = resourceOf(table)
  const columns = typedColumns(table)
  const root = new Map<string, string | Map<string, string>>(fields.required.map((name) => [name, 'null']))
  root.set('id', String(id))
  for (const [column, example] of choices) {
    const { path, type } = columns[column % columns.length] as (typeof columns)[number]
    const value = examples[type][example % examples[type].length] as string
    const [name, inner] = path.split('.') as [string, string?]
    if (inner === undefined) root.set(name, value)
    else {
      const holder = root.get(name)
      root.set(name, (holder instanceof Map ? holder : new Map<string, string>()).set(inner, value))
    }
  }
  const member = ([name, value]: [string, string]) => `${JSON.stringify(name)}:${value}`
  const text = (value: string | Map<string, string>) =>
    typeof value === 'string' ? value : `{${[...value].map(member).join(',')}}`
  return `{${[...root].map(([name, value]) => member([name, text(value)])).join(',')}}`
}

let lastTenant = 8_000_000

const targetOf = (table: CacheTable, of: Pick<PageTarget, 'tenantId' | 'runId' | 'memory'>): PageTarget => ({
  ...of,
  client,
  table,
  droppedPaths: [],
  cursor: 'full',
  source: 'feed',
  isPublished: false,
})

/** The contents of the tables after a page, without values that differ by tenant. */
async function contentsAfter(
  table: CacheTable,
  records: readonly string[],
  way: 'extracted' | 'encoded' | 'sent',
) {
  lastTenant += 1
  const tenantId = String(lastTenant)
  const run = await beginRun(client, { tenantId, tableName: table.name }, 'full', now)
  const memory = createRunMemory(way !== 'sent')
  const target = targetOf(table, { tenantId, runId: run.runId, memory })
  const firstPass = await openFirstPass(target)
  const prepared = await firstPass.prepare(Buffer.from(`[${records.join(',')}]`))
  const page = { cursor: null, nextCursor: '1', requests: 1, bytes: 1, seenPage: 1, ...prepared }
  if (way === 'extracted') await writePage(target, page, { now })
  else {
    const sent = way === 'sent' ? await firstPass.trySend(page, now) : 'unpredictable'
    const outcome = sent === 'unpredictable' ? sent : await sent.outcome
    if (outcome === 'unpredictable' || outcome === 'mispredicted') await firstPass.write(page, now)
  }
  // As text, so that numbers keep all digits and times their microseconds.
  const read = async (name: string, order: string) => {
    const { rows } = await client.query<{ kept: string }>(
      `SELECT row_to_json(kept)::text AS kept FROM raw.${name} AS kept WHERE tenant_id = $1 ORDER BY ${order}`,
      [tenantId],
    )
    const own = /"(?:tenant_id|run_id|quarantine_id)":[0-9]+,/g
    return rows.map(({ kept }) => kept.replaceAll(own, ''))
  }
  const { rows: seen } = await client.query(
    'SELECT array_agg(id ORDER BY id) AS ids FROM raw.full_sync_pages, unnest(st_ids) AS id WHERE tenant_id = $1',
    [tenantId],
  )
  return {
    rows: await read(table.name, 'st_id'),
    drift: await read('api_drift', 'json_path, kind'),
    quarantine: await read('quarantine', 'record_key'),
    seen,
    irregular: prepared.rows?.irregular.size,
    parts: prepared.rows?.parts.length,
  }
}

describe.each(tables)('$name', (table) => {
  test('all records of the sandbox are regular', async () => {
    await using tenant = await openTenant(database)
    const resource = resourceOf(table)
    const { droppedPaths } = table
    const { exportPath } = resource
    const source = exportPath === null ? tenant.api.listPages(resource) : tenant.api.exportPages(resource)
    const target = targetOf(table, { tenantId: '1', runId: '1', memory: createRunMemory(true) })
    const reading = await openFirstPass(target)
    const dropping = await openFirstPass({ ...target, droppedPaths })
    for await (const { data, count } of source) {
      const { records, rows } = await reading.prepare(data)
      expect(records).toHaveLength(count)
      expect(rows?.irregular).toEqual(new Set())
      // Rows cannot be encoded when fields are excluded, since the text of the record changes.
      expect((await dropping.prepare(data)).rows === null).toBe(droppedPaths.length > 0)
    }
  })

  test('all ways give the same rows, drift and quarantine for any records', async () => {
    const { required } = knownFields(table, { droppedPaths: [], source: 'feed' })
    expect(required).toContain('id')
    const choice = fc.tuple(fc.nat(60), fc.nat(60))
    const property = fc.asyncProperty(
      fc.array(fc.array(choice, { maxLength: 4 }), { maxLength: 25 }),
      async (all) => {
        const records = all.map((choices, index) => buildRecord(table, index + 1, choices))
        const { irregular: _, ...encoded } = await contentsAfter(table, records, 'encoded')
        const { irregular: __, ...extracted } = await contentsAfter(table, records, 'extracted')
        const { irregular: ___, ...sent } = await contentsAfter(table, records, 'sent')
        expect(encoded).toEqual(extracted)
        expect(sent).toEqual(extracted)
      },
    )
    await hold('pages by all ways', property, 4)
  })
})

test.each(Object.keys(examples) as ColumnType[])(
  'each value of type %s is the same by both ways',
  async (type) => {
    const table = tables.find((each) =>
      typedColumns(each).some((column) => column.type === type),
    ) as CacheTable
    const column = typedColumns(table).findIndex((each) => each.type === type)
    const records = examples[type].map((_, example) => buildRecord(table, example + 1, [[column, example]]))
    const { irregular, ...encoded } = await contentsAfter(table, records, 'encoded')
    const { irregular: _, ...extracted } = await contentsAfter(table, records, 'extracted')
    expect(encoded).toEqual(extracted)
    // If all were irregular, nothing would be compared.
    expect(irregular).toBeLessThan(records.length)
  },
)

test.each(['st_jobs', 'st_appointments', 'st_appointment_assignments'])(
  'a page of %s that is sent in parts, each with irregular records, gives the same rows',
  async (name) => {
    const table = tables.find((each) => each.name === name) as CacheTable
    const columns = typedColumns(table)
    const column = columns.findIndex(({ type }) => type === 'bigint')
    const unread = anyNumber.indexOf('"5.50"')
    const records = Array.from({ length: 30 }, (_, index) => {
      // Every seventh record is irregular, and every eleventh is a repetition.
      const id = index % 11 === 10 ? 1 : index + 1
      const record = buildRecord(table, id, [[column, index % 7 === 3 ? unread : anyNumber.indexOf('7')]])
      return record.replace('{', `{${' '.repeat(120_000)}`)
    })
    const { irregular, parts, ...encoded } = await contentsAfter(table, records, 'encoded')
    const { irregular: _, parts: __, ...extracted } = await contentsAfter(table, records, 'extracted')
    expect(encoded).toEqual(extracted)
    expect(irregular).toBe(4)
    expect(parts).toBeGreaterThan(2)
  },
)
