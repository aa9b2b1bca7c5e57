export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** The context of every request error; never a query, a header or a body, which may contain secrets and records. */
export interface RequestContext {
  readonly method: Method
  /** Path below the host, without the query. */
  readonly path: string
  /** Number of attempts, including this one. */
  readonly attempts: number
}

/**
 * Any failure of a request to ServiceTitan; `code` identifies its kind.
 *
 * @example
 * ```ts
 * if (error instanceof ServiceTitanError) logger.warn({ code: error.code, path: error.path }, error.message)
 * ```
 */
export abstract class ServiceTitanError extends Error implements RequestContext {
  abstract readonly code: string
  readonly method: Method
  readonly path: string
  readonly attempts: number

  constructor(message: string, context: RequestContext, cause?: unknown) {
    const suffix = context.attempts === 1 ? '' : ` (attempt ${context.attempts})`
    super(
      `${context.method} ${context.path}: ${message}${suffix}`,
      cause === undefined ? undefined : { cause },
    )
    this.name = new.target.name
    this.method = context.method
    this.path = context.path
    this.attempts = context.attempts
  }
}

/** The parts of an error response that are safe and useful to keep. */
export interface ErrorDetails {
  readonly title: string | null
  /** Messages by field, e.g. `{ sort: ["The value 'x' is not valid for Sort."] }`. */
  readonly errors: Readonly<Record<string, readonly string[]>> | null
  /** The vendor's id of the request, which their support needs. */
  readonly traceId: string | null
}

/**
 * ServiceTitan returned a status without its own error class: 403, 404, 5xx after all attempts, a redirect.
 *
 * @example
 * ```ts
 * if (error instanceof ServiceTitanHttpError && error.status === 403) reportMissingScope(error.title)
 * ```
 */
export class ServiceTitanHttpError extends ServiceTitanError {
  readonly code = 'SERVICETITAN_HTTP'
  readonly status: number
  readonly title: string | null
  readonly errors: ErrorDetails['errors']
  readonly traceId: string | null
  /** The wait that ServiceTitan requested, in milliseconds; null when it requested none. */
  readonly retryAfterMs: number | null

  constructor(
    message: string,
    context: RequestContext,
    response: ErrorDetails & { readonly status: number; readonly retryAfterMs: number | null },
  ) {
    super(message, context)
    this.status = response.status
    this.title = response.title
    this.errors = response.errors
    this.traceId = response.traceId
    this.retryAfterMs = response.retryAfterMs
  }
}

/**
 * 429: the quota of this app and tenant is exhausted. Retry after `retryAfterMs`.
 *
 * @example
 * ```ts
 * if (error instanceof RateLimitedError) await delay(error.retryAfterMs ?? 60_000)
 * ```
 */
export class RateLimitedError extends ServiceTitanError {
  readonly code = 'SERVICETITAN_RATE_LIMITED'
  /** The wait that ServiceTitan requested, in milliseconds; null when it requested none. */
  readonly retryAfterMs: number | null
  readonly traceId: string | null

  constructor(
    message: string,
    context: RequestContext,
    response: { readonly retryAfterMs: number | null; readonly traceId: string | null },
  ) {
    super(message, context)
    this.retryAfterMs = response.retryAfterMs
    this.traceId = response.traceId
  }
}

/**
 * The credentials were refused, by the token endpoint or twice by the API. A retry cannot succeed.
 *
 * @example
 * ```ts
 * if (error instanceof AuthenticationError) askForCredentials(error.title)
 * ```
 */
export class AuthenticationError extends ServiceTitanError {
  readonly code = 'SERVICETITAN_AUTHENTICATION'
  readonly status: number
  readonly title: string | null
  readonly traceId: string | null

  constructor(
    message: string,
    context: RequestContext,
    response: Omit<ErrorDetails, 'errors'> & { readonly status: number },
  ) {
    super(message, context)
    this.status = response.status
    this.title = response.title
    this.traceId = response.traceId
  }
}

/**
 * No complete response within `timeoutMs`, in every attempt.
 *
 * @example
 * ```ts
 * if (error instanceof TimeoutError) logger.warn(`no response within ${error.timeoutMs} ms`)
 * ```
 */
export class TimeoutError extends ServiceTitanError {
  readonly code = 'SERVICETITAN_TIMEOUT'
  readonly timeoutMs: number

  constructor(message: string, context: RequestContext, timeoutMs: number) {
    super(message, context)
    this.timeoutMs = timeoutMs
  }
}

/**
 * The connection failed: DNS, TLS, refused, reset. `cause` is the error of `fetch`.
 *
 * @example
 * ```ts
 * if (error instanceof NetworkError) logger.warn({ cause: error.cause }, error.message)
 * ```
 */
export class NetworkError extends ServiceTitanError {
  readonly code = 'SERVICETITAN_NETWORK'
}

/**
 * - `not-json`: the body is not JSON, e.g. an HTML error page, or is truncated
 * - `wrong-shape`: the envelope is not the documented one
 * - `too-large`: the body is larger than `maxResponseBytes`; a smaller `pageSize` may help
 * - `loop`: the feed reports more records but does not advance
 */
export type UnexpectedResponseReason = 'not-json' | 'wrong-shape' | 'too-large' | 'loop'

/**
 * A successful response that cannot be used.
 *
 * @example
 * ```ts
 * if (error instanceof UnexpectedResponseError && error.reason === 'too-large') halvePageSize()
 * ```
 */
export class UnexpectedResponseError extends ServiceTitanError {
  readonly code = 'SERVICETITAN_UNEXPECTED_RESPONSE'
  readonly reason: UnexpectedResponseReason

  constructor(message: string, context: RequestContext, reason: UnexpectedResponseReason) {
    super(message, context)
    this.reason = reason
  }
}
