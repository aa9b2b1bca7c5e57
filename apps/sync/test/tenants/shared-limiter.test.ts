import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPool } from '../../src/database.ts'
import { createSharedLimiter } from '../../src/tenants/shared-limiter.ts'

let database: TestDatabase
const pools: pg.Pool[] = []
beforeAll(async () => {
  database = await createTestDatabase()
  for (let i = 0; i < 3; i++) pools.push(openPool(database.url, { max: 2, onError: () => undefined }))
})
afterAll(async () => {
  for (const pool of pools) await pool.end()
  await database.close()
})

interface Block {
  /** The due time of a lease's first token by PostgreSQL's clock, in milliseconds since 1970. */
  readonly begin: number
  readonly tokens: number
}

/** A pool that records each lease from PostgreSQL. */
function recording(pool: pg.Pool, perSecond: number): { pool: pg.Pool; blocks: Block[] } {
  const blocks: Block[] = []
  const query = async (sql: string, values: unknown[]) => {
    if (!sql.includes('RETURNING')) return pool.query(sql, values)
    const result = await pool.query(`${sql}, (extract(epoch FROM full_at) * 1000)::float8 AS end`, values)
    const [lease] = result.rows
    const lengthMs = values[1] as number
    if (lease)
      blocks.push({ begin: lease.end - lengthMs, tokens: Math.round((lengthMs * perSecond) / 1_000) })
    return result
  }
  return { pool: { query } as unknown as pg.Pool, blocks }
}

/** Acquires `count` tokens concurrently, without waiting. @returns how long each caller would have waited */
async function acquireAll(
  pool: pg.Pool,
  tenantId: string,
  count: number,
  perSecond: number,
): Promise<number[]> {
  const waits: number[] = []
  const wait = async (ms: number) => {
    waits.push(ms)
  }
  const limiter = createSharedLimiter({ pool, tenantId, perSecond, wait })
  await Promise.all(Array.from({ length: count }, () => limiter.acquire()))
  return waits
}

test('three busy processes together use the full rate and never exceed it', async () => {
  const perSecond = 30
  const recordings = pools.map((pool) => recording(pool, perSecond))
  await Promise.all(recordings.map(({ pool }) => acquireAll(pool, '1', 60, perSecond)))
  const blocks = recordings.flatMap((recorded) => recorded.blocks)
  const due = blocks
    .flatMap(({ begin, tokens }) => Array.from({ length: tokens }, (_, i) => begin + (i * 1_000) / perSecond))
    .toSorted((a, b) => a - b)
  expect(due.length).toBeGreaterThanOrEqual(180)
  // A hundredth of a millisecond less than a second, since the times are floating-point numbers.
  const inOneSecond = due.map((from) => due.filter((at) => at >= from && at < from + 999.99).length)
  expect(Math.max(...inOneSecond)).toBe(perSecond)
  // Few leases suffice for many requests.
  expect(blocks.length).toBeLessThan(60)
})

test('a process that requests more than the rate waits for its due times', async () => {
  const waits = await acquireAll(pools[0] as pg.Pool, '2', 50, 1)
  expect(waits).toEqual(waits.toSorted((a, b) => a - b))
  // The last of 50 requests at intervals of a second.
  expect(waits.at(-1)).toBeGreaterThan(45_000)
})

test('tenants do not wait for each other', async () => {
  await acquireAll(pools[0] as pg.Pool, '3', 100, 10)
  expect(await acquireAll(pools[1] as pg.Pool, '4', 1, 10)).toEqual([])
})

test('a time in the far future, written before the clock was set back, is ignored', async () => {
  await database.pool.query(`INSERT INTO raw.rate_limits VALUES (5, now() + interval '1 day')`)
  expect(await acquireAll(pools[0] as pg.Pool, '5', 1, 10)).toEqual([])
})

test('a pause delays the requests of every process, and keeps the rate afterwards', async () => {
  const waits: number[] = []
  const wait = async (ms: number) => void waits.push(ms)
  const limiterOf = (pool: pg.Pool | undefined) =>
    createSharedLimiter({ pool: pool as pg.Pool, tenantId: '7', perSecond: 1, wait })
  const [one, other] = [limiterOf(pools[0]), limiterOf(pools[1])]
  await one.acquire()
  await one.pause?.(300_000)
  await one.acquire()
  await other.acquire()
  await one.pause?.(1_000)
  await one.acquire()
  expect(waits.map((ms) => Math.round(ms / 60_000))).toEqual([5, 5, 5])
  expect(waits).toEqual(waits.toSorted((a, b) => a - b))
})

test('a pause is at most ten minutes', async () => {
  const waits: number[] = []
  const wait = async (ms: number) => void waits.push(ms)
  const limiter = createSharedLimiter({ pool: pools[0] as pg.Pool, tenantId: '8', perSecond: 1, wait })
  await limiter.pause?.(86_400_000)
  await limiter.acquire()
  expect(waits.map((ms) => Math.round(ms / 60_000))).toEqual([10])
})

test('a caller that aborts while waiting gets the reason of the signal', async () => {
  const limiter = createSharedLimiter({ pool: pools[0] as pg.Pool, tenantId: '6', perSecond: 0.01 })
  await limiter.acquire()
  const controller = new AbortController()
  const waiting = limiter.acquire(controller.signal)
  controller.abort(new Error('enough'))
  await expect(waiting).rejects.toThrow()
  await expect(limiter.acquire(controller.signal)).rejects.toThrow('enough')
})
