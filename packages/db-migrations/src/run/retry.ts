import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

// After these errors the transaction was rolled back and its locks were released. Other errors are not retried.
const RETRYABLE = new Map([
  ['55P03', 'lock timeout'],
  ['40P01', 'deadlock'],
  ['40001', 'serialization failure'],
])

const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 5_000

export interface RetryOptions {
  /** Maximum number of attempts. */
  readonly attempts: number
  readonly onRetry: (attempt: number, reason: string) => void
  readonly signal: AbortSignal | undefined
}

/**
 * Retries `work` after a lock timeout, deadlock or serialization failure, with exponential backoff and full jitter.
 * @throws the error of the last attempt
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

/** Why the error is retryable; undefined if it is not. */
export function retryReason(error: unknown): string | undefined {
  if (error instanceof pg.DatabaseError) return RETRYABLE.get(error.code ?? '')
  return error instanceof Error && error.cause !== undefined ? retryReason(error.cause) : undefined
}
