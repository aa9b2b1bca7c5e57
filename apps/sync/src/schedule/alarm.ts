/** Ends a pause early. A ring without a waiter ends the next wait immediately. */
export interface Alarm {
  ring(): void
  /** Resolves after `ms` milliseconds, when the alarm rings, or when the signal aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>
}

export function createAlarm(): Alarm {
  let rung = false
  let wake: () => void = () => undefined
  return {
    ring() {
      rung = true
      wake()
    },
    async wait(ms, signal) {
      if (!rung && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const end = () => {
            clearTimeout(timer)
            signal.removeEventListener('abort', end)
            resolve()
          }
          const timer = setTimeout(end, ms)
          signal.addEventListener('abort', end)
          wake = end
        })
      }
      rung = false
      wake = () => undefined
    },
  }
}
