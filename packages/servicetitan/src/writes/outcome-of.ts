import { readErrorDetails } from '../http/error-details.ts'
import {
  RateLimitedError,
  type RequestContext,
  ServiceTitanHttpError,
  UnexpectedResponseError,
} from '../http/errors.ts'
import { isSuccess, type Received } from '../http/exchange.ts'
import { httpError } from '../http/http-error.ts'
import type { Redact } from '../lib/redact.ts'
import type { RefusedWrite, UnsentWrite, WriteOutcome } from './write-outcome.ts'

/** The text of Azure API Management for a path without an endpoint; the API's own 404 has another. */
const unknownEndpoint = /unable to match incoming request to an operation/i

export interface OutcomeOptions {
  readonly redact: Redact
  /** The scope that the endpoint requires. */
  readonly scope: string | undefined
  /** `retryAfterMs` for a 429 that requests no wait. */
  readonly defaultWaitMs: number
}

/**
 * What a response says of a write.
 *
 * A body that the API does not send, such as the HTML page of a proxy, makes the outcome unknown for most statuses: the
 * API may have received the request all the same. A 429 is an exception, since any server sends it in place of
 * processing.
 *
 * @throws AuthenticationError for a 401
 */
export function outcomeOf(
  response: Received,
  context: RequestContext,
  options: OutcomeOptions,
): Exclude<WriteOutcome, UnsentWrite> {
  const { status, body, sentAtServer: requestedAt } = response
  const requests = context.attempts
  const value = parse(body)
  if (isSuccess(status)) {
    const unusable = unusableSuccess(response, value)
    if (unusable === null) {
      return { kind: 'applied', status, body: value === undefined ? null : body, requestedAt, requests }
    }
    const error = new UnexpectedResponseError(unusable.problem, context, unusable.reason)
    return {
      kind: 'unknown',
      error,
      traceId: readErrorDetails(body.toString(), options.redact).traceId,
      requests,
    }
  }
  const error = httpError(response, context, options.redact, options.scope)
  const { traceId } = error
  if (error instanceof RateLimitedError) {
    const retryAfterMs = error.retryAfterMs ?? options.defaultWaitMs
    return { kind: 'limited', error, retryAfterMs, traceId, requests }
  }
  if (!(error instanceof ServiceTitanHttpError)) throw error
  const isForeign = value === undefined && isMarkup(response)
  const kind = isForeign ? 'unknown' : kindOf(error)
  return { kind, error, traceId, requests }
}

function kindOf({ status, title }: ServiceTitanHttpError): RefusedWrite['kind'] | 'unknown' {
  if (status === 403) return 'forbidden'
  if (status === 404) return title !== null && unknownEndpoint.test(title) ? 'refused' : 'notFound'
  if (status === 409) return 'conflict'
  // 408: the server may have received the whole request. A redirect and a 5xx do not exclude it either.
  return status >= 400 && status < 500 && status !== 408 ? 'refused' : 'unknown'
}

/** Why a 2xx does not prove that the API applied the write; null if it does. */
function unusableSuccess(
  response: Received,
  value: unknown,
): { problem: string; reason: 'not-json' | 'wrong-shape' } | null {
  const { status } = response
  if (value === undefined && isMarkup(response)) {
    return { problem: `the body of the ${status} is not the API's, but HTML or XML`, reason: 'not-json' }
  }
  return isErrorBody(value)
    ? { problem: `the body of the ${status} is an error`, reason: 'wrong-shape' }
    : null
}

/** For a body that is not JSON. An unreadable one is known by its type only. */
function isMarkup({ body, bytes, contentType }: Received): boolean {
  if (bytes === 0) return false
  return /^\s*</.test(body.toString('utf8', 0, 100)) || /\b(?:html|xml)\b/i.test(contentType ?? '')
}

/** An `ApiErrorResponse` (OpenAPI): no record has these members with these types. */
function isErrorBody(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('status' in value)) return false
  return typeof value.status === 'number' && value.status >= 400 && 'title' in value && 'traceId' in value
}

/** @returns undefined for text that is not JSON, an empty one among them */
function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}
