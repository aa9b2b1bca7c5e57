import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillCache } from '../../bench/api/fill.ts'
import { firstIds, firstTenant } from '../../bench/api/rows.ts'
import { availabilityQuery } from '../../src/availability/read-availability.ts'
import { nearQuery } from '../../src/near/read-near.ts'
import { scheduleQuery } from '../../src/schedule/read-schedule.ts'
import { asReader } from '../fixtures/as-reader.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  const admin = await database.pool.connect()
  try {
    await fillCache(admin, 100_000, () => undefined)
  } finally {
    admin.release()
  }
})
afterAll(() => database.close())

const pkeys = ['st_jobs', 'st_job_types', 'st_customers', 'st_locations'].map((table) => ({
  table,
  name: `${table}_pkey`,
  key: 'st_id = ',
}))
const board = { table: 'st_appointments', name: 'st_appointments_board_idx', key: 'start_time >= ' }
const schedule = {
  query: scheduleQuery,
  types: 'timestamptz, timestamptz, date, bigint, bigint, bigint, boolean',
}
const day = `NULL, NULL, '2026-06-20'`

/** What is asked, and by which indexes alone the rows of big tables may be found. */
const questions = [
  {
    name: 'the board of a day',
    ...schedule,
    values: `${day}, NULL, NULL, NULL, false`,
    by: [board, ...pkeys],
  },
  {
    name: "a technician's day",
    ...schedule,
    by: [board, ...pkeys],
    values: `${day}, ${firstIds.technician + 3}, NULL, NULL, false`,
  },
  {
    name: 'the board of a team in a week',
    ...schedule,
    by: [board, ...pkeys],
    values: `'2026-06-22T05:00Z', '2026-06-29T05:00Z', NULL, NULL, 1, NULL, false`,
  },
  {
    name: 'availability',
    query: availabilityQuery,
    by: [{ ...board, indexOnly: true }],
    types: 'timestamptz, timestamptz, date, time, time, integer, bigint, bigint',
    values: `${day}, '08:00', '17:00', 30, NULL, NULL`,
  },
  {
    name: 'locations near a point',
    query: nearQuery,
    types: 'float8, float8, float8, integer, float8, float8, float8[], float8[]',
    values: `30.5, -97.5, 5, 20, 30.45, 30.55, '{-97.55}', '{-97.45}'`,
    by: [
      { table: 'st_locations', name: 'st_locations_position_idx', key: 'latitude >= ' },
      { table: 'st_locations', name: 'st_locations_pkey', key: 'st_id = ' },
    ],
  },
]

describe.each(['force_generic_plan', 'force_custom_plan'])(
  'as a reader of 100,000 appointments, with %s',
  (mode) => {
    test.each(questions)('$name is served by its indexes', async ({ query, types, values, by }) => {
      const nodes = await explain(`SET LOCAL plan_cache_mode = ${mode}`, { query, types, values })
      const tables = [...new Set(by.map(({ table }) => table))]
      const used = nodes
        .filter((node) => isScanOf(tables, node))
        .map((node) => by.find((index) => isServed(index, node))?.name ?? describeNode(node))
      expect([...new Set(used)].sort()).toEqual(by.map(({ name }) => name).sort())
    })
  },
)

interface Index {
  readonly table: string
  readonly name: string
  /** What it finds rows by, beside the tenant. */
  readonly key: string
  readonly indexOnly?: boolean
}

/** A bitmap scan of a table says nothing by itself: the scan of the index below it does. */
function isScanOf(tables: readonly string[], node: PlanNode): boolean {
  if (node['Node Type'] === 'Bitmap Heap Scan') return false
  return tables.some(
    (table) => node['Relation Name'] === table || node['Index Name']?.startsWith(`${table}_`),
  )
}

function isServed({ name, key, indexOnly = false }: Index, node: PlanNode): boolean {
  const condition = node['Index Cond'] ?? ''
  return (
    node['Index Name'] === name &&
    condition.includes('tenant_id = ') &&
    condition.includes(key) &&
    (!indexOnly || node['Node Type'] === 'Index Only Scan')
  )
}

const describeNode = (node: PlanNode): string =>
  [node['Node Type'], node['Relation Name'], node['Index Name'], node['Index Cond']].filter(Boolean).join(' ')

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Index Cond'?: string
  readonly Plans?: readonly PlanNode[]
}

interface Question {
  readonly query: string
  readonly types: string
  readonly values: string
}

/** The nodes of the plan that requests of a tenant get. */
function explain(setting: string, { query, types, values }: Question): Promise<PlanNode[]> {
  return asReader(database.pool, String(firstTenant + 7), async (client) => {
    await client.query(`${setting}; PREPARE question (${types}) AS ${query}`)
    const { rows } = await client.query(`EXPLAIN (FORMAT JSON) EXECUTE question (${values})`)
    await client.query('DEALLOCATE question')
    return nodesOf(rows[0]['QUERY PLAN'][0].Plan)
  })
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)]
}
