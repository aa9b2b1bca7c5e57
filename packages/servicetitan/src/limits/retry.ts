import {
  NetworkError,
  RateLimitedError,
  ServiceTitanError,
  ServiceTitanHttpError,
  TimeoutError,
  UnexpectedResponseError,
} from '../http/errors.ts'
import { sleep } from '../lib/cancel.ts'
import type { Logger } from '../lib/logger.ts'

export interface RetryPolicy {
  readonly maxAttempts: number
  readonly retryBaseDelayMs: number
  readonly retryMaxDelayMs: number
}

/**
 * The wait before the next attempt, in milliseconds; null: no further attempt.
 *
 * `Retry-After` replaces the backoff. When it exceeds `retryMaxDelayMs` there is no next attempt: an earlier one would
 * be refused, and a long wait would block the worker, so the caller decides.
 *
 * @param attempt the failed attempt, from 1
 * @param random from 0 to 1: full jitter, so that workers that failed together do not retry together
 */
export function planRetry(
  error: unknown,
  attempt: number,
  options: RetryPolicy & { readonly random: number },
): number | null {
  if (attempt >= options.maxAttempts || !isTransient(error)) return null
  const isHttp = error instanceof RateLimitedError || error instanceof ServiceTitanHttpError
  if (isHttp && error.retryAfterMs !== null) {
    return error.retryAfterMs <= options.retryMaxDelayMs ? error.retryAfterMs : null
  }
  const ceiling = Math.min(options.retryMaxDelayMs, options.retryBaseDelayMs * 2 ** (attempt - 1))
  return ceiling * options.random
}

/** Whether the same request may succeed later. Any error of another class is a bug and is never retried. */
function isTransient(error: unknown): boolean {
  if (error instanceof ServiceTitanHttpError) return error.status === 408 || error.status >= 500
  if (error instanceof UnexpectedResponseError) {
    return error.reason === 'not-json' || error.reason === 'wrong-shape'
  }
  return error instanceof NetworkError || error instanceof TimeoutError || error instanceof RateLimitedError
}

/**
 * Waits until the next attempt may start.
 * @throws the given error when there is no further attempt, or the signal's reason.
 */
export async function pauseOrThrow(
  error: unknown,
  attempt: number,
  edges: RetryPolicy & { random: () => number; logger: Logger; signal: AbortSignal | undefined },
): Promise<void> {
  edges.signal?.throwIfAborted()
  const delayMs = planRetry(error, attempt, { ...edges, random: edges.random() })
  if (delayMs === null || !(error instanceof ServiceTitanError)) throw error
  edges.logger.warn(
    { code: error.code, method: error.method, path: error.path, attempt, delayMs: Math.round(delayMs) },
    `retrying: ${error.message}`,
  )
  await sleep(delayMs, edges.signal)
}
