import { expect, test } from 'vitest'
import { type KindState, nextRun, type TableState } from './due.ts'
import { defaultIntervals, offsetInInterval, retryDelayMs, withJitter } from './intervals.ts'

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
const offset = offsetInInterval('7001', 'st_jobs')

test('the first run is a full sync, due immediately', () => {
  expect(nextRun(state({}))).toEqual({ kind: 'full', at: 0 })
})

test('each kind of run follows its interval after the first run, and the earliest due one is next', () => {
  const full = done(NOON)
  expect(nextRun(state({ full }))).toEqual({ kind: 'incremental', at: NOON + withJitter(5 * MINUTE, offset) })
  const incremental = done(NOON + 30 * HOUR)
  expect(nextRun(state({ full, incremental }))).toEqual({
    kind: 'full',
    at: NOON + withJitter(24 * HOUR, offset),
  })
  const later = done(NOON + 7 * 24 * HOUR)
  expect(nextRun(state({ full: later, incremental: later, verify: done(NOON) })).kind).toBe('verify')
})

test('a kind of run that keeps failing waits longer each time, up to an hour', () => {
  const delays = [1, 2, 3, 4, 8, 100].map((failures) => retryDelayMs(failures, 1))
  expect(delays).toEqual([30_000, 60_000, 120_000, 240_000, HOUR, HOUR])
  expect(nextRun(state({ full: failing(null, 3, NOON) }))).toEqual({
    kind: 'full',
    at: NOON + retryDelayMs(3, offset),
  })
})

test('a full sync that keeps failing does not delay incremental syncs', () => {
  const full = failing(NOON - 25 * HOUR, 6, NOON)
  const next = nextRun(state({ full, incremental: done(NOON) }))
  expect(next).toEqual({ kind: 'incremental', at: NOON + withJitter(5 * MINUTE, offset) })
})

test('incremental syncs without a pause do not delay a full sync', () => {
  const overdue = state({ full: done(NOON - 25 * HOUR), incremental: done(NOON) })
  expect(nextRun(overdue).kind).toBe('full')
})

test('tenants are spread over the last tenth of an interval, each with a constant offset', () => {
  const offsets = Array.from({ length: 500 }, (_, tenant) => offsetInInterval(String(tenant), 'st_jobs'))
  expect(offsets).toEqual(
    Array.from({ length: 500 }, (_, tenant) => offsetInInterval(String(tenant), 'st_jobs')),
  )
  const times = offsets.map((at) => withJitter(10_000, at))
  expect(Math.min(...times)).toBeGreaterThanOrEqual(9_000)
  expect(Math.max(...times)).toBeLessThanOrEqual(10_000)
  const tenths = Array.from({ length: 10 }, (_, tenth) =>
    offsets.filter((at) => Math.floor(at * 10) === tenth),
  )
  for (const tenth of tenths) expect(tenth.length).toBeGreaterThan(25)
})

test('a schedule overrides the default intervals, which are longer for lists than for feeds', () => {
  const intervals = { ...defaultIntervals(true), incrementalEveryMs: MINUTE }
  const next = nextRun({ ...state({ full: done(NOON) }), intervals })
  expect(next).toEqual({ kind: 'incremental', at: NOON + withJitter(MINUTE, offset) })
  expect(defaultIntervals(false).incrementalEveryMs).toBe(15 * MINUTE)
})
