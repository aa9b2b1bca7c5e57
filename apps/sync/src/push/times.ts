/** The waits of pushes, in milliseconds. */
export interface PushTimes {
  /** How long ServiceTitan may take for a request: later, it applies it no more. Partner documentation: 100 s. */
  readonly requestLimit: number
  /** From when a request without a response is looked for. */
  readonly beforeLook: number
  /**
   * How long after that a creation is looked for once more before it is sent again: a list may show a new record later. It
   * is found if both, the time until it is applied and that until it is listed, end within this wait and the one before.
   */
  readonly betweenLooks: number
  /** How long a worker may take for one record, from claim to confirmation, before another one takes it over. */
  readonly lease: number
  /** The wait after the first failed attempt; it doubles with each further one. */
  readonly firstRetry: number
  readonly longestRetry: number
}

/** The waits that ServiceTitan's API needs. */
export const usualTimes: PushTimes = {
  requestLimit: 100_000,
  beforeLook: 120_000,
  betweenLooks: 30_000,
  lease: 180_000,
  firstRetry: 1_000,
  longestRetry: 900_000,
}

/**
 * How long a stored request may wait until it is handed to the client, and then again until it is sent: both and the time
 * that ServiceTitan may take end before it is looked for.
 */
export const writeStartLimit = ({ requestLimit, beforeLook }: PushTimes): number =>
  Math.min(15_000, Math.floor((beforeLook - requestLimit) / 3))

/** The limits of the client: a write that waits to be sent, and then takes as long as it may, ends before it is looked for. */
export const writeLimits = (times: PushTimes) => ({
  writeTimeoutMs: times.requestLimit,
  writeStartTimeoutMs: writeStartLimit(times),
})

/** The wait before the next attempt, with full jitter so that records do not retry together. @param random from 0 to 1 */
export function retryAfter(
  attempts: number,
  { firstRetry, longestRetry }: PushTimes,
  random: number,
): number {
  const longest = Math.min(longestRetry, firstRetry * 2 ** Math.min(attempts, 30))
  return Math.ceil(longest * random)
}
