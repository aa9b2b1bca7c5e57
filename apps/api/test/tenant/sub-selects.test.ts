import { noPosition } from 'db-migrations/protocol'
import { parse } from 'libpg-query'
import { describe, expect, test } from 'vitest'
import { availabilityStatement } from '../../src/availability/read-availability.ts'
import { cachedFeed, recordFeed } from '../../src/changes/feeds.ts'
import { changesStatement } from '../../src/changes/read-changes.ts'
import { nearStatement } from '../../src/near/read-near.ts'
import { chooseFilter } from '../../src/records/choose-filter.ts'
import { listIncludes } from '../../src/records/include-json.ts'
import { listStatement } from '../../src/records/list-statement.ts'
import { rowStatement } from '../../src/records/row-statement.ts'
import { scheduleStatement } from '../../src/schedule/read-schedule.ts'
import { responsePosition } from '../../src/schedule/response-cache.ts'
import { searchStatement } from '../../src/search/search.ts'
import { readyStatement } from '../../src/tenant/ready-tables.ts'
import { epochStatement } from '../../src/tenant/tenant-identity.ts'
import { allResources } from '../fixtures/all-resources.ts'
import { anyRecordId, filtersOf, indexedFilters } from '../fixtures/list-filters.ts'

const ofRow = { tenantId: '1', fields: null, fullData: false, includeDeleted: false }
const ofPage = { tenantId: '1', fields: null, limit: 1, after: ['1', '1'] }
const texts: readonly (readonly [name: string, text: string])[] = [
  ['schedule', scheduleStatement('1', { range: { date: '2026-06-20' } }).text],
  ['availability', availabilityStatement('1', { date: '2026-06-20' }).text],
  ['near', nearStatement('1', { latitude: 0, longitude: 0, km: 1, limit: 1 }).text],
  ['search', searchStatement('1', 'a').text],
  ['changes', changesStatement(recordFeed, '1', noPosition, 1).text],
  ['changes in ServiceTitan', changesStatement(cachedFeed, '1', noPosition, 1).text],
  ['epoch of a tenant', epochStatement],
  ['position of a response', responsePosition],
  ['complete tables', readyStatement],
  ...allResources.map((resource): [string, string] => [
    `row of ${resource.table}`,
    rowStatement(resource, {
      ...ofRow,
      id: resource.isCached ? '1' : anyRecordId,
      include: Object.keys(resource.includes),
    }).text,
  ]),
  ...indexedFilters.map(({ resource, filter, title }): [string, string] => {
    const filters = filtersOf(resource, filter)
    const choice = chooseFilter(resource, filters)
    const include = listIncludes(resource)
    const { text } = listStatement(resource, { ...ofPage, filters, choice, include })
    return [`${resource.table} by ${title}`, text]
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
