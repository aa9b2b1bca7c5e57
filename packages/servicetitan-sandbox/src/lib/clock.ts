import { type Ticks, ticksOfMs } from './ticks.ts'

/** A task that runs at scheduled times of the clock. */
type Task = {
  /** The time of the next run, in milliseconds since 1970. */
  nextAt: () => number
  /** Runs the task once; afterwards `nextAt` must be later. */
  run: () => void
}

/** The sandbox's time. It changes only by `advance`, unless it follows real time. */
export type Clock = {
  /** Milliseconds since 1970. */
  now: () => number
  /**
   * Moves the clock forward by this many milliseconds, and runs each due task at its own time, so the result does not
   * depend on the step size.
   *
   * @throws when `ms` is negative: the clock never goes back
   */
  advance: (ms: number) => void
}

/** A clock with scheduled tasks. */
export type SchedulingClock = Clock & {
  /** Schedules a task. @returns a function that cancels it */
  addTask: (task: Task) => () => void
  /** Whether the clock follows real time, so that `advance(0)` must be called regularly to run due tasks. */
  isRunning: boolean
}

/**
 * @param realNow the real time in milliseconds, for a clock that follows it from `startMs` on.
 */
export const createClock = (startMs: number, realNow?: () => number): SchedulingClock => {
  let advanced = 0
  const started = realNow?.() ?? 0
  const tasks = new Set<Task>()
  const now = (): number => startMs + advanced + (realNow ? realNow() - started : 0)
  const firstDue = (by: number): Task | undefined => {
    let first: Task | undefined
    for (const task of tasks) {
      if (task.nextAt() <= by && (!first || task.nextAt() < first.nextAt())) first = task
    }
    return first
  }
  return {
    now,
    isRunning: realNow !== undefined,
    addTask: (task) => {
      tasks.add(task)
      return () => tasks.delete(task)
    },
    advance: (ms) => {
      if (!(ms >= 0))
        throw new Error(`Expected \`ms\` to be zero or more, got ${ms}: the clock never goes back`)
      const end = now() + ms
      for (let due = firstDue(end); due; due = firstDue(end)) {
        advanced += Math.max(0, due.nextAt() - now())
        due.run()
      }
      advanced += Math.max(0, end - now())
    },
  }
}

/** The time of a change. */
export type Stamp = {
  /**
   * The clock's time, but unique: otherwise a reader that keeps the newer of two versions would miss the second of two
   * changes in one millisecond.
   */
  changedAt: Ticks
  /** The clock's time, for the export's lag. */
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
