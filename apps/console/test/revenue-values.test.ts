import type { MetricsAnswer } from 'api/client'
import { expect, test } from 'vitest'
import { addDecimals, compareDecimals, shareOf } from '../src/components/values/decimal.ts'
import { formatDifference, formatMetric } from '../src/components/values/format-metric.ts'
import { revenueParts } from '../src/reports/parts/revenue-parts.ts'
import { endOfPart, labelOfPart, periodOf } from '../src/reports/period/report-period.ts'
import { factsState } from './facts-state.ts'
import { demo } from './stack/tenants.ts'

test.each([
  ['$1,234.50', '1234.5', 'money'],
  // More digits than a JavaScript number has, and halves away from zero.
  ['$12,345,678,901,234,567.89', '12345678901234567.885', 'money'],
  ['-$0.13', '-0.125', 'money'],
  ['33.3%', '0.333333', 'ratio'],
  ['12.5%', '0.12450', 'ratio'],
  ['9,007,199,254,740,993', '9007199254740993', 'count'],
  ['1,234.5 h', '74070', 'minutes'],
  ['–', null, 'ratio'],
] as const)('%s is shown for %s', (text, value, unit) => {
  expect(formatMetric(value, unit)).toBe(text)
})

test.each([
  ['+$200.00 (+25.0%)', '1000', '800', 'money'],
  ['-$0.30 (-300.0%)', '-0.2', '0.1', 'money'],
  ['+$0.20 (+100.0%)', '0', '-0.2', 'money'],
  ['$0.00 (0.0%)', '8389.01', '8389.010', 'money'],
  ['+3', '3', '0', 'count'],
  ['-1 (-33.3%)', '2', '3', 'count'],
  ['+1.5 h (+100.0%)', '180', '90', 'minutes'],
  ['-1.3 points', '0.25', '0.2625', 'ratio'],
  [undefined, '0.25', null, 'ratio'],
  [undefined, null, '0.25', 'ratio'],
] as const)('%s is the difference of %s and %s', (text, value, former, unit) => {
  expect(formatDifference(value, former, unit)).toBe(text)
})

test('decimals are added exactly', () => {
  expect(addDecimals(['0.1', '0.2', '-1.005'])).toBe('-0.705')
  expect(addDecimals(['0.07', '-0.07'])).toBe('0.00')
  expect(addDecimals([])).toBe('0')
  expect(['10', '9.5', '-3', '9.50'].toSorted(compareDecimals)).toEqual(['-3', '9.5', '9.50', '10'])
})

const none = { from: undefined, through: undefined }
test.each([
  ['last-30-days', '2026-02-09', '2026-03-11', 'day'],
  ['this-month', '2026-03-01', '2026-03-11', 'day'],
  ['last-month', '2026-02-01', '2026-03-01', 'day'],
  ['this-year', '2026-01-01', '2026-03-11', 'week'],
  ['last-year', '2025-01-01', '2026-01-01', 'month'],
  ['last-12-months', '2025-04-01', '2026-03-11', 'month'],
  [undefined, '2025-04-01', '2026-03-11', 'month'],
  ['toString', '2025-04-01', '2026-03-11', 'month'],
])('the period %s begins on %s', (name, from, to, grain) => {
  expect(periodOf({ period: name, ...none }, '2026-03-10')).toMatchObject({ from, to, grain })
})

test('a custom period has what is given, and the days in between', () => {
  const custom = (from?: string, through?: string) =>
    periodOf({ period: 'custom', from, through }, '2026-03-10')
  expect(custom('2020-01-01', '2025-12-31')).toMatchObject({ to: '2026-01-01', grain: 'quarter' })
  expect(custom('2010-01-01', '2025-12-31')).toMatchObject({ grain: 'year' })
  expect(custom('soon', '2026-02-28')).toMatchObject({ from: '2026-02-01', to: '2026-03-01' })
  expect(custom()).toMatchObject({ from: '2026-03-01', to: '2026-03-11' })
  expect(custom('2026-03-05', '2026-03-01')).toMatchObject({ from: '2026-03-05', to: '2026-03-06' })
})

test('parts end where the next one begins', () => {
  expect(endOfPart('2026-02-28', 'day')).toBe('2026-03-01')
  expect(endOfPart('2026-02-22', 'week')).toBe('2026-03-01')
  expect(endOfPart('2026-12-01', 'month')).toBe('2027-01-01')
  expect(endOfPart('2026-10-01', 'quarter')).toBe('2027-01-01')
  expect(labelOfPart('2026-10-01', 'quarter')).toBe('Q4 2026')
  expect(labelOfPart('2026-11-22', 'week')).toBe('Week of Nov 22, 2026')
})

/** An answer with one part, and one member per amount. */
const answerOf = (amounts: readonly string[], bucket = '2026-03-01'): MetricsAnswer => ({
  period: { from: '2026-03-03', to: '2026-03-11' },
  comparedWith: { from: '2025-03-03', to: '2025-03-11' },
  timeZone: demo.timeZone,
  asOf: factsState,
  needs: [],
  totals: {},
  rows: amounts.map((value, place) => ({
    member: { id: String(place), name: `Member ${place}` },
    bucket,
    isPartial: true,
    values: { completed_revenue: { value, numerator: value, denominator: null, former: '7' } },
  })),
})
const options = { by: 'campaign', grain: 'month', compare: 'year', today: '2026-03-10' } as const

test('the largest members have a series of their own, and the others are added up', () => {
  const amounts = ['1.1', '9', '8', '7', '6', '5', '4', '3', '2.2']
  const { series, parts, totals } = revenueParts(answerOf(amounts), options)
  expect(series.map(({ label }) => label)).toEqual([
    ...[1, 2, 3, 4, 5, 6, 7].map((place) => `Member ${place}`),
    '2 others',
  ])
  expect(series.at(-1)?.memberId).toBe(undefined)
  expect(parts[0]).toMatchObject({ total: '45.3', from: '2026-03-03', to: '2026-03-11' })
  expect(totals.at(-1)).toBe('3.3')
  expect(revenueParts(answerOf(amounts.slice(1)), options).series).toHaveLength(8)
})

test('a part that is not whole says why', () => {
  const noteAt = (bucket: string, today: string) =>
    revenueParts(answerOf(['1'], bucket), { ...options, today }).parts[0]?.note
  expect(noteAt('2026-03-01', '2026-03-10')).toBe('so far')
  expect(noteAt('2026-03-01', '2026-04-01')).toBe('in part')
  expect(noteAt('2026-03-01', '2026-02-28')).toBe('not begun')
})

test('a part has a former value where both periods have the same days', () => {
  const formerOf = (changes: Partial<Parameters<typeof revenueParts>[1]>) =>
    revenueParts(answerOf(['1']), { ...options, by: undefined, ...changes }).parts[0]?.former
  expect(formerOf({})).toBe('7')
  expect(formerOf({ grain: 'day', compare: 'previous' })).toBe('7')
  expect(formerOf({ grain: 'week' })).toBe(undefined)
  expect(formerOf({ compare: 'previous' })).toBe(undefined)
  expect(formerOf({ by: 'campaign' })).toBe(undefined)
})

test('a share is exact to nine digits, and there is none of nothing', () => {
  expect(shareOf('2', '8')).toBe('0.250000000')
  expect(shareOf('343264.04', '798770.09')).toBe('0.429740728')
  expect(shareOf('-0.5', '2')).toBe('-0.250000000')
  expect(shareOf('1', '0.00')).toBe(null)
})
