import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectStatement, recordTables, viewStatement, views } from '../src/index.ts'
import { projectTenant } from '../src/testing/index.ts'

// A tenant that the statistics of a table do not list: the planner expects a single row of it (docs/decisions.md, 9).

/** The rows of each table of a tenant, and those that a statement projects. */
const ROWS = 1_000
const STEP = 500
const [KNOWN, UNKNOWN] = ['1', '2'] as const

let database: TestDatabase
let client: pg.PoolClient
beforeAll(async () => {
  database = await createTestDatabase()
  client = await database.pool.connect()
  await fill(KNOWN)
  await client.query('VACUUM ANALYZE')
  await fill(UNKNOWN)
})
afterAll(async () => {
  client.release()
  await database.close()
})

/** Each row refers to the row with its id in every other table. */
const references: Readonly<Record<string, readonly string[]>> = {
  customers: ['merged_to_id'],
  locations: ['customer_id'],
  jobs: ['customer_id', 'location_id'],
  appointments: ['job_id', 'customer_id'],
  appointment_assignments: ['appointment_id', 'job_id'],
  invoices: ['customer_id', 'location_id', 'job_id'],
  payments: ['customer_id'],
  estimates: ['customer_id', 'location_id', 'job_id'],
}

async function fill(tenantId: string): Promise<void> {
  await client.query(`INSERT INTO raw.tenants (tenant_id, name) VALUES ($1, 'Tenant')`, [tenantId])
  for (const [table, columns] of Object.entries(references)) {
    await client.query(
      `INSERT INTO raw.st_${table} (tenant_id, st_id, active, full_data, content_hash, synced_at, ${columns.join(', ')})
       SELECT $1::bigint, id, true, '{}', '', now(), ${columns.map(() => 'id').join(', ')} FROM generate_series(1, $2::integer) AS id`,
      [tenantId, ROWS],
    )
  }
  await projectTenant(client, tenantId)
}

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'CTE Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly PlanNode[]
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]
const readOf = (node: PlanNode) =>
  (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']

const statements = [
  ...recordTables.map((table) => ({
    name: table.name,
    text: projectStatement(table),
    values: [new Date(0)],
  })),
  ...views.map((view) => ({ name: view.name, text: viewStatement(view), values: [] })),
].filter(({ name }) => name in references)

test.each(statements)('$name: no table is read once for each row', async ({ text, values }) => {
  const ids = Array.from({ length: STEP }, (_, index) => index + 1)
  const { rows } = await client.query(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`, [
    UNKNOWN,
    ids,
    ...values,
  ])
  const reads = nodesOf(rows[0]['QUERY PLAN'][0].Plan).map((node) => ({
    of: node['Relation Name'] ?? node['CTE Name'] ?? node['Node Type'],
    rows: readOf(node),
  }))
  expect(reads.filter(({ rows: count }) => count > 4 * ROWS)).toEqual([])
})
