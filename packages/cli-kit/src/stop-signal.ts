import { exitCode } from './exit-codes.ts'
import { notice } from './output.ts'

export interface StopSignalOptions {
  /** A sentence for the abort reason, such as what is kept. @default none */
  readonly note?: string
  /** The maximum time between the first signal and the end of the process, in milliseconds. @default no limit */
  readonly deadlineMs?: number
}

/**
 * Aborts on the first SIGINT or SIGTERM, so that the command can finish its current work. A second signal ends the
 * process immediately; the deadline ends it with exit code 1.
 * @example
 * const signal = stopSignal({ deadlineMs: 10_000 })
 * if (!signal.aborted) await once(signal, 'abort')
 */
export function stopSignal({ note, deadlineMs }: StopSignalOptions = {}): AbortSignal {
  const stop = new AbortController()
  const names = ['SIGINT', 'SIGTERM'] as const
  const onSignal = (name: NodeJS.Signals) => {
    // From now on both signals have their default effect.
    for (const other of names) process.off(other, onSignal)
    if (deadlineMs !== undefined) setTimeout(() => exitUnfinished(deadlineMs), deadlineMs).unref()
    stop.abort(new Error(`Stopped by ${name}.${note ? ` ${note}` : ''}`))
  }
  for (const name of names) process.on(name, onSignal)
  return stop.signal
}

function exitUnfinished(deadlineMs: number): never {
  notice(`error: not stopped within ${deadlineMs / 1000} s; exited with unfinished work`)
  process.exit(exitCode.error)
}

/**
 * Ends the process after a delay, with the exit code that is set, even if an open connection or a timer keeps it alive.
 * Call it when the work is done.
 * @param ms the delay, in milliseconds
 * @example
 * finish(await serve(options, { signal: stopSignal() }))
 * exitSoon()
 */
export function exitSoon(ms = 500): void {
  setTimeout(() => process.exit(), ms).unref()
}
