import type { SchedulingClock } from './clock.ts'

/** Runs functions once, at a later time of the clock. */
export type Later = {
  /** Runs the function after this many milliseconds of the clock. */
  add: (ms: number, run: () => void) => void
  /** Cancels what has not run yet; nothing runs from then on. */
  close: () => void
}

/** How often a clock that follows real time runs due functions, in milliseconds. */
const POLL_INTERVAL_MS = 20

export const createLater = (clock: SchedulingClock): Later => {
  const waiting = new Set<() => void>()
  let timer: NodeJS.Timeout | undefined
  let isClosed = false
  const release = (cancel: () => void): void => {
    cancel()
    waiting.delete(cancel)
    if (waiting.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
  return {
    add: (ms, run) => {
      if (isClosed) return
      const at = clock.now() + ms
      const cancel = clock.addTask({
        nextAt: () => at,
        run: () => {
          release(cancel)
          run()
        },
      })
      waiting.add(cancel)
      if (clock.isRunning) timer ??= setInterval(() => clock.advance(0), POLL_INTERVAL_MS)
    },
    close: () => {
      isClosed = true
      for (const cancel of waiting) release(cancel)
    },
  }
}
