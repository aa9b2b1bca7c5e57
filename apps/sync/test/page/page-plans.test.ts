import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CacheTable } from '../../src/cache/cache-table.ts'
import { tableOf } from '../../src/cache/tables.ts'
import { openPages } from '../support/pages.ts'

const appointmentAssignments = tableOf('appointment-assignments')
const appointments = tableOf('appointments')
const jobs = tableOf('jobs')
const locationContacts = tableOf('location-contacts')
const locations = tableOf('locations')

// A wrong plan has the right result but is hundreds of times slower. It occurs on tables with missing or outdated
// statistics, so each statement's plan is checked on an empty database and for a new tenant in an analyzed one. Every
// lookup in a cache table must use the tenant and one more column of an index.

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

const common = { active: true, modifiedOn: '2026-01-01T00:00:00Z' }
const examples: { table: CacheTable; record: object }[] = [
  { table: jobs, record: { id: 1, ...common } },
  { table: appointments, record: { id: 10, jobId: 1, ...common } },
  { table: appointmentAssignments, record: { id: 20, jobId: 1, appointmentId: 10, ...common } },
  { table: locations, record: { id: 1, ...common } },
  { table: locationContacts, record: { id: 30, locationId: 1, ...common } },
]

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Cond'?: string
  readonly Operation?: string
  readonly Plans?: readonly PlanNode[]
}

/** Scans of cache tables that read more rows than they look up. */
function wideScans(node: PlanNode): string[] {
  const below = (node.Plans ?? []).flatMap(wideScans)
  const relation = node['Relation Name'] ?? ''
  if (!relation.startsWith('st_') || !node['Node Type'].includes('Scan')) return below
  const condition = node['Index Cond'] ?? ''
  if (condition.includes('tenant_id') && condition.includes(' AND ')) return below
  return [`${node['Node Type']} on ${relation} by ${condition || 'nothing'}`, ...below]
}

/** The plans of all statements on cache tables that write a page. */
async function plansOf(table: CacheTable, records: readonly object[]): Promise<PlanNode[]> {
  const statements: { text: string; values: unknown[] }[] = []
  const pages = await openPages(client, table, { isPublished: true })
  const query = client.query.bind(client) as (...args: unknown[]) => unknown
  Object.assign(client, {
    query: (...args: unknown[]) => {
      const [text, values] = args
      if (typeof text === 'string' && /\braw\.st_/.test(text))
        statements.push({ text, values: values as unknown[] })
      return query(...args)
    },
  })
  await pages.write(records)
  Object.assign(client, { query })
  const plans: PlanNode[] = []
  for (const { text, values } of statements) {
    const { rows } = await client.query(`EXPLAIN (FORMAT JSON) ${text}`, values)
    plans.push(rows[0]['QUERY PLAN'][0].Plan)
  }
  return plans
}

describe.each(examples)('a page of $table.name', ({ table, record }) => {
  test('looks up its rows by an index in an empty database', async () => {
    const plans = await plansOf(table, [record])
    expect(plans.length).toBeGreaterThan(0)
    expect(plans.flatMap(wideScans)).toEqual([])
  })

  test('looks up its rows by an index for a tenant that is missing from the statistics', async () => {
    await fill()
    const plans = await plansOf(table, [record])
    expect(plans.flatMap(wideScans)).toEqual([])
  })
})

/** Inserts rows of three other tenants into every table, and analyzes them. */
async function fill(): Promise<void> {
  for (const { table } of examples) {
    const [child] = table.columns.filter(({ name }) => ['job_id', 'location_id'].includes(name))
    const isContact = table === locationContacts || child?.name === 'job_id'
    const key = isContact && child ? `, ${child.name}` : ''
    await client.query(
      `INSERT INTO raw.${table.name} (tenant_id, st_id, active, modified_on, full_data, content_hash, synced_at${key})
       SELECT tenant, id, true, timestamptz '2026-01-01' + id * interval '1 minute', '{}', int8send(id), now()${key && ', id / 2'}
         FROM generate_series(9001, 9003) AS tenant, generate_series(1, 3000) AS id`,
    )
  }
  await client.query('ANALYZE')
}
