import type { Rate } from '../limits/rate.ts'

/** A client's address sent so many unknown secrets that no further one is looked up for a while. */
export class LookUpLimitError extends Error {
  override readonly name = 'LookUpLimitError'
  readonly code = 'LOOK_UP_LIMIT'
  /** Milliseconds until the next one is looked up. */
  readonly waitMs: number

  constructor(waitMs: number) {
    super('Too many unknown keys were sent from one address')
    this.waitMs = waitMs
  }
}

/**
 * Looks something secret up for a client's address.
 * @throws {LookUpLimitError} when the address sent too many unknown ones
 */
export type LimitLookUps = <T>(address: string, lookUp: () => Promise<T | null>) => Promise<T | null>

/** Limits how many look-ups of an address may find nothing. @param rate null: no limit */
export function createLookUpLimit(rate: Rate | null): LimitLookUps {
  return async (address, lookUp) => {
    if (!rate) return lookUp()
    const { isAllowed, waitMs } = rate.take(address)
    if (!isAllowed) throw new LookUpLimitError(waitMs)
    // It counts from the start, so that many at once are limited too; one that is found does not count in the end.
    let isUnknown = false
    try {
      const found = await lookUp()
      isUnknown = found === null
      return found
    } finally {
      if (!isUnknown) rate.giveBack(address)
    }
  }
}
