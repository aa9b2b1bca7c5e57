import { expect, it } from 'vitest'
import { formatTicks, lowerBound, msOfTicks, parseTicks, ticksOfMs } from './ticks.ts'

it.each([
  '2026-01-02T16:28:55.8446003Z',
  '2026-06-18T09:15:30.114772Z',
  '2024-02-29T23:59:59Z',
  '2013-12-31T00:00:00.0000001Z',
])('formatTicks formats the parsed %s without trailing zeros', (text) => {
  expect(formatTicks(parseTicks(text) ?? 0)).toBe(text)
})

it.each([
  ['2020-01-01', '2020-01-01T00:00:00Z'],
  ['2020-01-01T10:30', '2020-01-01T10:30:00Z'],
  ['2020-01-01T10:30:00', '2020-01-01T10:30:00Z'],
  ['2020-01-01T10:30:00.500+02:00', '2020-01-01T08:30:00.5Z'],
  ['2020-01-01T10:30:00-0600', '2020-01-01T16:30:00Z'],
  ['2020-01-01T00:00:00.123456789Z', '2020-01-01T00:00:00.1234567Z'],
])('parseTicks parses %s as %s', (text, utc) => {
  expect(formatTicks(parseTicks(text) ?? 0)).toBe(utc)
})

it.each(['', 'yesterday', '2020-13-01', '01/02/2020', '2020'])('parseTicks refuses “%s”', (text) => {
  expect(parseTicks(text)).toBeUndefined()
})

it('ticks of the present are exact', () => {
  const ticks = ticksOfMs(Date.UTC(2026, 5, 18)) + 1
  expect(ticks).toBeLessThan(Number.MAX_SAFE_INTEGER)
  expect(msOfTicks(ticks)).toBe(Date.UTC(2026, 5, 18))
})

it('lowerBound finds the first value that is equal or greater', () => {
  const values = [1, 3, 3, 7]
  const at = (index: number) => values[index] ?? 0
  expect([0, 1, 2, 3, 7, 8].map((target) => lowerBound(0, 4, target, at))).toEqual([0, 0, 1, 1, 3, 4])
})
