import { setTimeout as sleep } from 'node:timers/promises'
import { BusyError } from '../tenant/shares.ts'

/** Time until the next attempt, in milliseconds. */
const retryMs = 500

/**
 * Reads for a stream, which has time: while its tenant's share of the connections is in use, it waits, and does not end.
 * @throws the error of `read`; also a BusyError, once `signal` aborts
 */
export async function readPatiently<T>(read: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await read()
    } catch (error) {
      if (!(error instanceof BusyError) || signal.aborted) throw error
      await sleep(retryMs, undefined, { ref: false })
    }
  }
}
