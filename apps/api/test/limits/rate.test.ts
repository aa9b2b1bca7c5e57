import { beforeEach, expect, test } from 'vitest'
import { createRate, type RateOptions } from '../../src/limits/rate.ts'

let now: number
beforeEach(() => {
  now = 1_700_000_000_000
})
const open = (options: Partial<RateOptions> = {}) =>
  createRate({ perMinute: 60, burst: 3, now: () => now, ...options })
const takeAll = (rate: ReturnType<typeof open>, name: string, attempts = 10) =>
  Array.from({ length: attempts }, () => rate.take(name)).filter(({ isAllowed }) => isAllowed).length

test('a burst may be taken at once, then one for each interval, and after a pause no more than a burst', () => {
  const rate = open()
  expect(takeAll(rate, 'a')).toBe(3)
  expect(rate.take('a')).toEqual({
    isAllowed: false,
    remaining: 0,
    waitMs: expect.closeTo(990),
    fullMs: 3_000,
  })
  now += 999
  expect(takeAll(rate, 'a')).toBe(1)
  now += 1_000
  expect(takeAll(rate, 'a')).toBe(1)
  now += 3_600_000
  expect(takeAll(rate, 'a')).toBe(3)
})

test('each name has its own bucket', () => {
  const rate = open()
  expect([takeAll(rate, 'a'), takeAll(rate, 'b')]).toEqual([3, 3])
})

test('what is given back may be taken again, and no more', () => {
  const rate = open()
  takeAll(rate, 'a')
  rate.giveBack('a')
  expect(takeAll(rate, 'a')).toBe(1)
  for (let count = 0; count < 10; count++) rate.giveBack('a')
  expect(takeAll(rate, 'a')).toBe(3)
})

test.each([1, 7, 59, 60, 61, 1_200, 1_000_000])(
  '%i per minute are allowed in each minute, at any rate',
  (perMinute) => {
    const rate = open({ perMinute, burst: 1 })
    expect(rate.take('a').isAllowed).toBe(true)
    for (let count = 0; count < 1_000; count++) {
      expect(rate.take('a').isAllowed).toBe(false)
      now += 60_000 / perMinute
      expect(rate.take('a').isAllowed).toBe(true)
    }
  },
)

test('a clock that was set back refuses a name for no longer than an empty bucket does', () => {
  const rate = open()
  takeAll(rate, 'a')
  now -= 86_400_000
  expect(takeAll(rate, 'a')).toBe(0)
  now += 3_000
  expect(takeAll(rate, 'a')).toBe(3)
})

test('only so many names are remembered', () => {
  const rate = open({ maxNames: 2 })
  for (const name of ['a', 'b', 'c']) takeAll(rate, name)
  expect([takeAll(rate, 'c'), takeAll(rate, 'b'), takeAll(rate, 'a')]).toEqual([0, 0, 3])
})
