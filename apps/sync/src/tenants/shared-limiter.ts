import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import type { Limiter } from 'servicetitan'

/** A lease of tokens; each token permits one request, at or after its due time. */
export interface Lease {
  /** When the first token is due, in milliseconds of the process's own steady clock. */
  readonly firstDueAt: number
  /** Time between two tokens, in milliseconds. */
  readonly intervalMs: number
  readonly size: number
  /** The number of used or discarded tokens. */
  readonly taken: number
  /** The number of used tokens. */
  readonly used: number
}

/** The state before the first lease, which will have one token. */
export const noLease: Lease = { firstDueAt: 0, intervalMs: 1, size: 1, taken: 1, used: 1 }

/**
 * Takes the first token that is not stale. A token whose successor is due already is discarded: saved tokens would
 * permit a burst while another process sends at the full rate.
 * @returns null when no token is left: a new lease is needed
 */
export function takeFromLease(lease: Lease, now: number): { lease: Lease; dueAt: number } | null {
  const stale = Math.floor((now - lease.firstDueAt) / lease.intervalMs)
  const index = Math.max(lease.taken, stale)
  if (index >= lease.size) return null
  return {
    lease: { ...lease, taken: index + 1, used: lease.used + 1 },
    dueAt: lease.firstDueAt + index * lease.intervalMs,
  }
}

/**
 * The size of the next lease: twice the used tokens of the last one, at most half a second's worth. Thus a process that
 * sends little leaves the rate to others, and one that sends much queries PostgreSQL twice per second.
 */
export function nextLeaseSize(last: Lease, perSecond: number): number {
  return Math.min(Math.max(1, last.used * 2), Math.max(1, Math.floor(perSecond / 2)))
}

export interface SharedLimiterOptions {
  readonly pool: pg.Pool
  readonly tenantId: string
  /** Requests per second of all processes together. */
  readonly perSecond: number
  /** A steady clock, in milliseconds. @default performance.now */
  readonly now?: () => number
  /** Waits `ms` milliseconds. @throws the signal's reason when it aborts */
  readonly wait?: (ms: number, signal?: AbortSignal) => Promise<void>
}

/**
 * A rate limit for the requests of a tenant from all processes. Each process leases its next tokens from
 * `raw.rate_limits` by one UPDATE for up to half a second. Requests are paced evenly without a burst: every second has
 * at most `perSecond` due times. Only PostgreSQL's clock is used, not those of the machines. A pause concerns all
 * processes, each as soon as its lease is used up; it does not delay callers that already wait for their due time.
 * @throws {TypeError} when `perSecond` is not above 0
 */
export function createSharedLimiter({
  pool,
  tenantId,
  perSecond,
  now = () => performance.now(),
  wait = (ms, signal) => delay(ms, undefined, { signal }),
}: SharedLimiterOptions): Limiter {
  if (!(perSecond > 0)) throw new TypeError(`Expected \`perSecond\` to be above 0, got ${perSecond}`)
  let lease = noLease
  let turn: Promise<unknown> = Promise.resolve()

  /** The due time of the next token. Calls are serialized in their order. */
  const nextDueAt = async (signal: AbortSignal | undefined): Promise<number> => {
    signal?.throwIfAborted()
    let taken = takeFromLease(lease, now())
    if (!taken) {
      lease = await openLease(pool, tenantId, { size: nextLeaseSize(lease, perSecond), perSecond }, now)
      taken = takeFromLease(lease, Math.min(now(), lease.firstDueAt))
    }
    if (!taken) throw new Error('Expected a new lease to have a token, got none.')
    lease = taken.lease
    return taken.dueAt
  }

  return {
    async acquire(signal) {
      const mine = turn.then(() => nextDueAt(signal))
      turn = mine.catch(() => undefined)
      const waitMs = (await mine) - now()
      if (waitMs > 0) await wait(waitMs, signal)
    },
    async pause(delayMs) {
      const mine = turn.then(async () => {
        await updateTenant(pool, tenantId, { sql: delayTokens, ms: delayMs })
        // Its tokens are due before the end of the pause.
        lease = noLease
      })
      turn = mine.catch(() => undefined)
      await mine
    },
  }
}

/** @returns the lease in the process's own time, which is later than PostgreSQL's by the latency, never earlier */
async function openLease(
  pool: pg.Pool,
  tenantId: string,
  { size, perSecond }: { size: number; perSecond: number },
  now: () => number,
): Promise<Lease> {
  const intervalMs = 1_000 / perSecond
  const found = await updateTenant(pool, tenantId, { sql: takeTokens, ms: size * intervalMs })
  const endInMs = found ?? size * intervalMs
  return { firstDueAt: now() + endInMs - size * intervalMs, intervalMs, size, taken: 0, used: 0 }
}

/** Updates the row of the tenant, which is inserted if there is none. @returns its `endInMs` */
async function updateTenant(
  pool: pg.Pool,
  tenantId: string,
  { sql, ms }: { sql: string; ms: number },
): Promise<number | undefined> {
  const parameters = [tenantId, ms]
  let { rows } = await pool.query<{ endInMs: number }>(sql, parameters)
  if (rows.length === 0) {
    await pool.query(
      `INSERT INTO raw.rate_limits (tenant_id, full_at) VALUES ($1, now()) ON CONFLICT (tenant_id) DO NOTHING`,
      [tenantId],
    )
    rows = (await pool.query<{ endInMs: number }>(sql, parameters)).rows
  }
  return rows[0]?.endInMs
}

// A time more than ten minutes ahead was written before the server's clock was set back, and is ignored.
const takeTokens = `
UPDATE raw.rate_limits
   SET full_at = CASE WHEN full_at BETWEEN now() AND now() + interval '10 minutes' THEN full_at ELSE now() END
                 + $2::float8 * interval '1 millisecond'
 WHERE tenant_id = $1
RETURNING (extract(epoch FROM full_at - now()) * 1000)::float8 AS "endInMs"`

// At most ten minutes, since a later time is ignored.
const delayTokens = `
UPDATE raw.rate_limits
   SET full_at = greatest(
         CASE WHEN full_at BETWEEN now() AND now() + interval '10 minutes' THEN full_at ELSE now() END,
         now() + least($2::float8, 600000) * interval '1 millisecond')
 WHERE tenant_id = $1
RETURNING (extract(epoch FROM full_at - now()) * 1000)::float8 AS "endInMs"`
