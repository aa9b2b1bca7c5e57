import { countRecords } from './count-records.ts'
import type { RunContext } from './run-context.ts'

/** A count of all records, for the progress of a pass that has begun already. */
export interface Counting {
  /** Null: not known yet, or not at all. */
  total(): number | null
  /** Settles with the answer, or without one; never rejects. */
  readonly ended: Promise<void>
  /** Gives up. */
  stop(): void
}

/** No progress bar is worth a longer wait than this, in milliseconds. */
const PATIENCE_MS = 10_000

/** Asks ServiceTitan how many records there are while the first page is on its way; the pass does not wait for it. */
export function countTotal({ api, resource, memory, signal }: RunContext): Counting {
  const stop = new AbortController()
  const patience = AbortSignal.any([signal, stop.signal, AbortSignal.timeout(PATIENCE_MS)])
  let known: number | null = null
  const ended = countRecords(api, resource, {}, patience).then(
    ({ total, requests }) => {
      known = total
      memory.addSideRequests(requests)
    },
    // What is wrong here is wrong with the pass too, which says it better.
    () => undefined,
  )
  return { total: () => known, ended, stop: () => stop.abort() }
}
