import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { choosePath, type Filters } from '../../src/records/choose-path.ts'
import { conditionsOf, modifiedCondition } from '../../src/records/list-parameters.ts'
import { keySchemas, listStatement } from '../../src/records/list-statement.ts'
import { resources } from '../../src/records/resources.ts'
import { rowStatement } from '../../src/records/row-statement.ts'
import type { Path } from '../../src/resource-definition/filters.ts'
import { fieldsOf, type Resource } from '../../src/resource-definition/resource.ts'
import { beginText } from '../../src/tenant/in-tenant.ts'

// The plans of every list and of every include, as the API's reader, with the tenant named by row-level security too.

let database: TestDatabase
let client: pg.PoolClient
beforeAll(async () => {
  database = await createTestDatabase()
  for (const resource of resources) await fill(database.pool, resource)
  await database.pool.query('VACUUM ANALYZE')
  for (const { table } of resources) await copyTenant(database.pool, table)
  client = await database.pool.connect()
})
afterAll(async () => {
  client.release()
  await database.close()
})

/** One that the statistics know, and one whose rows came later: the planner takes them for a few. */
const tenants = ['7', '99']

const values = { id: '7', text: 'Text 7', moment: '2026-03-10T00:00:00.000000Z' } as const

/** A hundred thousand rows of 40 tenants in the large tables; ids belong to a few rows each, moments to a year. */
async function fill(pool: pg.Pool, { table, fields }: Resource): Promise<void> {
  const size = ['st_jobs', 'st_appointments', 'st_appointment_assignments'].includes(table) ? 100_000 : 8_000
  const kinds = {
    id: 'g / 40 % 500',
    text: `'Text ' || CASE WHEN g % 3 = 0 THEN 7 ELSE g / 40 % 500 END`,
    moment: `'2026-01-01Z'::timestamptz + g * 7 % 525600 * interval '1 minute'`,
  } as const
  const columns = Object.entries(fields).flatMap(([field, kind]) => {
    const value = kinds[kind as keyof typeof kinds]
    return value === undefined
      ? []
      : [[field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value] as const]
  })
  const more = table === 'st_appointments' ? ([['technician_ids', 'ARRAY[g / 40 % 500]']] as const) : []
  const all = [...columns, ...more]
  await pool.query(`
    INSERT INTO raw.${table} (tenant_id, st_id, active, created_on, modified_on, full_data, content_hash, synced_at, ${all.map(([name]) => name).join(', ')})
    SELECT 1 + g % 40, g / 40, g % 20 > 0, ${kinds.moment}, ${kinds.moment}, '{}', 'x', now(), ${all.map(([, value]) => value).join(', ')}
      FROM generate_series(1, ${size}) AS g`)
}

/** Gives tenant 99 the rows of tenant 7. */
async function copyTenant(pool: pg.Pool, table: string): Promise<void> {
  const { rows } = await pool.query<{ columns: string }>(
    `SELECT string_agg(quote_ident(attname), ', ') AS columns FROM pg_attribute
      WHERE attrelid = 'raw.${table}'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname <> 'tenant_id'`,
  )
  const columns = rows[0]?.columns
  await pool.query(
    `INSERT INTO raw.${table} (tenant_id, ${columns}) SELECT 99, ${columns} FROM raw.${table} WHERE tenant_id = 7`,
  )
}

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Index Cond'?: string
  readonly 'Plan Rows'?: number
  readonly Plans?: readonly PlanNode[]
}

/** The plan of a statement, whose first value is the tenant. */
async function explain(statement: { text: string; values: readonly unknown[] }): Promise<PlanNode[]> {
  const tenantId = String(statement.values[0])
  await client.query(
    beginText({ tenantId, role: 'lazi_reader', statementTimeoutMs: 60_000, byIndexOrder: true }),
  )
  try {
    const { rows } = await client.query(`EXPLAIN (FORMAT JSON) ${statement.text}`, [...statement.values])
    const flatten = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flatten)]
    return flatten(rows[0]['QUERY PLAN'][0].Plan)
  } finally {
    await client.query('ROLLBACK')
  }
}

function filtersOf(resource: Resource, path: Path | 'modified' | 'id'): Filters {
  const conditions = path === 'id' ? [] : path === 'modified' ? [modifiedCondition] : conditionsOf(path)
  const given = conditions.map(({ parameter, field, test }) => {
    const kind = fieldsOf(resource)[field] as keyof typeof values
    if (test === 'before') return [parameter, '2026-03-11T00:00:00.000000Z'] as const
    return [parameter, test === 'begins' ? 'text 7' : values[kind]] as const
  })
  return { values: Object.fromEntries(given), active: 'true', includeDeleted: false }
}

const paths = resources.flatMap((resource) =>
  [...resource.paths, 'modified' as const, 'id' as const].map((path) => ({
    resource,
    path,
    index: `${resource.table}_${path === 'modified' ? 'modified_idx' : 'pkey'}`.replace(/.*/, (name) =>
      typeof path === 'string' ? name : path.index,
    ),
    title: typeof path === 'string' ? path : (conditionsOf(path)[0]?.parameter ?? ''),
  })),
)

/** Tables of so few rows per tenant that reading all of them is as good: the technicians, and what is not filtered. */
const small: readonly string[] = resources
  .filter(({ name, paths }) => name === 'technicians' || paths.length === 0)
  .map(({ name }) => name)

describe('a list is served by its index, from the first page and from a cursor', () => {
  test.each(paths.filter(({ resource }) => !small.includes(resource.name)))(
    '$resource.name by $title: $index',
    async ({ resource, path, index }) => {
      const filters = filtersOf(resource, path)
      const choice = choosePath(resource, filters)
      const kinds = keySchemas(resource, choice)
      const key =
        kinds.length === 1 ? ['60'] : [choice.path.begins ? 'text 70' : '2026-03-10T08:00:00.000000Z', '60']
      for (const [tenantId, after] of tenants.flatMap((id) => [[id, null] as const, [id, key] as const])) {
        const nodes = await explain(
          listStatement(resource, { tenantId, filters, choice, fields: null, limit: 51, after }),
        )
        const scan = nodes.find((node) => node['Index Name'] !== undefined)
        expect({ index: scan?.['Index Name'], nodes: nodes.map((node) => node['Node Type']) }).toEqual({
          index,
          nodes: expect.not.arrayContaining(['Seq Scan']),
        })
        expect(scan?.['Index Cond']).toMatch(/tenant_id = /)
        // What may be much is in order already, but for the rows of one moment.
        if ((scan?.['Plan Rows'] ?? 0) > 200) {
          expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort')
        }
      }
    },
  )

  test.each(paths.filter(({ resource }) => small.includes(resource.name)))(
    '$resource.name by $title: at most the rows of the tenant',
    async ({ resource, path }) => {
      const filters = filtersOf(resource, path)
      const choice = choosePath(resource, filters)
      const nodes = await explain(
        listStatement(resource, {
          tenantId: '7',
          filters,
          choice,
          fields: null,
          limit: 51,
          after: null,
        }),
      )
      const scan = nodes.find((node) => node['Relation Name'] === resource.table)
      expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan')
      expect(scan?.['Index Cond'] ?? JSON.stringify(nodes)).toMatch(/tenant_id = /)
    },
  )
})

test.each(resources)(
  '$name: a row and all that comes along, each by an index of more than the tenant',
  async (resource) => {
    const include = Object.keys(resource.includes)
    for (const tenantId of tenants) {
      const options = { tenantId, id: '60', fields: null, include, fullData: true, includeDeleted: false }
      const nodes = await explain(rowStatement(resource, options))
      expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan')
      const scans = nodes.filter((node) => node['Index Cond'] !== undefined)
      expect(scans.length).toBeGreaterThan(include.length)
      for (const scan of scans) expect(scan['Index Cond']).toMatch(/tenant_id = .* AND |AND .*tenant_id = /)
    }
  },
)
