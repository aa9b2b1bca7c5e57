import { sleep } from '../lib/cancel.ts'

/**
 * Acquired before every API request; resolves when the request may be sent.
 *
 * @example
 * ```ts
 * const limiter: Limiter = { acquire: (signal) => sharedBucket.wait(signal) }
 * ```
 */
export interface Limiter {
  /** @throws the signal's reason when it aborts while waiting. */
  acquire(signal?: AbortSignal): Promise<void>
  /**
   * Called after a write was refused with 429: requests acquired from now on wait at least `delayMs` milliseconds.
   * Optional; without it only the refused write waits.
   */
  pause?(delayMs: number): void | Promise<void>
}

/** A token bucket, stored as the time at which it is full again: one number, no refill timer. */
export interface Bucket {
  /** Tokens refilled per second. */
  readonly perSecond: number
  /** Requests that may be sent without a wait after a pause. */
  readonly burst: number
}

export interface BucketState {
  /** When the bucket is full again, in milliseconds. */
  readonly fullAt: number
  /** When a token was last taken, to detect a clock that was set back. */
  readonly takenAt: number
}

export const fullBucket: BucketState = { fullAt: 0, takenAt: 0 }

/** Takes one token, possibly one not yet refilled, and returns the wait for it in milliseconds. */
export function takeToken(
  bucket: Bucket,
  state: BucketState,
  now: number,
): { state: BucketState; waitMs: number } {
  const tokenMs = 1_000 / bucket.perSecond
  // Otherwise a clock that was set back would block all requests until it reaches the old time again.
  const setBack = Math.max(0, state.takenAt - now)
  const fullAt = Math.max(state.fullAt - setBack, now) + tokenMs
  return {
    state: { fullAt, takenAt: now },
    waitMs: Math.max(0, Math.ceil(fullAt - now - bucket.burst * tokenMs)),
  }
}

/** Empties the bucket so that the next token is due in `delayMs` milliseconds, or later if it was already. */
export function emptyBucket(bucket: Bucket, state: BucketState, now: number, delayMs: number): BucketState {
  const tokenMs = 1_000 / bucket.perSecond
  const setBack = Math.max(0, state.takenAt - now)
  return {
    fullAt: Math.max(state.fullAt - setBack, now + delayMs + (bucket.burst - 1) * tokenMs),
    takenAt: now,
  }
}

/**
 * A limiter for the requests of one process, first come, first served.
 *
 * The burst is a tenth of `perSecond`, at least 1; no second has more requests than `perSecond` plus the burst. An
 * aborted caller does not return its token, which delays the others by one request and keeps the bound exact. A pause
 * does not delay callers that already wait for their token.
 */
export function createLimiter(options: { perSecond: number; now: () => number }): Limiter {
  const bucket: Bucket = {
    perSecond: options.perSecond,
    burst: Math.max(1, Math.floor(options.perSecond / 10)),
  }
  let state = fullBucket
  return {
    async acquire(signal) {
      signal?.throwIfAborted()
      const taken = takeToken(bucket, state, options.now())
      state = taken.state
      if (taken.waitMs > 0) await sleep(taken.waitMs, signal)
    },
    pause(delayMs) {
      state = emptyBucket(bucket, state, options.now(), delayMs)
    },
  }
}

/** For `requestsPerSecond: null`. */
export const unlimited: Limiter = {
  async acquire(signal) {
    signal?.throwIfAborted()
  },
}
