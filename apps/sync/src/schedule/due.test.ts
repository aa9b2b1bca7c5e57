import { expect, test } from 'vitest'
import { type KindState, nextRun, type TableState } from './due.ts'
import { defaultIntervals, placeInInterval, retryDelayMs, spread } from './intervals.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NOON = Date.UTC(2026, 5, 18, 12)
const done = (doneAt: number | null): KindState => ({ doneAt, failures: 0, failedAt: null })
const failing = (doneAt: number | null, failures: number, failedAt: number): KindState => ({
  doneAt,
  failures,
  failedAt,
})
const state = (kinds: Partial<TableState['kinds']>): TableState => ({
  tenantId: '7001',
  tableName: 'st_jobs',
  intervals: defaultIntervals(true),
  kinds: { full: done(null), incremental: done(null), verify: done(null), ...kinds },
})
const place = placeInInterval('7001', 'st_jobs')

test('the first run is a full one, immediately', () => {
  expect(nextRun(state({}))).toEqual({ kind: 'full', at: 0 })
})

test('from then on each kind follows its interval, and the one that is due first goes first', () => {
  const full = done(NOON)
  expect(nextRun(state({ full }))).toEqual({ kind: 'incremental', at: NOON + spread(5 * MINUTE, place) })
  const incremental = done(NOON + 30 * HOUR)
  expect(nextRun(state({ full, incremental }))).toEqual({ kind: 'full', at: NOON + spread(24 * HOUR, place) })
  const later = done(NOON + 7 * 24 * HOUR)
  expect(nextRun(state({ full: later, incremental: later, verify: done(NOON) })).kind).toBe('verify')
})

test('a kind that keeps failing waits longer each time, an hour at most', () => {
  const delays = [1, 2, 3, 4, 8, 100].map((failures) => retryDelayMs(failures, 1))
  expect(delays).toEqual([30_000, 60_000, 120_000, 240_000, HOUR, HOUR])
  expect(nextRun(state({ full: failing(null, 3, NOON) }))).toEqual({
    kind: 'full',
    at: NOON + retryDelayMs(3, place),
  })
})

test('a full sync that keeps failing does not delay the incremental one', () => {
  const full = failing(NOON - 25 * HOUR, 6, NOON)
  const next = nextRun(state({ full, incremental: done(NOON) }))
  expect(next).toEqual({ kind: 'incremental', at: NOON + spread(5 * MINUTE, place) })
})

test('an incremental sync that never pauses does not delay the full one', () => {
  const overdue = state({ full: done(NOON - 25 * HOUR), incremental: done(NOON) })
  expect(nextRun(overdue).kind).toBe('full')
})

test('tenants are spread over the end of an interval, each always at the same place, none later', () => {
  const places = Array.from({ length: 500 }, (_, tenant) => placeInInterval(String(tenant), 'st_jobs'))
  expect(places).toEqual(
    Array.from({ length: 500 }, (_, tenant) => placeInInterval(String(tenant), 'st_jobs')),
  )
  const moments = places.map((at) => spread(10_000, at))
  expect(Math.min(...moments)).toBeGreaterThanOrEqual(9_000)
  expect(Math.max(...moments)).toBeLessThanOrEqual(10_000)
  const tenths = Array.from({ length: 10 }, (_, tenth) =>
    places.filter((at) => Math.floor(at * 10) === tenth),
  )
  for (const tenth of tenths) expect(tenth.length).toBeGreaterThan(25)
})

test('its own schedule overrides the default; lists are synced less often than feeds', () => {
  const intervals = { ...defaultIntervals(true), incrementalEveryMs: MINUTE }
  const next = nextRun({ ...state({ full: done(NOON) }), intervals })
  expect(next).toEqual({ kind: 'incremental', at: NOON + spread(MINUTE, place) })
  expect(defaultIntervals(false).incrementalEveryMs).toBe(15 * MINUTE)
})
