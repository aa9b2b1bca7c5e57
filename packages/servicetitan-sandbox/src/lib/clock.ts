import { type Ticks, ticksOfMs } from './ticks.ts'

/** Something that is done at its times on the clock. */
type Sleeper = {
  /** When it is to be woken next, in milliseconds since 1970. */
  nextAt: () => number
  /** Does what was due then; afterwards `nextAt` is later. */
  wake: () => void
}

/** The sandbox's time. It stands still between calls of `advance`, unless it follows real time. */
export type Clock = {
  /** Milliseconds since 1970. */
  now: () => number
  /**
   * Moves the clock on by this many milliseconds, and wakes each sleeper that is due on the way at its very time:
   * an hour in one step and an hour in sixty end the same.
   *
   * @throws when `ms` is negative: the clock never goes back
   */
  advance: (ms: number) => void
}

/** The same for those who do something at its times. */
export type WakingClock = Clock & {
  /** Has something done from now on. @returns what ends it */
  addSleeper: (sleeper: Sleeper) => () => void
  /** Whether it follows real time, so that `advance(0)` is needed now and then to wake sleepers. */
  isRunning: boolean
}

/**
 * @param realNow where to read real time, for a clock that runs by itself from `startMs` on.
 */
export const createClock = (startMs: number, realNow?: () => number): WakingClock => {
  let advanced = 0
  const started = realNow?.() ?? 0
  const sleepers = new Set<Sleeper>()
  const now = (): number => startMs + advanced + (realNow ? realNow() - started : 0)
  const firstDue = (by: number): Sleeper | undefined => {
    let first: Sleeper | undefined
    for (const sleeper of sleepers) {
      if (sleeper.nextAt() <= by && (!first || sleeper.nextAt() < first.nextAt())) first = sleeper
    }
    return first
  }
  return {
    now,
    isRunning: realNow !== undefined,
    addSleeper: (sleeper) => {
      sleepers.add(sleeper)
      return () => sleepers.delete(sleeper)
    },
    advance: (ms) => {
      if (!(ms >= 0))
        throw new Error(`Expected \`ms\` to be zero or more, got ${ms}: the clock never goes back`)
      const end = now() + ms
      for (let due = firstDue(end); due; due = firstDue(end)) {
        advanced += Math.max(0, due.nextAt() - now())
        due.wake()
      }
      advanced += Math.max(0, end - now())
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
