import { exitCode } from './exit-codes.ts'
import { notice } from './output.ts'

export interface StopSignalOptions {
  /** A sentence about what is kept, for the reason with which the signal aborts. @default none */
  readonly note?: string
  /** Longest that the process may take to end after the first signal, in milliseconds. @default no limit */
  readonly deadlineMs?: number
}

/**
 * Aborts on the first SIGINT or SIGTERM, so that current work is finished. A second one ends the process immediately, as
 * does the deadline, with exit code 1.
 * @example
 * const signal = stopSignal({ deadlineMs: 10_000 })
 * if (!signal.aborted) await once(signal, 'abort')
 */
export function stopSignal({ note, deadlineMs }: StopSignalOptions = {}): AbortSignal {
  const stop = new AbortController()
  const names = ['SIGINT', 'SIGTERM'] as const
  const onSignal = (name: NodeJS.Signals) => {
    // From here on a signal does what it does by default, whichever of the two it is.
    for (const each of names) process.off(each, onSignal)
    if (deadlineMs !== undefined) setTimeout(() => giveUp(deadlineMs), deadlineMs).unref()
    stop.abort(new Error(`Stopped by ${name}.${note ? ` ${note}` : ''}`))
  }
  for (const name of names) process.on(name, onSignal)
  return stop.signal
}

function giveUp(deadlineMs: number): never {
  notice(`error: not stopped within ${deadlineMs / 1000} s; ended with work under way`)
  process.exit(exitCode.error)
}

/**
 * Ends the process after a while, with the exit code that is set, although something still keeps it: a connection that
 * does not close, a timer. To be called when the work is done.
 * @param ms how long what is left may take to end, in milliseconds
 * @example
 * finish(await serve(options, { signal: stopSignal() }))
 * exitSoon()
 */
export function exitSoon(ms = 500): void {
  setTimeout(() => process.exit(), ms).unref()
}
