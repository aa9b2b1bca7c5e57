import { type Ticks, ticksOfMs } from './ticks.ts'

/** The sandbox's time. It stands still between calls of `advance`, unless it follows real time. */
export type Clock = {
  /** Milliseconds since 1970. */
  now: () => number
  /** Moves the clock on by this many milliseconds. */
  advance: (ms: number) => void
}

/**
 * @param realNow where to read real time, for a clock that runs by itself from `startMs` on.
 */
export const createClock = (startMs: number, realNow?: () => number): Clock => {
  let advanced = 0
  const started = realNow?.() ?? 0
  return {
    now: () => startMs + advanced + (realNow ? realNow() - started : 0),
    advance: (ms) => {
      if (!(ms >= 0))
        throw new Error(`Expected \`ms\` to be zero or more, got ${ms}: the clock never goes back`)
      advanced += ms
    },
  }
}

/** When a change was made. */
export type Stamp = {
  /**
   * From the clock but never the same twice: a record changed twice in one millisecond must not look unchanged to
   * a reader that keeps the newer of two versions.
   */
  changedAt: Ticks
  /** The clock itself, by which the export's lag is measured. */
  clockAt: Ticks
}

export const createStamp = (clock: Clock): (() => Stamp) => {
  let last = Number.NEGATIVE_INFINITY
  return () => {
    const clockAt = ticksOfMs(clock.now())
    last = Math.max(clockAt, last + 1)
    return { changedAt: last, clockAt }
  }
}
