import { expect, test } from 'vitest'
import { type Bucket, createLimiter, emptyBucket, fullBucket, takeToken } from './limiter.ts'

/** When requests are sent, by the time at which each caller acquires. */
function schedule(bucket: Bucket, acquiredAt: readonly number[]): number[] {
  let state = fullBucket
  return acquiredAt.map((now) => {
    const taken = takeToken(bucket, state, now)
    state = taken.state
    return now + taken.waitMs
  })
}

test('the limiter allows a burst, then one request per refilled token', () => {
  expect(schedule({ perSecond: 10, burst: 3 }, [0, 0, 0, 0, 0])).toEqual([0, 0, 0, 100, 200])
})

test('the limiter refills during a pause, up to the burst', () => {
  expect(schedule({ perSecond: 10, burst: 2 }, [0, 0, 5_000, 5_000, 5_000])).toEqual([
    0, 0, 5_000, 5_000, 5_100,
  ])
})

test('the limiter allows at most the rate plus the burst in any second', () => {
  const sent = schedule({ perSecond: 30, burst: 3 }, new Array(200).fill(0))
  for (const from of sent) {
    const inOneSecond = sent.filter((at) => at >= from && at < from + 1_000)
    expect(inOneSecond.length).toBeLessThanOrEqual(33)
  }
})

test('the limiter keeps the rate when the clock is set back', () => {
  const bucket = { perSecond: 10, burst: 1 }
  expect(schedule(bucket, [1_000_000, 1_000_000, 0, 0])).toEqual([1_000_000, 1_000_100, 200, 300])
})

test('a pause delays the next token, after which the rate applies without a burst', () => {
  const bucket = { perSecond: 10, burst: 3 }
  let state = emptyBucket(bucket, fullBucket, 1_000, 5_000)
  const waits = [1_000, 1_000, 6_000].map((now) => {
    const taken = takeToken(bucket, state, now)
    state = taken.state
    return taken.waitMs
  })
  expect(waits).toEqual([5_000, 5_100, 200])
})

test('a pause does not shorten a longer wait, and keeps its length when the clock is set back', () => {
  const bucket = { perSecond: 10, burst: 1 }
  const long = emptyBucket(bucket, fullBucket, 0, 60_000)
  expect(takeToken(bucket, emptyBucket(bucket, long, 1_000, 5_000), 1_000).waitMs).toBe(59_000)
  const ahead = emptyBucket(bucket, fullBucket, 1_000_000, 60_000)
  expect(takeToken(bucket, emptyBucket(bucket, ahead, 0, 5_000), 0).waitMs).toBe(60_000)
})

test('the limiter stops waiting when the signal aborts', async () => {
  const limiter = createLimiter({ perSecond: 0.001, now: () => 0 })
  await limiter.acquire()
  const controller = new AbortController()
  const waiting = limiter.acquire(controller.signal)
  const reason = new Error('enough')
  controller.abort(reason)
  await expect(waiting).rejects.toBe(reason)
  await expect(limiter.acquire(controller.signal)).rejects.toBe(reason)
})
