import { expect, test } from 'vitest'
import { createAlarm } from './alarm.ts'

const never = 2 ** 31 - 1
const { signal } = new AbortController()

test('a ring ends the current wait or, without one, the next wait only', async () => {
  const alarm = createAlarm()
  const waiting = alarm.wait(never, signal)
  alarm.ring()
  await waiting
  alarm.ring()
  alarm.ring()
  await alarm.wait(never, signal)
  let woken = false
  const next = alarm.wait(never, signal).then(() => {
    woken = true
  })
  await Promise.resolve()
  expect(woken).toBe(false)
  alarm.ring()
  await next
})

test('an abort and the timeout end a wait', async () => {
  const alarm = createAlarm()
  const stop = new AbortController()
  const waiting = alarm.wait(never, stop.signal)
  stop.abort()
  await waiting
  await alarm.wait(never, stop.signal)
  await alarm.wait(1, signal)
})
