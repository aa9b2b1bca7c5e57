import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chooseFilter } from '../../src/records/choose-filter.ts'
import { keySchemas, listStatement } from '../../src/records/list-statement.ts'
import { resources } from '../../src/records/resources.ts'
import { rowStatement } from '../../src/records/row-statement.ts'
import type { Resource } from '../../src/resource-definition/resource.ts'
import { copyTenant } from '../fixtures/copy-tenant.ts'
import { explainForNext, planModes, tenantPairs } from '../fixtures/explain-for-next.ts'
import { filtersOf, indexedFilters } from '../fixtures/list-filters.ts'

// The plans of every list and every include, under the reader role and row-level security.

let database: TestDatabase
let client: pg.PoolClient
beforeAll(async () => {
  database = await createTestDatabase()
  for (const resource of resources) await fill(database.pool, resource)
  await database.pool.query('VACUUM ANALYZE')
  for (const { table } of resources) await copyTenant(database.pool, table, { from: 7, to: 99 })
  client = await database.pool.connect()
})
afterAll(async () => {
  client.release()
  await database.close()
})

/** The statistics do not list tenant 99, whose rows were inserted after ANALYZE: the planner expects few of them. */
const pairs = tenantPairs('7', '8', '99').flatMap((pair) => planModes.map((mode) => ({ ...pair, mode })))

/** 100,000 rows of 40 tenants in the large tables: a few rows share each id, and times spread over a year. */
async function fill(pool: pg.Pool, { table, fields }: Resource): Promise<void> {
  const size = ['st_jobs', 'st_appointments', 'st_appointment_assignments'].includes(table) ? 100_000 : 8_000
  const kinds = {
    id: 'g / 40 % 500',
    text: `'Text ' || CASE WHEN g % 3 = 0 THEN 7 ELSE g / 40 % 500 END`,
    instant: `'2026-01-01Z'::timestamptz + g * 7 % 525600 * interval '1 minute'`,
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
    SELECT 1 + g % 40, g / 40, g % 20 > 0, ${kinds.instant}, ${kinds.instant}, '{}', 'x', now(), ${all.map(([, value]) => value).join(', ')}
      FROM generate_series(1, ${size}) AS g`)
}

/** Tables with so few rows per tenant that reading all of them is as fast: technicians, and tables without filters. */
const small: readonly string[] = resources
  .filter(({ name, indexed }) => name === 'technicians' || indexed.length === 0)
  .map(({ name }) => name)

describe('a list is served by its index, on the first page and after a cursor', () => {
  test.each(indexedFilters.filter(({ resource }) => !small.includes(resource.name)))(
    '$resource.name by $title: $index',
    async ({ resource, filter, index }) => {
      const filters = filtersOf(resource, filter)
      const choice = chooseFilter(resource, filters)
      const kinds = keySchemas(resource, choice)
      const key =
        kinds.length === 1
          ? ['60']
          : [choice.filter.startsWith ? 'text 70' : '2026-03-10T08:00:00.000000Z', '60']
      for (const { after, ...pair } of pairs.flatMap((each) =>
        [null, key].map((after) => ({ ...each, after })),
      )) {
        const statementOf = (tenantId: string) =>
          listStatement(resource, { tenantId, filters, choice, fields: null, limit: 51, after })
        const nodes = await explainForNext(client, { ...pair, statementOf, plan: planOf(statementOf('7')) })
        const scan = nodes.find((node) => node['Index Name'] !== undefined)
        expect({
          ...pair,
          index: scan?.['Index Name'],
          nodes: nodes.map((node) => node['Node Type']),
        }).toEqual({ ...pair, index, nodes: expect.not.arrayContaining(['Seq Scan']) })
        expect(scan?.['Index Cond']).toMatch(/tenant_id = /)
        // A large result comes from the index in order: at most rows with the same time are sorted.
        if ((scan?.['Plan Rows'] ?? 0) > 200) {
          expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort')
        }
      }
    },
  )

  test.each(indexedFilters.filter(({ resource }) => small.includes(resource.name)))(
    '$resource.name by $title: reads only rows of the tenant',
    async ({ resource, filter }) => {
      const filters = filtersOf(resource, filter)
      const choice = chooseFilter(resource, filters)
      const statementOf = (tenantId: string) =>
        listStatement(resource, { tenantId, filters, choice, fields: null, limit: 51, after: null })
      for (const pair of pairs) {
        const nodes = await explainForNext(client, { ...pair, statementOf, plan: planOf(statementOf('7')) })
        const scan = nodes.find((node) => node['Relation Name'] === resource.table)
        expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan')
        expect(scan?.['Index Cond'] ?? JSON.stringify(nodes)).toMatch(/tenant_id = /)
      }
    },
  )
})

/** The plan settings of a list's transaction. */
const planOf = ({ name }: { readonly name?: string }) => ({
  byIndexOrder: true,
  plansOnce: name !== undefined,
})

/** A row alone and with each include (prepared statements), and with all includes (not prepared). */
const rows = resources.flatMap((resource) => {
  const names = Object.keys(resource.includes)
  const includes = [[], ...names.map((name) => [name]), ...(names.length > 1 ? [names] : [])]
  return includes.map((include) => ({ resource, include, title: include.join(', ') || 'nothing' }))
})

test.each(rows)(
  '$resource.name: a row with $title is read by index conditions on the tenant and another column',
  async ({ resource, include }) => {
    for (const pair of pairs) {
      const options = { id: '60', fields: null, include, fullData: true, includeDeleted: false }
      const nodes = await explainForNext(client, {
        ...pair,
        statementOf: (tenantId) => rowStatement(resource, { ...options, tenantId }),
        plan: { byIndexOrder: true },
      })
      expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan')
      const scans = nodes.filter((node) => node['Index Cond'] !== undefined)
      expect(scans.length).toBeGreaterThan(include.length)
      for (const scan of scans) {
        expect({ ...pair, condition: scan['Index Cond'] }).toEqual({
          ...pair,
          condition: expect.stringMatching(/tenant_id = .* AND |AND .*tenant_id = /),
        })
      }
    }
  },
)
