import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { parse } from 'libpg-query'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { availabilityStatement } from '../../src/availability/read-availability.ts'
import { changesStatement } from '../../src/changes/read-changes.ts'
import { nearStatement } from '../../src/near/read-near.ts'
import { chooseFilter } from '../../src/records/choose-filter.ts'
import { listStatement } from '../../src/records/list-statement.ts'
import { resources } from '../../src/records/resources.ts'
import { rowStatement } from '../../src/records/row-statement.ts'
import { scheduleStatement } from '../../src/schedule/read-schedule.ts'
import { fullySyncedTables, responsePosition } from '../../src/schedule/response-cache.ts'
import { searchStatement } from '../../src/search/search.ts'
import { ofTenant } from '../../src/tenant/of-tenant.ts'
import { filtersOf, indexedFilters } from '../fixtures/list-filters.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

test('a statement uses the same tenant condition as every policy', async () => {
  const probe = await database.pool.query<{ condition: string }>(`
    CREATE TABLE probe (tenant_id bigint);
    CREATE POLICY one_tenant ON probe USING (${ofTenant()});
    SELECT pg_get_expr(polqual, polrelid) AS condition FROM pg_policy WHERE polrelid = 'probe'::regclass`)
  const condition = (probe as unknown as (typeof probe)[]).at(-1)?.rows[0]?.condition
  const { rows } = await database.pool.query<{ condition: string }>(`
    SELECT DISTINCT pg_get_expr(polqual, polrelid) AS condition FROM pg_policy
     WHERE polname = 'one_tenant' AND polrelid <> 'probe'::regclass`)
  const inPolicies = rows.map((row) => row.condition.replace(/^\(tenant_id = (.*)\)$/, '$1'))
  expect(inPolicies).toHaveLength(1)
  expect(condition).toContain(inPolicies[0])
})

const ofRow = { tenantId: '1', id: '1', fields: null, fullData: true, includeDeleted: false }
const ofPage = { tenantId: '1', fields: null, limit: 1, after: ['1', '1'] }
const texts: readonly (readonly [name: string, text: string])[] = [
  ['schedule', scheduleStatement({ range: { date: '2026-06-20' } }).text],
  ['availability', availabilityStatement({ date: '2026-06-20' }).text],
  ['near', nearStatement({ latitude: 0, longitude: 0, km: 1, limit: 1 }).text],
  ['search', searchStatement('1', 'a').text],
  ['changes', changesStatement('1', '0', 1).text],
  ['position of a response', responsePosition.text],
  ['tables that were synced in full', fullySyncedTables([]).text],
  ...resources.map((resource): [string, string] => [
    `row of ${resource.name}`,
    rowStatement(resource, { ...ofRow, include: Object.keys(resource.includes) }).text,
  ]),
  ...indexedFilters.map(({ resource, filter, title }): [string, string] => {
    const filters = filtersOf(resource, filter)
    const choice = chooseFilter(resource, filters)
    return [`${resource.name} by ${title}`, listStatement(resource, { ...ofPage, filters, choice }).text]
  }),
]

describe('a condition that an index serves', () => {
  test.each(texts)('has no arithmetic on a sub-select: %s', async (_, text) => {
    expect(arithmeticOnSubSelects(await parse(text))).toEqual([])
  })

  test.each([
    ["SELECT FROM t WHERE start >= (SELECT start FROM range) - interval '7 days'", 1],
    ['SELECT FROM t WHERE id = 1 + (SELECT 2) AND start BETWEEN 1 AND 2 * (SELECT 3)', 2],
    ["SELECT FROM t WHERE start >= (SELECT start - interval '7 days' FROM range)", 0],
  ])('is distinguished from a condition with arithmetic: %s', async (text, count) => {
    expect(arithmeticOnSubSelects(await parse(text))).toHaveLength(count)
  })
})

type Node = Readonly<Record<string, unknown>>

/**
 * Comparisons of a column with arithmetic on a sub-select: under row-level security PostgreSQL 15.20 does not use such
 * a condition as an index condition.
 */
function arithmeticOnSubSelects(parsed: unknown): unknown[] {
  const found: unknown[] = []
  JSON.stringify(parsed, (key, value) => {
    if (key !== 'A_Expr') return value
    const { lexpr, rexpr } = value as { readonly lexpr?: Node; readonly rexpr?: Node }
    const operands = [lexpr, rexpr].flatMap(operandsOf)
    if (operands.some((operand) => 'ColumnRef' in operand) && operands.some(isArithmeticOnSubSelect))
      found.push(value)
    return value
  })
  return found
}

/** The operands of a side: the bounds of BETWEEN and the values of IN are a list. */
function operandsOf(side: Node | undefined): readonly Node[] {
  if (side === undefined) return []
  return (side.List as { readonly items: readonly Node[] } | undefined)?.items ?? [side]
}

const isArithmeticOnSubSelect = (operand: Node): boolean =>
  'A_Expr' in operand && JSON.stringify(operand).includes('"SubLink"')
