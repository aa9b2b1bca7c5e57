import type { MetricDefinition, MetricsAnswer } from 'api/client'
import { expect, test } from 'vitest'
import { describeFormer } from '../src/components/values/format-metric.ts'
import { formatDays } from '../src/components/values/format-number.ts'
import { overdueAmount, partsOfAgeing } from '../src/pages/receivables/ageing.ts'
import { cohortsOf } from '../src/pages/retention/cohorts.ts'
import { memberRows, nextSort, sortOrderOf } from '../src/reports/by-member/member-rows.ts'
import { describeFacts } from '../src/reports/facts/facts-words.ts'
import { reportPath } from '../src/reports/report-links.ts'
import { factsState } from './facts-state.ts'
import { demo } from './stack/tenants.ts'

const metrics = ['technician_revenue', 'total_sales']
const nil = '00000000-0000-0000-0000-000000000000'

test.each([
  [undefined, 'technician_revenue', false],
  ['-total_sales', 'total_sales', false],
  ['total_sales', 'total_sales', true],
  ['name', 'name', true],
  ['-weather', 'technician_revenue', false],
])('the order %s sorts by %s', (filter, by, isAscending) => {
  expect(sortOrderOf(filter, metrics)).toEqual({ by, isAscending })
})

test('a header sorts its numbers from the greatest, names from A, and the other way when it is pressed again', () => {
  expect(nextSort({ by: 'name', isAscending: true }, 'total_sales')).toBe('-total_sales')
  expect(nextSort({ by: 'total_sales', isAscending: false }, 'total_sales')).toBe('total_sales')
  expect(nextSort({ by: 'total_sales', isAscending: false }, 'name')).toBe('name')
  expect(nextSort({ by: 'name', isAscending: true }, 'name')).toBe('-name')
})

const answerOf = (rows: readonly (readonly [id: string, name: string, value: string | null])[]) =>
  ({
    period: { from: '2026-03-01', to: '2026-04-01' },
    comparedWith: null,
    timeZone: demo.timeZone,
    asOf: factsState,
    needs: [],
    totals: {},
    rows: rows.map(([id, name, value]) => ({
      member: { id, name },
      bucket: null,
      isPartial: false,
      values: { total_sales: { value, numerator: value ?? '0', denominator: null } },
    })),
  }) satisfies MetricsAnswer

test('rows are sorted by decimals, without a value below, and what has no technician is last', () => {
  const answer = answerOf([
    ['1', 'Ada', '9.5'],
    [nil, '', '1000'],
    ['2', 'Bo', null],
    ['3', 'Cy', '-10'],
    ['4', 'Di', '10'],
    ['5', 'Al', '9.50'],
  ])
  const names = (filter: string) =>
    memberRows(answer, 'technician', sortOrderOf(filter, metrics)).map(({ name }) => name)
  expect(names('-total_sales')).toEqual(['Di', 'Ada', 'Al', 'Cy', 'Bo', 'No technician'])
  expect(names('total_sales')).toEqual(['Cy', 'Ada', 'Al', 'Di', 'Bo', 'No technician'])
  expect(names('name')).toEqual(['Ada', 'Al', 'Bo', 'Cy', 'Di', 'No technician'])
  expect(names('-name')).toEqual(['Di', 'Cy', 'Bo', 'Al', 'Ada', 'No technician'])
})

test('what is overdue is all but what is not due', () => {
  const ageing = {
    not_due: '100.5',
    days_1_30: '0.1',
    days_31_60: '0.2',
    days_61_90: '-1',
    days_over_90: '7',
  }
  expect(overdueAmount(ageing)).toBe('6.3')
  expect(partsOfAgeing(ageing).map(({ label }) => label)).toEqual([
    'Not due',
    '1 to 30 days',
    '31 to 60 days',
    '61 to 90 days',
    'Over 90 days',
  ])
})

test('months of a cohort without a job are 0 until today, and the one that is not over is marked', () => {
  const cohorts = cohortsOf(
    {
      asOf: factsState,
      customers: 5,
      returned: 0,
      rate: '0',
      cohorts: [
        { month: '2025-11-01', customers: [4, 0, 1] },
        { month: '2026-03-01', customers: [1] },
      ],
    },
    '2026-03-10',
  )
  expect(cohorts).toEqual([
    {
      month: '2025-11',
      size: 4,
      later: [
        { customers: 0, share: '0', isPartial: false },
        { customers: 1, share: '0.25', isPartial: false },
        { customers: 0, share: '0', isPartial: false },
        { customers: 0, share: '0', isPartial: true },
      ],
    },
    { month: '2026-03', size: 1, later: [] },
  ])
})

test('a table of cohorts has a year at most', () => {
  const cohorts = [{ month: '2020-01-01', customers: [1] }]
  const report = { asOf: factsState, customers: 1, returned: 0, rate: '0', cohorts }
  expect(cohortsOf(report, '2026-03-10')[0]?.later).toHaveLength(12)
})

test.each([
  ['33.2 days', '33.222661'],
  ['1,234.5 days', '1234.45'],
  ['–', null],
])('%s is shown for %s days', (text, days) => {
  expect(formatDays(days)).toBe(text)
})

test('a former value is shown with the difference, if there is one', () => {
  expect(describeFormer('5', '4', 'count')).toEqual(['4 before', '+1 (+25.0%)'])
  expect(describeFormer(null, '0.25', 'ratio')).toEqual(['25.0% before'])
  expect(describeFormer('5', null, 'money')).toEqual(['no value before'])
  expect(describeFormer('5', undefined, 'money')).toEqual([])
})

test.each([
  ['all 8 facts complete', { complete: 8, total: 8 }],
  ['3 of 8 facts complete', { complete: 3, total: 8 }],
])('%s', (text, facts) => {
  expect(describeFacts({ facts })).toBe(text)
})

test('a link to another report keeps the days, and the filters that it has too', () => {
  const filters = { period: 'last-month', compare: 'year', businessUnit: '1', technician: '2', sort: 'name' }
  const pathOf = (name: string, dimensions: MetricDefinition['dimensions']) =>
    reportPath({ name, dimensions }, filters)
  const ofJobs = ['business-unit', 'job-type', 'campaign']
  expect(pathOf('completed_revenue', ofJobs)).toBe('/revenue?period=last-month&compare=year&businessUnit=1')
  expect(pathOf('won_subtotal', [...ofJobs, 'technician'])).toBe(
    '/estimate-funnel?period=last-month&compare=year&businessUnit=1&technician=2',
  )
  expect(pathOf('booked_minutes', ['technician'])).toBe('/scorecard?period=last-month&compare=year')
  expect(reportPath({ name: 'recall_rate', dimensions: ofJobs }, {})).toBe('/quality')
})
