import { expect, test } from 'vitest'
import { type Lease, nextLeaseSize, noLease, takeFromLease } from './shared-limiter.ts'

const lease = (changes: Partial<Lease> = {}): Lease => ({
  firstDueAt: 1_000,
  intervalMs: 100,
  size: 5,
  taken: 0,
  used: 0,
  ...changes,
})

/** The due times of tokens taken one after another at these times. */
function take(from: Lease, times: readonly number[]): (number | null)[] {
  let state = from
  return times.map((now) => {
    const taken = takeFromLease(state, now)
    state = taken?.lease ?? state
    return taken?.dueAt ?? null
  })
}

test('tokens are due one interval apart, also for early callers', () => {
  expect(take(lease(), [1_000, 1_000, 1_000, 1_000, 1_000, 1_000])).toEqual([
    1_000,
    1_100,
    1_200,
    1_300,
    1_400,
    null,
  ])
})

test('tokens that are not used in time are discarded, not saved for a burst', () => {
  expect(take(lease(), [1_000, 1_350, 1_350, 1_350])).toEqual([1_000, 1_300, 1_400, null])
  expect(take(lease(), [1_500])).toEqual([null])
  expect(take(noLease, [0])).toEqual([null])
})

test('a lease grows with the used tokens, up to half a second, and shrinks again', () => {
  expect(nextLeaseSize(noLease, 30)).toBe(2)
  expect(nextLeaseSize(lease({ used: 5 }), 30)).toBe(10)
  expect(nextLeaseSize(lease({ used: 10 }), 30)).toBe(15)
  expect(nextLeaseSize(lease({ used: 0 }), 30)).toBe(1)
  expect(nextLeaseSize(lease({ used: 8 }), 1)).toBe(1)
})
