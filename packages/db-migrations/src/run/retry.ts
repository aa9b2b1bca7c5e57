import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

// Only these: the transaction left nothing, and made way for readers and writers.
const RETRYABLE = new Map([
  ['55P03', 'a lock was not to be had in time'],
  ['40P01', 'a deadlock'],
  ['40001', 'a serialization failure'],
])

const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 5_000

export interface RetryOptions {
  /** How often `work` is tried at most. */
  readonly attempts: number
  readonly onRetry: (attempt: number, reason: string) => void
  readonly signal: AbortSignal | undefined
}

/**
 * Tries `work` again when it could not get its locks, after a pause of random length that grows.
 * @throws what the last attempt threw; it never waits for a lock without a timeout.
 */
export async function withRetries<T>(
  work: () => Promise<T>,
  { attempts, onRetry, signal }: RetryOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted()
    try {
      return await work()
    } catch (error) {
      const reason = retryReason(error)
      if (reason === undefined || attempt >= attempts) throw error
      onRetry(attempt, reason)
      const longest = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS)
      await sleep(Math.random() * longest, undefined, signal ? { signal } : {})
    }
  }
}

/** Why the work may be tried again; undefined when trying again would not help. */
export function retryReason(error: unknown): string | undefined {
  if (error instanceof pg.DatabaseError) return RETRYABLE.get(error.code ?? '')
  return error instanceof Error && error.cause !== undefined ? retryReason(error.cause) : undefined
}
