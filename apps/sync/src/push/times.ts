/** The waits of pushes, in milliseconds. */
export interface PushTimes {
  /** How long ServiceTitan may take for a request: later, it applies it no more. Partner documentation: 100 s. */
  readonly requestLimit: number
  /** From when a request without a response is looked for. */
  readonly beforeLook: number
  /** How long a worker may take for one record, from claim to confirmation, before another one takes it over. */
  readonly lease: number
  /** The wait after the first failed attempt; it doubles with each further one. */
  readonly firstRetry: number
  readonly longestRetry: number
}

const usual: PushTimes = {
  requestLimit: 100_000,
  beforeLook: 120_000,
  lease: 180_000,
  firstRetry: 1_000,
  longestRetry: 900_000,
}

/**
 * The waits of pushes. They keep their order: a request that is looked for can be applied no more, and a lease ends after
 * both.
 * @param scale by which all are multiplied, for tests
 * @throws {RangeError} when it is not positive
 */
export function pushTimes(scale = 1): PushTimes {
  if (!(scale > 0)) throw new RangeError(`Expected a positive scale of the waits, got ${scale}`)
  const of = (ms: number) => Math.max(1, Math.round(ms * scale))
  return {
    requestLimit: of(usual.requestLimit),
    beforeLook: of(usual.beforeLook),
    lease: of(usual.lease),
    firstRetry: of(usual.firstRetry),
    longestRetry: of(usual.longestRetry),
  }
}

/** The wait before the next attempt, with full jitter so that records do not retry together. @param random from 0 to 1 */
export function retryAfter(
  attempts: number,
  { firstRetry, longestRetry }: PushTimes,
  random: number,
): number {
  const longest = Math.min(longestRetry, firstRetry * 2 ** Math.min(attempts, 30))
  return Math.ceil(longest * random)
}
