import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BusyError, createShares, type Holder, type Shares } from '../../src/tenant/shares.ts'

/** Work that ends on a call; records the order in which work begins. */
function openWork(shares: Shares) {
  const began: Holder[] = []
  const ends = new Map<Holder, (() => void)[]>()
  return {
    began,
    start(holder: Holder) {
      const done = shares.run(holder, () => {
        began.push(holder)
        return new Promise<void>((resolve) => void ends.set(holder, [...(ends.get(holder) ?? []), resolve]))
      })
      done.catch(() => undefined)
      return done
    },
    /** Ends the oldest work of a holder, and lets what waits begin. */
    async end(holder: Holder) {
      ends.get(holder)?.shift()?.()
      await new Promise(setImmediate)
    },
  }
}

test('a holder has its share at most, and another one begins at once', async () => {
  const work = openWork(createShares({ total: 4, perHolder: 2 }))
  for (let count = 0; count < 5; count++) void work.start('greedy')
  void work.start('other')
  expect(work.began).toEqual(['greedy', 'greedy', 'other'])
  await work.end('greedy')
  expect(work.began).toEqual(['greedy', 'greedy', 'other', 'greedy'])
})

test('waiting holders have turns, regardless of how long and how many they wait', async () => {
  const shares = createShares({ total: 1 })
  const work = openWork(shares)
  for (const holder of ['a', 'a', 'a', 'a', 'b', 'b', 'c']) void work.start(holder)
  expect(shares.waiting()).toBe(6)
  for (const holder of ['a', 'a', 'b', 'c', 'a', 'b', 'a']) await work.end(holder)
  expect(work.began).toEqual(['a', 'a', 'b', 'c', 'a', 'b', 'a'])
  expect(shares.waiting()).toBe(0)
})

test('work that fails frees its place, and its error is reported', async () => {
  const shares = createShares({ total: 1 })
  await expect(shares.run('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await shares.run('a', async () => 'yes')).toBe('yes')
})

const common = Symbol('common')
test.each([
  { why: 'its own share', holder: 'a', busyWith: 'a', tenantId: 'a' },
  { why: 'all connections', holder: 'b', busyWith: 'a', tenantId: null },
  { why: 'the share of no tenant', holder: common, busyWith: common, tenantId: null },
])(
  'who waits too long or with too many is refused, because of $why',
  async ({ holder, busyWith, tenantId }) => {
    const shares = createShares({ total: 2, perHolder: 1, maxWaiting: 1, maxWaitMs: 1 })
    const work = openWork(shares)
    void work.start(busyWith)
    if (holder !== busyWith) void work.start('c')
    const late = shares.run(holder, async () => 'ran')
    const tooMany = shares.run(holder, async () => 'ran')
    const results = await Promise.allSettled([late, tooMany])
    for (const result of results) expect(result).toMatchObject({ status: 'rejected', reason: { tenantId } })
    expect((results[0] as PromiseRejectedResult).reason).toBeInstanceOf(BusyError)
    expect(shares.waiting()).toBe(0)
    await work.end(busyWith)
    if (holder !== busyWith) await work.end('c')
    expect(await shares.run(holder, async () => 'ran')).toBe('ran')
  },
)

test('in any order of work, no holder exceeds its share, and no place stays empty while a holder may use it', async () => {
  const commands = fc.array(fc.record({ isStart: fc.boolean(), holder: fc.constantFrom('a', 'b', 'c') }), {
    maxLength: 60,
  })
  const sizes = fc.record({
    total: fc.integer({ min: 1, max: 4 }),
    perHolder: fc.integer({ min: 1, max: 4 }),
  })
  await fc.assert(
    fc.asyncProperty(sizes, commands, async ({ total, perHolder }, steps) => {
      const shares = createShares({ total, perHolder })
      const work = openWork(shares)
      const started = { a: 0, b: 0, c: 0 }
      const ended = { a: 0, b: 0, c: 0 }
      for (const { isStart, holder } of steps as { isStart: boolean; holder: 'a' | 'b' | 'c' }[]) {
        const begun = (of: string) => work.began.filter((other) => other === of).length
        if (isStart) {
          started[holder] += 1
          void work.start(holder)
        } else if (begun(holder) > ended[holder]) {
          ended[holder] += 1
          await work.end(holder)
        }
        const holders = ['a', 'b', 'c'] as const
        const working = holders.map((of) => begun(of) - ended[of])
        const sum = working.reduce((all, count) => all + count, 0)
        expect(sum).toBeLessThanOrEqual(total)
        for (const [index, count] of working.entries()) {
          expect(count).toBeLessThanOrEqual(perHolder)
          const of = holders[index] ?? 'a'
          const isWaiting = started[of] > begun(of)
          expect(isWaiting && sum < total && count < perHolder).toBe(false)
        }
      }
    }),
  )
})
