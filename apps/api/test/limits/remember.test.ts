import { expect, test } from 'vitest'
import { remember } from '../../src/limits/remember.ts'

test('a result is returned again until it is too old', async () => {
  let now = 0
  let computed = 0
  const read = remember(async () => ++computed, { maxAgeMs: 100, now: () => now })
  expect([await read(), await read()]).toEqual([1, 1])
  now = 99
  expect(await read()).toBe(1)
  now = 100
  expect([await read(), await read()]).toEqual([2, 2])
})

test('concurrent calls share one computation, however long it takes', async () => {
  let now = 0
  const { promise, resolve } = Promise.withResolvers<string>()
  let computed = 0
  const read = remember(
    () => {
      computed += 1
      return promise
    },
    { maxAgeMs: 100, now: () => now },
  )
  const first = read()
  now = 1_000
  const second = read()
  resolve('result')
  expect([await first, await second, computed]).toEqual(['result', 'result', 1])
  now = 1_099
  expect([await read(), computed]).toEqual(['result', 1])
})

test('a failure is reported to all who wait, and not remembered', async () => {
  let fails = true
  const read = remember(
    async () => {
      if (fails) throw new Error('no')
      return 'result'
    },
    { maxAgeMs: 100, now: () => 0 },
  )
  const results = await Promise.allSettled([read(), read()])
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  fails = false
  expect(await read()).toBe('result')
})
