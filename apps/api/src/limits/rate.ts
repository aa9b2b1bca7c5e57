import { LRUCache } from 'lru-cache'

export interface RateOptions {
  /** How many may be taken per minute and name, on average. */
  readonly perMinute: number
  /** How many may be taken at once after a pause. */
  readonly burst: number
  /** Milliseconds. */
  readonly now: () => number
  /** Names that are remembered; the least recently used are forgotten. @default 10_000 */
  readonly maxNames?: number
}

/** The answer to one attempt. */
export interface Taken {
  readonly isAllowed: boolean
  /** How many more may be taken now. */
  readonly remaining: number
  /** Milliseconds until one may be taken; 0: now. */
  readonly waitMs: number
  /** Milliseconds until the whole burst may be taken. */
  readonly fullMs: number
}

/** A limit of a rate, for each name on its own. */
export interface Rate {
  readonly take: (name: string) => Taken
  /** Undoes one {@link take}. */
  readonly giveBack: (name: string) => void
}

/**
 * A token bucket for each name: it holds `burst` tokens and is refilled evenly. One number per name is stored, the time
 * at which the bucket will be full (docs/decisions.md, 62).
 */
export function createRate({ perMinute, burst, now, maxNames = 10_000 }: RateOptions): Rate {
  const refillMs = 60_000 / perMinute
  const wholeMs = burst * refillMs
  // Times are sums of fractions: without a tolerance the last token of a burst could be missing.
  const toleranceMs = refillMs / 100
  const fullAt = new LRUCache<string, number>({ max: maxNames })
  // A clock that was set back refuses a name no longer than an empty bucket does.
  const missingMs = (name: string) => Math.min(Math.max((fullAt.get(name) ?? 0) - now(), 0), wholeMs)
  const answer = (isAllowed: boolean, missing: number): Taken => {
    const left = wholeMs - missing + toleranceMs
    return {
      isAllowed,
      remaining: Math.floor(left / refillMs),
      waitMs: left >= refillMs ? 0 : refillMs - left,
      fullMs: missing,
    }
  }
  return {
    take(name) {
      const missing = missingMs(name)
      const isAllowed = missing + refillMs <= wholeMs + toleranceMs
      const rest = isAllowed ? missing + refillMs : missing
      fullAt.set(name, now() + rest)
      return answer(isAllowed, rest)
    },
    giveBack: (name) => void fullAt.set(name, now() + missingMs(name) - refillMs),
  }
}
