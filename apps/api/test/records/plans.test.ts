import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chooseFilter } from '../../src/records/choose-filter.ts'
import { listIncludes } from '../../src/records/include-json.ts'
import { keySchemas, listStatement } from '../../src/records/list-statement.ts'
import { rowStatement } from '../../src/records/row-statement.ts'
import type { Resource } from '../../src/resource-definition/resource.ts'
import { allResources } from '../fixtures/all-resources.ts'
import { copyTenant } from '../fixtures/copy-tenant.ts'
import { explainForNext, planModes, tenantPairs } from '../fixtures/explain-for-next.ts'
import { anyRecordId, filtersOf, indexedFilters, indexedTable } from '../fixtures/list-filters.ts'

// The plans of every list and every include, under the reader role and row-level security.

let database: TestDatabase
let client: pg.PoolClient
beforeAll(async () => {
  database = await createTestDatabase()
  // Records refer to records that the test does not insert.
  const filling = await database.pool.connect()
  await filling.query('SET session_replication_role = replica')
  const stored = [
    ...new Map(allResources.filter(isStored).map((resource) => [resource.table, resource])).values(),
  ]
  for (const resource of stored) await fill(filling, resource)
  await filling.query(`
    INSERT INTO sync.waiting (tenant_id, table_name, st_id, needs_table, needs_st_id, reason, since)
    SELECT 1 + g % 40, (ARRAY['jobs', 'customers'])[1 + g % 2], g / 40, '', 0, 'refused', now()
      FROM generate_series(1, 8000) AS g`)
  await filling.query('VACUUM ANALYZE')
  for (const { table } of stored) await copyTenant(filling, table, { from: 7, to: 99 })
  await filling.query('RESET session_replication_role')
  filling.release()
  client = await database.pool.connect()
})
afterAll(async () => {
  client.release()
  await database.close()
})

/** The statistics do not list tenant 99, whose rows were inserted after ANALYZE: the planner expects few of them. */
const pairs = tenantPairs('7', '8', '99').flatMap((pair) => planModes.map((mode) => ({ ...pair, mode })))

/** Whether rows are stored in the resource's own table: a view has those of the cache. */
const isStored = ({ table, key }: Resource) => table.startsWith('raw.') || key.kind === 'uuid'

const numbered = (digits: string) =>
  `('00000000-0000-8' || lpad(${digits}, 3, '0') || '-8000-' || lpad(${digits}, 12, '0'))::uuid`

/** Inserts rows of 40 tenants: up to 40 rows share each id, and times spread over a year. */
async function fill(client: pg.PoolClient, resource: Resource): Promise<void> {
  const { table, fields } = resource
  const isLarge = /(?<!_)jobs$|st_appointments$|\.appointments$|appointment_assignments$/.test(table)
  const kinds = {
    id: 'g / 40 % 500',
    uuid: numbered('(g / 40 % 500)::text'),
    text: `'Text ' || CASE WHEN g % 3 = 0 THEN 7 ELSE g / 40 % 500 END`,
    instant: `'2026-01-01Z'::timestamptz + g * 7 % 525600 * interval '1 minute'`,
  } as const
  const isOfCache = table.startsWith('raw.')
  const shared: Readonly<Record<string, string>> = isOfCache
    ? { st_id: 'g / 40', full_data: `'{}'`, content_hash: `'x'`, synced_at: 'now()' }
    : { id: numbered('(g / 40)::text'), st_id: 'g / 40', source: `'servicetitan'` }
  const own = Object.entries(fields).flatMap(([field, kind]) => {
    const value = kinds[kind as keyof typeof kinds]
    return value === undefined ? [] : [[resource.sqlOf('t', field).replace('t.', ''), value] as const]
  })
  const more = isOfCache
    ? { technician_ids: 'ARRAY[g / 40 % 500]' }
    : { technician_ids: `ARRAY[${kinds.uuid}]`, is_live: 'g % 20 > 0' }
  const columns = {
    ...Object.fromEntries(own),
    ...(/(st_|\.)appointments$/.test(table) && { technician_ids: more.technician_ids }),
    active: 'g % 20 > 0',
    deleted_at: 'NULL',
    ...shared,
  }
  await client.query(`
    INSERT INTO ${table} (tenant_id, ${Object.keys(columns).join(', ')})
    SELECT 1 + g % 40, ${Object.values(columns).join(', ')}
      FROM generate_series(1, ${isLarge ? 100_000 : 8_000}) AS g`)
}

/** Tables with so few rows per tenant that reading all of them is as fast: technicians, and tables without filters. */
const isSmall = ({ name, indexed }: Resource) => name === 'technicians' || indexed.length === 0

/** An index condition on the tenant and another column. */
const ofOneRecord = expect.stringMatching(/tenant_id = .* AND |AND .*tenant_id = /)

describe('a list is served by its index, on the first page and after a cursor', () => {
  test.each(indexedFilters.filter(({ resource }) => !isSmall(resource)))(
    '$resource.table by $title: $index',
    async ({ resource, filter, index }) => {
      const filters = filtersOf(resource, filter)
      const choice = chooseFilter(resource, filters)
      const kinds = keySchemas(resource, choice)
      const last = resource.key.kind === 'uuid' ? anyRecordId : '60'
      const key =
        kinds.length === 1
          ? [last]
          : [choice.filter.startsWith ? 'text 70' : '2026-03-10T08:00:00.000000Z', last]
      // With fields or includes the statement is not prepared: it is planned for its tenant.
      const contents = [
        { fields: null, include: [] },
        { fields: ['id'], include: listIncludes(resource) },
      ]
      const pages = [null, key].flatMap((after) => contents.map((content) => ({ after, ...content })))
      for (const { after, fields, include, ...pair } of pairs.flatMap((each) =>
        pages.map((page) => ({ ...each, ...page })),
      )) {
        const statementOf = (tenantId: string) =>
          listStatement(resource, { tenantId, filters, choice, fields, include, limit: 51, after })
        const nodes = await explainForNext(client, { ...pair, statementOf, plan: planOf(statementOf('7')) })
        const scan = nodes.find((node) => node['Index Name']?.startsWith(`${indexedTable(resource)}_`))
        expect({
          ...pair,
          index: scan?.['Index Name'],
          nodes: nodes.map((node) => node['Node Type']),
        }).toEqual({ ...pair, index, nodes: expect.not.arrayContaining(['Seq Scan']) })
        expect(scan?.['Index Cond']).toMatch(/tenant_id = /)
        // Other records are found by a column of theirs.
        for (const other of nodes.filter((node) => node['Index Cond'] !== undefined && node !== scan)) {
          expect({ ...pair, condition: other['Index Cond'] }).toEqual({ ...pair, condition: ofOneRecord })
        }
        // A large result comes from the index in order: at most rows with the same time are sorted.
        if ((scan?.['Plan Rows'] ?? 0) > 200) {
          expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort')
        }
      }
    },
  )

  test.each(indexedFilters.filter(({ resource }) => isSmall(resource)))(
    '$resource.table by $title: reads only rows of the tenant',
    async ({ resource, filter }) => {
      const filters = filtersOf(resource, filter)
      const choice = chooseFilter(resource, filters)
      const ofPage = { fields: null, include: listIncludes(resource), limit: 51, after: null }
      const statementOf = (tenantId: string) =>
        listStatement(resource, { ...ofPage, tenantId, filters, choice })
      for (const pair of pairs) {
        const nodes = await explainForNext(client, { ...pair, statementOf, plan: planOf(statementOf('7')) })
        const scan = nodes.find((node) => node['Relation Name'] === indexedTable(resource))
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

/** A row alone, with each include, and with all of them. */
const rows = allResources.flatMap((resource) => {
  const names = Object.keys(resource.includes)
  const includes = [[], ...names.map((name) => [name]), ...(names.length > 1 ? [names] : [])]
  return includes.map((include) => ({ resource, include, title: include.join(', ') || 'nothing' }))
})

test.each(rows)(
  '$resource.table: a row with $title is read by index conditions on the tenant and another column',
  async ({ resource, include }) => {
    for (const pair of pairs) {
      const id = resource.isCached ? '60' : anyRecordId
      const options = { id, fields: null, include, fullData: resource.isCached, includeDeleted: false }
      const nodes = await explainForNext(client, {
        ...pair,
        statementOf: (tenantId) => rowStatement(resource, { ...options, tenantId }),
        plan: { byIndexOrder: true, plansOnce: true },
      })
      expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan')
      const scans = nodes.filter((node) => node['Index Cond'] !== undefined)
      expect(scans.length).toBeGreaterThan(include.length)
      for (const scan of scans) {
        expect({ ...pair, condition: scan['Index Cond'] }).toEqual({ ...pair, condition: ofOneRecord })
      }
    }
  },
)
