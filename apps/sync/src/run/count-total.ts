import { countRecords } from './count-records.ts'
import type { RunContext } from './run-context.ts'

/** A count of all records, running in parallel to the pass whose progress shows it. */
export interface Counting {
  /** The number of records; null: not known (yet). */
  total(): number | null
  /** Resolves when the count has succeeded or failed; never rejects. */
  readonly ended: Promise<void>
  /** Cancels the request. */
  stop(): void
}

/** Timeout of the request, in milliseconds. */
const TIMEOUT_MS = 10_000

/** Requests the number of records in parallel to the first page; the pass does not wait for it. */
export function countTotal({ api, resource, memory, signal }: RunContext): Counting {
  const stop = new AbortController()
  const requestSignal = AbortSignal.any([signal, stop.signal, AbortSignal.timeout(TIMEOUT_MS)])
  let count: number | null = null
  const ended = countRecords(api, resource, {}, requestSignal).then(
    ({ total, requests }) => {
      count = total
      memory.addSideRequests(requests)
    },
    // The pass fails with the same error, and reports it with more context.
    () => undefined,
  )
  return { total: () => count, ended, stop: () => stop.abort() }
}
