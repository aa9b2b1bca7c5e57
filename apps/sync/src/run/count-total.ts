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

/** Requests the number of records in parallel to the first page; the pass does not wait for it. */
export function countTotal({ api, resource, memory, signal }: RunContext): Counting {
  const stop = new AbortController()
  const patience = AbortSignal.any([signal, stop.signal, AbortSignal.timeout(PATIENCE_MS)])
  let known: number | null = null
  const ended = countRecords(api, resource, {}, patience).then(
    ({ total, requests }) => {
      known = total
      memory.addSideRequests(requests)
    },
    // The pass meets the same error, and reports it with more context.
    () => undefined,
  )
  return { total: () => known, ended, stop: () => stop.abort() }
}
