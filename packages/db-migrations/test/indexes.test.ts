import { readdir } from 'node:fs/promises'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Explain, type Explained, explainQueries, type Index, isOfTenant } from './indexes-explain.ts'
import { analyticsQueries } from './indexes-queries-analytics.ts'
import { auditQueries } from './indexes-queries-audit.ts'
import { followerQueries } from './indexes-queries-followers.ts'
import { laborQueries } from './indexes-queries-labor.ts'
import { partQueries } from './indexes-queries-parts.ts'
import { syncQueries } from './indexes-queries-sync.ts'
import { type IndexQuery, recordQueries, sharedQueries } from './indexes-query.ts'
import { filledSchemas, fillTables } from './indexes-rows.ts'

let database: TestDatabase
let indexes: Index[]
let queries: Record<string, readonly IndexQuery[]>

beforeAll(async () => {
  database = await createTestDatabase()
  await fillTables(database.pool)
  // The index of an exclusion constraint is the constraint, and serves no query.
  const { rows } = await database.pool.query<Index & { table: string }>(
    `SELECT c.relname AS name, t.oid::regclass::text AS table,
            CASE n.nspname WHEN 'raw' THEN c.relname ELSE n.nspname || '.' || c.relname END AS "listedAs",
            obj_description(c.oid, 'pg_class') AS comment, m.amname AS method,
            pg_get_indexdef(c.oid, least(i.indnkeyatts, 2), true) AS key, i.indnatts > i.indnkeyatts AS covers
       FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
       JOIN pg_am m ON m.oid = c.relam JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY ($1) AND NOT i.indisexclusion`,
    [filledSchemas],
  )
  indexes = rows.toSorted((a, b) => (a.listedAs < b.listedAs ? -1 : 1))
  const named = (prefix: string) =>
    [...new Set(rows.map(({ table }) => table))].filter((table) => table.startsWith(prefix))
  const records = named('lazi.').filter((table) => !/^lazi\.(change|job_numbers)/.test(table))
  queries = Object.assign(
    {},
    syncQueries,
    followerQueries,
    auditQueries,
    analyticsQueries,
    laborQueries,
    partQueries,
    ...(await resourceQueries()),
    ...named('raw.st_').map(sharedQueries),
    ...records.map(recordQueries),
  )
})
afterAll(() => database.close())

test('every index has its queries here, exactly those in its COMMENT', () => {
  const questions = Object.entries(queries).map(([name, list]) => ({
    name,
    comment: `Query: ${[...new Set(list.map(({ question }) => question))].join('; ')}`,
  }))
  expect(questions.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual(
    indexes.map(({ listedAs, comment }) => ({ name: listedAs, comment })),
  )
})

test('an index with non-key columns has a query with an index-only scan', () => {
  const unused = indexes.filter(
    ({ listedAs, covers }) => covers && !queries[listedAs]?.some(({ indexOnly }) => indexOnly),
  )
  expect(unused).toEqual([])
})

test('every query is served by its index, with an index-only scan where intended', async () => {
  const unserved = await explainAll('SET LOCAL ROLE lazi_migrator', ({ problem }) => problem)
  expect(unserved).toEqual([])
})

test('the sync is served by the same indexes', async () => {
  const unserved = await explainAll('SET LOCAL ROLE lazi_sync', ({ problem }) => problem)
  expect(unserved).toEqual([])
})

describe('a reader', () => {
  const asReader = `SET LOCAL ROLE lazi_reader; SET LOCAL lazi.tenant_id = '7'`

  test('is served by the same indexes, unless an operator is not leakproof', async () => {
    const unserved = await explainAll(asReader, ({ problem, query }) => (query.notForReader ? '' : problem))
    expect(unserved).toEqual([])
  })

  test('is served by them too when only row-level security restricts the tenant', async () => {
    const unserved = await explainAll(
      asReader,
      ({ problem, query }) => (query.notForReader ? '' : problem),
      (sql) => sql.replaceAll('tenant_id = $1', '$1::bigint IS NOT NULL'),
    )
    expect(unserved).toEqual([])
  })

  test('reads only rows of its tenant where an operator is not leakproof', async () => {
    const unrestricted = await explainAll(asReader, ({ problem, query, nodes }) => {
      if (!query.notForReader) return ''
      // The flag is obsolete and must be removed.
      if (!problem) return 'is served, so notForReader must be removed'
      return nodes.some((node) => isOfTenant(node['Index Cond'])) ? '' : problem
    })
    expect(unrestricted).toEqual([])
  })

  test.each([
    'a record by its id',
    'the jobs of a customer, newest first',
    "a technician's day or week",
    'booked minutes of each technician on a day',
  ])('has the tenant of the setting in the index condition: %s', async (question) => {
    const conditions: string[] = []
    await explainAll(
      asReader,
      ({ query, nodes, index }) => {
        if (query.question !== question) return ''
        conditions.push(nodes.find((node) => node['Index Name'] === index.name)?.['Index Cond'] ?? '')
        return ''
      },
      (sql) => sql.replaceAll('tenant_id = $1', '$1::bigint IS NOT NULL'),
    )
    expect(conditions.length).toBeGreaterThan(0)
    // As an index condition, the setting is read once per scan, not per row.
    for (const condition of conditions) expect(condition).toContain(ofSetting)
  })
})

const ofSetting = `tenant_id = (NULLIF(current_setting('lazi.tenant_id'::text, true), ''::text))::bigint)`

// The planner evaluates the setting to estimate rows. If only row-level security restricts the tenant, a tenant unknown
// to the statistics is estimated at one row, so that any index led by the tenant costs the same; a prepared statement
// keeps that plan for later tenants of its connection. So each statement restricts the tenant itself, by a parameter or
// a sub-select, which is estimated for an average tenant.
describe('a statement that restricts the tenant', () => {
  test('by a sub-select is served by its index for a tenant unknown to the statistics', async () => {
    const ofTenant = `tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint)`
    const unserved = await explainAll(
      `SET LOCAL ROLE lazi_reader; SET LOCAL lazi.tenant_id = '999'`,
      ({ problem, query }) => (query.notForReader ? '' : problem),
      (sql) => sql.replaceAll('tenant_id = $1', `${ofTenant} AND $1::bigint IS NOT NULL`),
    )
    expect(unserved).toEqual([])
  })

  test.each([
    ['7', '8', 'both known to the statistics'],
    ['999', '7', 'the first unknown'],
    ['7', '999', 'the second unknown'],
  ])(
    'and is prepared for tenant %s is served by the same indexes for tenant %s, %s',
    async (first, second) => {
      const unserved = await explainAll(
        'SET LOCAL ROLE lazi_reader; SET LOCAL plan_cache_mode = force_generic_plan',
        ({ problem, query }) => (query.notForReader || query.notPrepared ? '' : problem),
        (sql) => sql,
        async (client, query, sql) => {
          const execute = (tenant: string) => {
            const values = [tenant, ...query.values.slice(1)]
            return `EXECUTE question (${values.map((value) => pg.escapeLiteral(String(value))).join(', ')})`
          }
          await client.query(`SET LOCAL lazi.tenant_id = '${first}'; PREPARE question AS ${sql}`)
          await client.query(execute(first))
          await client.query(`SET LOCAL lazi.tenant_id = '${second}'`)
          const { rows } = await client.query(`EXPLAIN (FORMAT JSON) ${execute(second)}`)
          await client.query('DEALLOCATE question')
          return rows
        },
      )
      expect(unserved).toEqual([])
    },
  )
})

/** The queries of each resource that has indexes of its own: one file per resource. */
async function resourceQueries(): Promise<Record<string, readonly IndexQuery[]>[]> {
  const folder = new URL('index-queries/', import.meta.url)
  const modules = (await readdir(folder)).map(
    (file) =>
      import(new URL(file, folder).href) as Promise<{ queries: Record<string, readonly IndexQuery[]> }>,
  )
  return (await Promise.all(modules)).map(({ queries }) => queries)
}

/** Explains every query in the given session. @returns the non-empty results of `check` */
/** Explains every query in the session; those of schema audit, which readers do not see, as `lazi_writer`. */
async function explainAll(
  session: string,
  check: (explained: Explained) => string,
  rewrite?: (sql: string) => string,
  explain?: Explain,
): Promise<string[]> {
  const [audit, others] = [true, false].map((isAudit) =>
    indexes.filter(({ listedAs }) => listedAs.startsWith('audit.') === isAudit),
  ) as [Index[], Index[]]
  const options = { pool: database.pool, queries, rewrite, explain }
  const asWriter = session.replace('lazi_reader', 'lazi_writer')
  return [
    ...(await explainQueries({ ...options, indexes: others, session }, check)),
    ...(await explainQueries({ ...options, indexes: audit, session: asWriter }, check)),
  ]
}
