import { createHash } from 'node:crypto'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Intervals between the runs of a table, in milliseconds. */
export interface Intervals {
  readonly incrementalEveryMs: number
  readonly fullEveryMs: number
  readonly verifyEveryMs: number
}

/**
 * The intervals of a table without a row in `raw.sync_schedules`. "Come back in 5 to 10 minutes" is the vendor's rule
 * after the end of a feed (developer documentation, "Export APIs"); lists are smaller and change less.
 */
export function defaultIntervals(hasExport: boolean): Intervals {
  return {
    incrementalEveryMs: hasExport ? 5 * MINUTE_MS : 15 * MINUTE_MS,
    fullEveryMs: 24 * HOUR_MS,
    verifyEveryMs: 7 * 24 * HOUR_MS,
  }
}

/** The offset of a table within its interval, from 0 to 1: constant per table, and evenly distributed over tenants. */
export function offsetInInterval(tenantId: string, tableName: string): number {
  return createHash('sha256').update(`${tenantId}/${tableName}`).digest().readUInt32BE(0) / 2 ** 32
}

/**
 * An interval with jitter: 90 to 100 % of it, by the table's constant offset, so that tenants that started together do
 * not stay synchronised.
 */
export function withJitter(everyMs: number, offset: number): number {
  return Math.round(everyMs * (0.9 + 0.1 * offset))
}

const FIRST_RETRY_MS = 30_000
const LAST_RETRY_MS = HOUR_MS

/** The pause of a kind of run after consecutive failures, in milliseconds: doubled by each failure. */
export function retryDelayMs(failures: number, offset: number): number {
  return withJitter(Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 20)), offset)
}
