import type { RateLimitedError, ServiceTitanHttpError } from '../http/errors.ts'

interface Sent {
  /** Requests sent to the API: 2 if the first one was refused with 401, which applies nothing. */
  readonly requests: number
}

/** 2xx: ServiceTitan applied the write. */
export interface AppliedWrite extends Sent {
  readonly kind: 'applied'
  readonly status: number
  /** The body exactly as received, which is JSON; null if it was empty or could not be read. */
  readonly body: Buffer | null
  /** As `requestedAt` of a page. */
  readonly requestedAt: number
}

/** Nothing was applied: no request reached ServiceTitan, or it was refused with 401. */
export interface UnsentWrite extends Sent {
  readonly kind: 'notSent'
  /** A `ServiceTitanError`, the error of the limiter, or the signal's reason. */
  readonly error: unknown
}

/** ServiceTitan may have applied the write, or may still do so: read the record before the write is sent again. */
export interface UnknownWrite extends Sent {
  readonly kind: 'unknown'
  /** A `ServiceTitanError`, or the signal's reason. */
  readonly error: unknown
  /** The vendor's id of the request, if there was a response with one. */
  readonly traceId: string | null
}

/**
 * ServiceTitan responded that it applied nothing.
 *
 * - `refused`: 400, 422 and any other 4xx: the same request would be refused again; `error.errors` has the messages by
 *   the path of a field. Also a 404 of the gateway, to which the endpoint is unknown
 * - `forbidden`: 403, the app lacks the scope
 * - `notFound`: 404, there is no such record
 * - `conflict`: 409, the record's state forbids it, as `error.title` says
 */
export interface RefusedWrite extends Sent {
  readonly kind: 'refused' | 'forbidden' | 'notFound' | 'conflict'
  /** With `status`, `title`, `errors` and `traceId`. */
  readonly error: ServiceTitanHttpError
  readonly traceId: string | null
}

/** 429: nothing was applied, because the quota is exhausted. */
export interface LimitedWrite extends Sent {
  readonly kind: 'limited'
  readonly error: RateLimitedError
  /** The wait that ServiceTitan requested, in milliseconds; `retryBaseDelayMs` when it requested none. */
  readonly retryAfterMs: number
  readonly traceId: string | null
}

/**
 * What is known of a write.
 *
 * @example
 * ```ts
 * if (outcome.kind === 'unknown') await readAgainAfter(120_000)
 * else if (outcome.kind === 'refused') showErrors(outcome.error.errors)
 * ```
 */
export type WriteOutcome = AppliedWrite | UnsentWrite | UnknownWrite | RefusedWrite | LimitedWrite
