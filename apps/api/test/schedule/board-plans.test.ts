import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillCache } from '../../bench/api/fill.ts'
import { firstIds, firstTenant } from '../../bench/api/rows.ts'
import { availabilityStatement } from '../../src/availability/read-availability.ts'
import { changesStatement, lastSeqStatement } from '../../src/changes/read-changes.ts'
import { nearStatement } from '../../src/near/read-near.ts'
import { scheduleStatement, scheduleTables } from '../../src/schedule/read-schedule.ts'
import { fullySyncedTables, responsePosition } from '../../src/schedule/response-cache.ts'
import { searchStatement } from '../../src/search/search.ts'
import type { Statement } from '../../src/tenant/prepared.ts'
import { copyTenant } from '../fixtures/copy-tenant.ts'
import { explainForNext, type PlanNode, planModes, tenantPairs } from '../fixtures/explain-for-next.ts'

// The plans of the API's longest and most frequent statements.

let database: TestDatabase
let client: pg.PoolClient

const tables = [
  'st_technicians',
  'st_job_types',
  'st_customers',
  'st_locations',
  'st_jobs',
  'st_appointments',
]
const known = firstTenant + 7
const unknown = 99

beforeAll(async () => {
  database = await createTestDatabase()
  client = await database.pool.connect()
  await fillCache(client, 100_000, () => undefined)
  await fillFeed(client)
  for (const table of [...tables, 'changes', 'change_positions', 'sync_state', 'tenants']) {
    // With this target the statistics list every tenant, so the planner estimates a single row for an unlisted one.
    await client.query(`ALTER TABLE raw.${table} ALTER tenant_id SET STATISTICS 1000`)
    await client.query(`ANALYZE raw.${table}`)
    await copyTenant(client, table, { from: known, to: unknown })
  }
})
afterAll(async () => {
  client.release()
  await database.close()
})

/** Inserts a change feed and the sync state of the tables for every tenant. */
async function fillFeed(admin: pg.ClientBase): Promise<void> {
  await admin.query(`
    INSERT INTO raw.change_positions (tenant_id, last_seq, updated_at) SELECT tenant_id, 200, now() FROM raw.tenants;
    INSERT INTO raw.changes (tenant_id, seq, table_name, st_id, op, at)
    SELECT tenant_id, seq, 'st_jobs', seq, 'update', now() FROM raw.tenants, generate_series(1, 200) AS seq;
    INSERT INTO raw.sync_state (tenant_id, table_name, last_full_sync)
    SELECT tenant_id, table_name, now() FROM raw.tenants, unnest('{${tables.join()}}'::text[]) AS table_name`)
}

const pkeys = ['st_jobs', 'st_job_types', 'st_customers', 'st_locations'].map((table) => ({
  table,
  name: `${table}_pkey`,
  key: 'st_id = ',
}))
const board = { table: 'st_appointments', name: 'st_appointments_board_idx', key: 'start_time >= ' }
const week = { from: '2026-06-22T05:00Z', to: '2026-06-29T05:00Z' }
const sameForAll = (statement: Statement) => () => statement

interface Case {
  readonly name: string
  readonly statementOf: (tenantId: string) => Statement
  /** The only indexes that may read the large tables. */
  readonly by: readonly Index[]
  readonly byIndexOrder?: boolean
}

const cases: readonly Case[] = [
  {
    name: 'the board of a day',
    statementOf: sameForAll(scheduleStatement({ range: { date: '2026-06-20' } })),
    by: [board, ...pkeys],
  },
  {
    name: "a technician's day",
    statementOf: sameForAll(
      scheduleStatement({ range: { date: '2026-06-20' }, technicianId: String(firstIds.technician + 3) }),
    ),
    by: [board, ...pkeys],
  },
  {
    name: 'the board of a team in a week',
    statementOf: sameForAll(scheduleStatement({ range: week, teamId: '1' })),
    by: [board, ...pkeys],
  },
  {
    name: 'the board of a business unit in a week',
    statementOf: sameForAll(scheduleStatement({ range: week, businessUnitId: '1' })),
    by: [board, ...pkeys],
  },
  {
    name: 'availability',
    statementOf: sameForAll(availabilityStatement({ date: '2026-06-20', durationMinutes: 30 })),
    by: [{ ...board, indexOnly: true }],
  },
  {
    name: 'locations near a point',
    statementOf: sameForAll(nearStatement({ latitude: 30.5, longitude: -97.5, km: 5, limit: 20 })),
    by: [
      { table: 'st_locations', name: 'st_locations_position_idx', key: 'latitude >= ' },
      { table: 'st_locations', name: 'st_locations_pkey', key: 'st_id = ' },
    ],
  },
  {
    name: 'search',
    statementOf: (tenantId) => searchStatement(tenantId, 'custo'),
    byIndexOrder: true,
    by: [
      { table: 'st_jobs', name: 'st_jobs_number_idx', key: 'job_number >= ' },
      { table: 'st_customers', name: 'st_customers_name_idx', key: 'name_key ~>=~ ' },
      { table: 'st_customers', name: 'st_customers_pkey', key: 'st_id >= ' },
      { table: 'st_locations', name: 'st_locations_name_idx', key: 'name_key ~>=~ ' },
    ],
  },
  {
    name: 'the changes after a seq',
    statementOf: (tenantId) => changesStatement(tenantId, '150', 100),
    by: [{ table: 'changes', name: 'changes_pkey', key: 'seq > ' }],
  },
  { name: 'the end of the feed', statementOf: lastSeqStatement, by: [] },
  { name: 'the change position of a response', statementOf: sameForAll(responsePosition), by: [] },
  {
    name: 'the number of fully synced tables',
    statementOf: sameForAll(fullySyncedTables(scheduleTables)),
    by: [{ table: 'sync_state', name: 'sync_state_pkey', key: 'tenant_id = ' }],
  },
]

const pairs = tenantPairs(String(known), String(firstTenant + 8), String(unknown))

describe.each(planModes.flatMap((mode) => pairs.map((pair) => ({ ...pair, mode }))))(
  'as a reader of 100,000 appointments, $tenants, with $mode',
  ({ tenants: _, ...next }) => {
    test.each(cases)('$name is served by its indexes', async ({ by, statementOf, byIndexOrder = false }) => {
      const nodes = await explainForNext(client, { ...next, statementOf, plan: { byIndexOrder } })
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
