import { resourceMap } from 'catalog'
import { inTransaction } from 'cli-kit/postgres'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { changesOfRecord, rowAt } from 'records'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tableOf } from '../../src/cache/tables.ts'
import { publishSnapshot } from '../../src/page/change-feed.ts'
import { writeTombstones } from '../../src/page/write-tombstones.ts'
import { replayQuarantined } from '../../src/quarantine/replay.ts'
import { byTest } from '../support/by-test.ts'
import { at, openPages, tenantId } from '../support/pages.ts'
import { createRandom, type Random } from '../support/random.ts'

// Whatever pages, tombstones and replays the sync writes: the row of every moment can be read later, and the versions of
// a row form a chain.

const cases = [
  { table: tableOf('locations'), children: tableOf('location-contacts'), child: contact },
  { table: tableOf('jobs'), children: tableOf('appointment-assignments'), child: assignment },
  { table: tableOf('appointments'), children: tableOf('appointment-assignments'), child: visitor },
]

let database: TestDatabase
let client: pg.PoolClient
beforeEach(async () => {
  database = await createTestDatabase()
  client = await database.pool.connect()
  await client.query(`SET TimeZone = 'UTC'`)
})
afterEach(async () => {
  client.release()
  await database.close()
})

/** JSON texts: numbers beyond double and int64, times that are none, every type in the wrong place. */
const values = [
  'null',
  'true',
  '""',
  '"Ünï \\"quoted\\" \\\\ "',
  '9007199254740993',
  '9223372036854775808',
  '-123456789012345678901234567890.000000000000000001',
  '1.5',
  '1e400',
  '1e-320',
  '36.1',
  '"125.50"',
  '"2026-02-28T23:59:59.1234567Z"',
  '"2026-02-30T00:00:00Z"',
  '"2026-13-01T00:00:00Z"',
  '"2024-02-29T12:00:00-06:00"',
  '[]',
  '[118, 204, null]',
  '[118, 9223372036854775808]',
  '[1,[2,null,{"a":9007199254740993}]]',
  '{}',
  '{"zip":"74105","unit":null,"latitude":36.1,"longitude":1e-320}',
  '{"zip":"74106","street":5,"latitude":95,"deep":{"list":[1.10,{"n":null}]}}',
]
const others = ['', 'a.b', 'Straße', 'toString']

type Fields = ReadonlyMap<string, string>

/** A version with some fields added, removed or changed. */
function nextVersion(random: Random, fields: readonly string[], former: Fields): Fields {
  const version = new Map(former)
  for (let changes = random.int(5); changes > 0; changes--) {
    const field = random.pick(fields)
    if (random.int(3) === 0) version.delete(field)
    else version.set(field, random.pick(values))
  }
  return version
}

function textOf(id: number, version: Fields, step: number): string {
  const entries = [...version].map(([field, value]) => `${JSON.stringify(field)}:${value}`)
  return `{${[`"id":${id}`, `"modifiedOn":"${modified(step)}"`, ...entries].join(',')}}`
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

function visitor(random: Random, parent: number, step: number) {
  const { jobId: appointmentId, ...rest } = assignment(random, parent, step)
  return { ...rest, appointmentId }
}

/** The columns of which no history is kept, or that PostgreSQL computes. */
const internal = `'{tenant_id,content_hash,synced_at,created_at,updated_at,name_key,value_key}'::text[]`

interface State {
  readonly id: string
  readonly step: number
  /** The whole row as JSON text. */
  readonly row: string
}

async function remember(table: string, step: number): Promise<State[]> {
  const { rows } = await client.query<State>(
    `SELECT st_id AS id, $2::integer AS step, (to_jsonb(row) - ${internal})::text AS row
       FROM raw.${table} AS row WHERE tenant_id = $1`,
    [tenantId, step],
  )
  return rows
}

const seeds = [1, 2, 3, 4]

test.each(cases.flatMap((each) => seeds.map((seed) => ({ ...each, name: each.table.resource, seed }))))(
  '$name: the row of every moment, and the chain of its versions (seed $seed)',
  async ({ table, children, child, seed }) => {
    await client.query(
      `INSERT INTO raw.sync_state (tenant_id, table_name, last_full_sync) VALUES ($1, $2, now())`,
      [tenantId, table.name],
    )
    await inTransaction(client, () =>
      publishSnapshot(client, { tenantId, tableName: table.name }, { now: at(0), runId: '1' }),
    )
    const random = createRandom(seed)
    const { required, optional } = resourceMap[table.resource].fields
    const fields = [...required, ...optional, ...others].filter(
      (field) => !['id', 'modifiedOn', ...table.droppedPaths].includes(field),
    )
    const pages = await openPages(client, table, { isPublished: true })
    const childPages = await openPages(client, children)
    const target = {
      client,
      tenantId,
      table,
      runId: '1',
      isPublished: true,
      droppedPaths: table.droppedPaths,
    }
    const versions = new Map<number, Fields>([1, 2, 3, 4].map((id) => [id, new Map()]))
    const stored = new Set<number>()
    const deleted = new Set<number>()
    const states: State[] = []
    const steps = 40
    for (let step = 1; step <= steps; step++) {
      const id = 1 + random.int(versions.size)
      const kind = random.int(8)
      if (kind === 0) {
        await inTransaction(client, () => writeTombstones(target, [String(id)], at(step)))
        if (stored.has(id)) deleted.add(id)
      } else if (kind <= 2 && deleted.size === 0) {
        await childPages.write([child(random, id, step)], step)
      } else if (kind === 3) {
        const text = textOf(id, new Map([...(versions.get(id) ?? []), ['memo', '"a\\u0000b"']]), step)
        await pages.write(`[${text}]`, step)
        await replayQuarantined({ ...target, stripNulCharacters: true }, null, byTest(at(step)))
        versions.set(id, new Map([...(versions.get(id) ?? []), ['memo', '"ab"']]))
        stored.add(id)
        deleted.delete(id)
      } else {
        const written = [...versions].filter(([each]) => each === id || random.int(3) === 0)
        const texts = written.map(([each, former]) => {
          const version = nextVersion(random, fields, former)
          versions.set(each, version)
          stored.add(each)
          deleted.delete(each)
          return textOf(each, version, step)
        })
        const inOrder = random.int(2) === 0 ? texts : texts.toReversed()
        await pages.write(`[${inOrder.join(',')}]`, step)
      }
      states.push(...(await remember(table.name, step)))
    }
    const { queries, from, existed, knownSince } = rowAt(table.resource, '$3::timestamptz')
    const expected = new Map(states.map(({ id, step, row }) => [`${id} at ${step}`, row]))
    for (const id of versions.keys()) {
      for (let step = 0; step <= steps; step++) {
        const { rows } = await client.query({
          name: table.name,
          text: `WITH target AS MATERIALIZED (SELECT $2::bigint AS st_id), ${queries}
                 SELECT to_jsonb(cached)::text AS row, ${existed} AS existed, ${knownSince} = $4 AS is_known_since
                   FROM ${from}`,
          values: [tenantId, id, at(step), at(0)],
        })
        const row = expected.get(`${id} at ${step}`)
        if (!stored.has(id)) expect(rows).toEqual([])
        else if (row === undefined) expect(rows).toMatchObject([{ existed: false, is_known_since: true }])
        else
          expect({ id, step, rows }).toEqual({
            id,
            step,
            rows: [{ row, existed: true, is_known_since: true }],
          })
      }
      await checkChain(
        table.resource,
        id,
        states.find((state) => state.id === String(id)),
      )
    }
    expect(states.length).toBeGreaterThan(60)
    const { rows: ops } = await client.query('SELECT DISTINCT op FROM raw.changes ORDER BY 1')
    expect(ops.map(({ op }) => op)).toEqual(['delete', 'insert', 'restore', 'snapshot', 'update'])
  },
)

interface Step {
  readonly seq: string
  readonly op: string
  readonly is_column: boolean | null
  readonly key: string | null
  readonly old: string | null
  readonly new: string | null
}

/** Undoes the versions of a row, a page at a time: each must begin where the next one ends, and the last at the first row. */
async function checkChain(resource: keyof typeof resourceMap, id: number, first: State | undefined) {
  if (first === undefined) return
  const table = tableOf(resource).name
  const { queries } = changesOfRecord(resource, { before: '$3::bigint', count: '$4::integer' })
  const { rows: members } = await client.query<{ key: string; value: string }>(
    `SELECT field.key, field.value::text FROM raw.${table}, jsonb_each(full_data) AS field WHERE st_id = $1`,
    [id],
  )
  const record = new Map<string, string | null>(members.map(({ key, value }) => [key, value]))
  let before = '9223372036854775807'
  const ops: string[] = []
  for (;;) {
    const { rows } = await client.query<Step>(
      `WITH target AS MATERIALIZED (SELECT $2::bigint AS st_id), ${queries}
       SELECT page.seq, page.op, is_column, key, old::text, new::text FROM page LEFT JOIN replaced USING (seq)
        ORDER BY seq DESC`,
      [tenantId, id, before, 3],
    )
    for (const step of rows) {
      if (step.seq !== before) ops.push(step.op)
      before = step.seq
      if (step.key === null || step.is_column) continue
      expect({ ...step, new: record.get(step.key) ?? null }).toEqual(step)
      record.set(step.key, step.old)
    }
    if (rows.length === 0) break
  }
  expect(ops.at(-1)).toBe('insert')
  const left = [...record].filter(([, value]) => value !== null)
  const { rows } = await client.query<{ key: string; value: string }>(
    `SELECT key, value::text FROM jsonb_each($1::jsonb -> 'full_data')`,
    [first.row],
  )
  expect(left.toSorted()).toEqual(rows.map(({ key, value }) => [key, value]).toSorted())
}
