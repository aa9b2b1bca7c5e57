import { sleep } from '../lib/cancel.ts'

/**
 * Asked before every API request; resolves when the request may be sent.
 *
 * @example
 * ```ts
 * const limiter: Limiter = { acquire: (signal) => sharedBucket.wait(signal) }
 * ```
 */
export interface Limiter {
  /** @throws the signal's reason when it aborts while waiting. */
  acquire(signal?: AbortSignal): Promise<void>
}

/** A token bucket, kept as the moment at which it is full again: one number, nothing to refill by a timer. */
export interface Bucket {
  /** How many tokens come back in a second. */
  readonly perSecond: number
  /** How many requests may go out at once after a pause. */
  readonly burst: number
}

export interface BucketState {
  /** When the bucket is full again, in milliseconds. */
  readonly fullAt: number
  /** When a token was last taken: how a clock that was set back is noticed. */
  readonly takenAt: number
}

export const fullBucket: BucketState = { fullAt: 0, takenAt: 0 }

/** Takes one token, now or from the future, and says how long the taker has to wait for it. */
export function takeToken(
  bucket: Bucket,
  state: BucketState,
  now: number,
): { state: BucketState; waitMs: number } {
  const tokenMs = 1_000 / bucket.perSecond
  // After a clock was set back everyone would otherwise wait for the old time to come again.
  const setBack = Math.max(0, state.takenAt - now)
  const fullAt = Math.max(state.fullAt - setBack, now) + tokenMs
  return {
    state: { fullAt, takenAt: now },
    waitMs: Math.max(0, Math.ceil(fullAt - now - bucket.burst * tokenMs)),
  }
}

/**
 * A limiter for the requests of one process: whoever asks first is served first.
 *
 * The burst is a tenth of a second's worth, at least 1; no second holds more than `perSecond` plus that. A caller
 * who gives up does not hand its turn back: that costs the others one turn and keeps the bound exact.
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
  }
}

/** For `requestsPerSecond: null`. */
export const unlimited: Limiter = {
  async acquire(signal) {
    signal?.throwIfAborted()
  },
}
