import { inTransaction } from 'cli-kit/postgres'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CacheTable } from '../../src/cache/cache-table.ts'
import { derivedIn } from '../../src/cache/derived-values.ts'
import { tableOf } from '../../src/cache/tables.ts'
import { writeTombstones } from '../../src/page/write-tombstones.ts'
import { at, openPages, tenantId } from '../support/pages.ts'
import { createRandom, type Random } from '../support/random.ts'

const cases = [
  { table: tableOf('locations'), children: tableOf('location-contacts'), child: contact },
  { table: tableOf('jobs'), children: tableOf('appointment-assignments'), child: assignment },
]

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

// The texts of JSON values: numbers beyond double, and numbers whose doubles are equal.
const values = [
  'null',
  'true',
  '""',
  '"Ünï \\"quoted\\" \\\\ "',
  '9007199254740993',
  '9007199254740992',
  '0.1000000000000000055511151231257827',
  '-123456789012345678901234567890.000000000000000001',
  '1e400',
  '[]',
  '[1,[2,null,{"a":9007199254740993}]]',
  '{}',
  '{"zip":"74105","unit":null}',
  '{"zip":"74106","deep":{"list":[1.10,{"n":null}],"n":1e-320}}',
]
const fields = ['summary', 'total', 'address', 'customFields', '', 'a.b', 'Straße', 'toString']

type Fields = ReadonlyMap<string, string>

/** A version with some fields added, removed or changed. */
function nextVersion(random: Random, former: Fields): Fields {
  const version = new Map(former)
  for (let changes = random.int(4); changes > 0; changes--) {
    const field = random.pick(fields)
    if (random.int(3) === 0) version.delete(field)
    else version.set(field, random.pick(values))
  }
  return version
}

/** The text of a record; `step` is the time of its modification. */
function textOf(id: number, version: Fields, step: number): string {
  const entries = [...version].map(([field, value]) => `${JSON.stringify(field)}:${value}`)
  return `{${[`"id":${id}`, `"active":true`, `"modifiedOn":"${modified(step)}"`, ...entries].join(',')}}`
}

const modified = (step: number) => at(step).toISOString()

function contact(random: Random, parent: number, step: number) {
  const type = random.pick(['Phone', 'Email'])
  const value = random.pick(['a', 'b', null])
  return { id: random.int(4), locationId: parent, type, value, active: true, modifiedOn: modified(step) }
}

function assignment(random: Random, parent: number, step: number) {
  const technicianId = random.int(3)
  return { id: random.int(4), jobId: parent, technicianId, active: true, modifiedOn: modified(step) }
}

/** The columns that are not read from the record. */
const columnsOf = (table: CacheTable) => [
  'deleted_at',
  ...derivedIn(table.name).flatMap(({ columns }) => columns),
]

const columnsJson = (table: CacheTable) =>
  `jsonb_build_object(${columnsOf(table)
    .map((name) => `'${name}', ${name}`)
    .join(', ')})`

/** Remembers each row as it is now, with the number of the last change. */
const remember = (table: CacheTable) =>
  client.query(
    `INSERT INTO remembered
     SELECT st_id, coalesce((SELECT last_seq FROM raw.change_positions WHERE tenant_id = $1), 0), full_data, ${columnsJson(table)}
       FROM raw.${table.name} WHERE tenant_id = $1`,
    [tenantId],
  )

/** The remembered rows, and each as rebuilt from the present row and the changes since, newest first. */
const rebuilt = (table: CacheTable) => `
  WITH RECURSIVE change AS (
    SELECT *, row_number() OVER (PARTITION BY st_id ORDER BY seq DESC) AS n
      FROM raw.changes WHERE tenant_id = $1 AND table_name = '${table.name}'
  ),
  state AS (
    SELECT st_id, 0::bigint AS n, full_data, ${columnsJson(table)} AS columns
      FROM raw.${table.name} WHERE tenant_id = $1
     UNION ALL
    SELECT st_id, change.n,
           CASE op WHEN 'delete' THEN full_data ELSE (full_data - coalesce(added, '{}')) || before END,
           columns || CASE op WHEN 'delete' THEN '{"deleted_at": null}' ELSE coalesce(before_columns, '{}') END
      FROM state JOIN change USING (st_id) WHERE change.n = state.n + 1 AND op <> 'insert'
  )
  SELECT st_id, remembered.seq, remembered.full_data::text AS record, state.full_data::text AS rebuilt,
         remembered.columns, state.columns AS rebuilt_columns,
         (remembered.full_data = state.full_data AND remembered.columns = state.columns) IS TRUE AS is_equal
    FROM remembered JOIN state USING (st_id)
   WHERE state.n = (SELECT count(*) FROM change WHERE change.st_id = state.st_id AND change.seq > remembered.seq)`

test.each(cases.flatMap((each) => [1, 2, 3].map((seed) => ({ ...each, name: each.table.resource, seed }))))(
  'every earlier version of $name can be rebuilt from the changes since (seed $seed)',
  async (options) => {
    const { table, children, child, seed } = options
    await client.query(
      'CREATE TEMPORARY TABLE remembered (st_id bigint, seq bigint, full_data jsonb, columns jsonb)',
    )
    await client.query(
      `INSERT INTO raw.sync_state (tenant_id, table_name, last_full_sync) VALUES ($1, $2, now())`,
      [tenantId, table.name],
    )
    const random = createRandom(seed)
    const pages = await openPages(client, table, { isPublished: true })
    const childPages = await openPages(client, children)
    const target = { client, tenantId, table, runId: '1', isPublished: true }
    const versions = new Map<number, Fields>([1, 2, 3].map((id) => [id, new Map()]))
    const deleted = new Set<number>()
    for (let step = 1; step <= 50; step++) {
      const id = 1 + random.int(versions.size)
      const kind = random.int(8)
      if (kind === 0) {
        await inTransaction(client, () => writeTombstones(target, [String(id)], at(step)))
        deleted.add(id)
      } else if (kind <= 2 && deleted.size === 0) {
        await childPages.write([child(random, id, step)], step)
      } else {
        const written = [...versions].filter(([each]) => each === id || random.int(3) === 0)
        const texts = written.map(([each, former]) => {
          const version = nextVersion(random, former)
          versions.set(each, version)
          deleted.delete(each)
          return { id: each, text: textOf(each, version, step) }
        })
        await pages.write(`[${texts.map(({ text }) => text).join(',')}]`, step)
        for (const { id, text } of texts) {
          const { rows } = await client.query(
            `SELECT full_data - 'technicianAssignments' = $2::jsonb AS is_stored FROM raw.${table.name} WHERE st_id = $1`,
            [id, text],
          )
          expect(rows).toEqual([{ is_stored: true }])
        }
      }
      await remember(table)
    }
    const { rows } = await client.query(rebuilt(table), [tenantId])
    const { rows: remembered } = await client.query('SELECT FROM remembered')
    expect(rows).toHaveLength(remembered.length)
    expect(rows.filter(({ is_equal }) => !is_equal)).toEqual([])
    const { rows: ops } = await client.query('SELECT DISTINCT op FROM raw.changes ORDER BY 1')
    expect(ops.map(({ op }) => op)).toEqual(['delete', 'insert', 'restore', 'update'])
  },
)
