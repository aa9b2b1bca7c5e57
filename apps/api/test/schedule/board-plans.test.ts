import { prepared, type Statement } from 'cli-kit/postgres'
import { noPosition } from 'db-migrations/protocol'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { projectedId } from 'records/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillCache } from '../../bench/api/fill.ts'
import { firstIds, firstTenant } from '../../bench/api/rows.ts'
import { availabilityStatement } from '../../src/availability/read-availability.ts'
import { recordFeed } from '../../src/changes/feeds.ts'
import { changesStatement, positionStatement } from '../../src/changes/read-changes.ts'
import { nearStatement } from '../../src/near/read-near.ts'
import { scheduleStatement } from '../../src/schedule/read-schedule.ts'
import { responsePosition } from '../../src/schedule/response-cache.ts'
import { searchStatement } from '../../src/search/search.ts'
import { readyStatement } from '../../src/tenant/ready-tables.ts'
import type { ReadOptions } from '../../src/tenant/tenant-access.ts'
import { copyTenant } from '../fixtures/copy-tenant.ts'
import { explainForNext, type PlanNode, planModes, tenantPairs } from '../fixtures/explain-for-next.ts'
import { anyRecordId } from '../fixtures/list-filters.ts'

// The plans of the API's longest and most frequent statements.

let database: TestDatabase
let client: pg.PoolClient

const tables = ['technicians', 'job_types', 'customers', 'locations', 'jobs', 'appointments'].map(
  (name) => `lazi.${name}`,
)
const positions = [
  'lazi.changes',
  'lazi.change_positions',
  'raw.change_positions',
  'sync.followers',
  'raw.tenants',
]
const known = firstTenant + 7
const unknown = 99

beforeAll(async () => {
  database = await createTestDatabase()
  client = await database.pool.connect()
  await fillCache(client, 100_000, () => undefined)
  await fillFeed(client)
  await client.query('SET session_replication_role = replica')
  for (const table of [...tables, ...positions]) {
    // With this target the statistics list every tenant, so the planner estimates a single row for an unlisted one.
    await client.query(`ALTER TABLE ${table} ALTER tenant_id SET STATISTICS 1000`)
    await client.query(`ANALYZE ${table}`)
    await copyTenant(client, table, { from: known, to: unknown })
  }
})
afterAll(async () => {
  client.release()
  await database.close()
})

/** Inserts the position of every tenant, whose feed of records the projection has filled. */
async function fillFeed(admin: pg.ClientBase): Promise<void> {
  await admin.query(`
    INSERT INTO raw.change_positions (tenant_id, last_seq, updated_at) SELECT tenant_id, 200, now() FROM raw.tenants
    ON CONFLICT DO NOTHING`)
}

const pkeys = ['jobs', 'job_types', 'customers', 'locations'].map((table) => ({
  table,
  name: `${table}_pkey`,
  key: '(id = ',
}))
const board = { table: 'appointments', name: 'appointments_board_idx', key: 'starts_at >= ' }
const long = { table: 'appointments', name: 'appointments_long_idx', key: 'ends_at > ' }
const week = { from: '2026-06-22T05:00Z', to: '2026-06-29T05:00Z' }

interface Case {
  readonly name: string
  readonly statementOf: (tenantId: string) => Statement
  /** The only indexes that may read the large tables. */
  readonly by: readonly Index[]
  /** The plan settings of the API's transaction. */
  readonly plan?: ReadOptions
}

const cases: readonly Case[] = [
  {
    name: 'the board of a day',
    statementOf: (tenantId) => scheduleStatement(tenantId, { range: { date: '2026-06-20' } }),
    plan: { plansOnce: true },
    by: [board, long, ...pkeys],
  },
  {
    name: "a technician's day",
    statementOf: (tenantId) =>
      scheduleStatement(tenantId, {
        range: { date: '2026-06-20' },
        technicianId: projectedId(tenantId, 'technicians', firstIds.technician + 3),
      }),
    plan: { plansOnce: true },
    by: [board, long, ...pkeys],
  },
  {
    name: 'the board of a team in a week',
    statementOf: (tenantId) => scheduleStatement(tenantId, { range: week, teamId: anyRecordId }),
    plan: { plansOnce: true },
    by: [board, long, ...pkeys],
  },
  {
    name: 'the board of a business unit in a week',
    statementOf: (tenantId) => scheduleStatement(tenantId, { range: week, businessUnitId: anyRecordId }),
    plan: { plansOnce: true },
    by: [board, long, ...pkeys],
  },
  {
    name: 'availability',
    statementOf: (tenantId) => availabilityStatement(tenantId, { date: '2026-06-20', durationMinutes: 30 }),
    plan: { plansOnce: true },
    by: [board, long].map((index) => ({ ...index, indexOnly: true })),
  },
  {
    name: 'locations near a point',
    statementOf: (tenantId) =>
      nearStatement(tenantId, { latitude: 30.5, longitude: -97.5, km: 5, limit: 20 }),
    plan: { plansOnce: true },
    by: [
      { table: 'locations', name: 'locations_position_idx', key: 'latitude >= ' },
      { table: 'locations', name: 'locations_pkey', key: '(id = ' },
    ],
  },
  {
    name: 'search',
    statementOf: (tenantId) => searchStatement(tenantId, 'custo'),
    plan: { byIndexOrder: true, plansOnce: true },
    by: [
      { table: 'jobs', name: 'jobs_number_idx', key: 'number >= ' },
      { table: 'customers', name: 'customers_name_idx', key: 'name_key ~>=~ ' },
      { table: 'customers', name: 'customers_pkey', key: '(id >= ' },
      { table: 'locations', name: 'locations_name_idx', key: 'name_key ~>=~ ' },
    ],
  },
  {
    name: 'the changes after a position',
    statementOf: (tenantId) => changesStatement(recordFeed, tenantId, { ...noPosition, seq: '150' }, 100),
    by: [{ table: 'changes', name: 'changes_pkey', key: 'seq > ' }],
  },
  { name: 'the end of the feed', statementOf: (tenantId) => positionStatement(recordFeed, tenantId), by: [] },
  {
    name: 'the change position of a response',
    statementOf: (tenantId) => prepared(responsePosition, [tenantId]),
    by: [],
  },
  {
    name: 'the complete tables',
    statementOf: (tenantId) => prepared(readyStatement, [tenantId]),
    by: [{ table: 'followers', name: 'followers_pkey', key: 'tenant_id = ' }],
  },
]

const pairs = tenantPairs(String(known), String(firstTenant + 8), String(unknown))

describe.each(planModes.flatMap((mode) => pairs.map((pair) => ({ ...pair, mode }))))(
  'as a reader of 100,000 appointments, $tenants, with $mode',
  ({ tenants: _, ...next }) => {
    test.each(cases)('$name is served by its indexes', async ({ by, statementOf, plan = {} }) => {
      const nodes = await explainForNext(client, { ...next, statementOf, plan })
      const used = nodes
        .filter((node) => isScanOf([...new Set(by.map(({ table }) => table))], node))
        .map((node) => by.find((index) => isServed(index, node))?.name ?? describeNode(node))
      expect([...new Set(used)].sort()).toEqual(by.map(({ name }) => name).sort())
    })
  },
)

interface Index {
  readonly table: string
  readonly name: string
  /** The index condition in addition to the tenant. */
  readonly key: string
  readonly indexOnly?: boolean
}

/** Whether a node scans one of the tables. A bitmap heap scan is skipped: its index scan is a node below it. */
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
