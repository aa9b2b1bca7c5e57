import { untilAborted } from '../lib/cancel.ts'
import { NetworkError, type RequestContext, TimeoutError, UnexpectedResponseError } from './errors.ts'
import { networkFailure } from './network-failure.ts'
import { readBody } from './read-body.ts'
import { parseRetryAfter } from './retry-after.ts'
import { sentAtServer } from './server-clock.ts'

/** The signature of `fetch` that the client needs. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export interface ExchangeEdges {
  readonly fetch: Fetch
  readonly now: () => number
  readonly requestTimeoutMs: number
  readonly maxResponseBytes: number
}

export interface ExchangeRequest extends RequestContext {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface Exchange {
  readonly status: number
  readonly body: Buffer
  readonly bytes: number
  readonly retryAfterMs: number | null
  /** When the request was sent on the local clock, in milliseconds since 1970. */
  readonly sentAt: number
  /** The same on the server's clock, never later than the actual time; on the local clock without a readable `Date`. */
  readonly sentAtServer: number
}

/** A response whose body may be unreadable. */
export interface Received extends Exchange {
  /** Why `body` is empty although the response had one; null if the body was read. */
  readonly problem: 'too-large' | 'not-utf8' | null
  readonly contentType: string | null
}

/** Error bodies are read for their title only. */
const maxErrorBytes = 65_536

/**
 * Sends one request and reads its whole response, of any status, within `requestTimeoutMs`.
 *
 * @throws TimeoutError, NetworkError, UnexpectedResponseError (`too-large`, `not-json`)
 * @throws the signal's reason when it aborts.
 */
export async function exchange(
  edges: ExchangeEdges,
  request: ExchangeRequest,
  signal: AbortSignal | undefined,
): Promise<Exchange> {
  const response = await receive(edges, request, signal)
  if (response.problem !== null && isSuccess(response.status)) {
    throw unreadable(response.problem, request, edges.maxResponseBytes)
  }
  return response
}

/**
 * Like `exchange`, but a response with an unreadable body is a response: its status is known.
 *
 * Redirects are not followed: they could carry the credentials to another host. `fetch` itself sends a request again,
 * once, after a 421: the server that it reached did not process it (RFC 9110, section 15.5.20).
 *
 * @throws TimeoutError, NetworkError
 * @throws the signal's reason when it aborts.
 */
export async function receive(
  edges: ExchangeEdges,
  request: ExchangeRequest,
  signal: AbortSignal | undefined,
): Promise<Received> {
  signal?.throwIfAborted()
  const { url, method, headers, body } = request
  // Built here, outside the `try`: a header that cannot be sent is a bug, not a network failure.
  const init: RequestInit = { method, headers: new Headers(headers), redirect: 'manual' }
  if (body !== undefined) init.body = body

  // A separate controller and timer: `AbortSignal.any` would add one dependent per request to a signal that may live as
  // long as the process.
  const controller = new AbortController()
  const timeoutMs = edges.requestTimeoutMs
  const timer = setTimeout(
    () =>
      controller.abort(new TimeoutError(`no complete response within ${timeoutMs} ms`, request, timeoutMs)),
    timeoutMs,
  )
  const abort = () => controller.abort(signal?.reason)
  signal?.addEventListener('abort', abort, { once: true })
  const sentAt = edges.now()
  try {
    const { signal: stop } = controller
    // Raced against the signal, because a given `fetch` may ignore it.
    const response = await untilAborted(edges.fetch(url, { ...init, signal: stop }), stop)
    const respondedAt = edges.now()
    const limit = response.ok ? edges.maxResponseBytes : Math.min(maxErrorBytes, edges.maxResponseBytes)
    const read = await readBody(response.body, limit, stop)
    return {
      status: response.status,
      body: 'body' in read ? read.body : Buffer.alloc(0),
      problem: 'problem' in read ? read.problem : null,
      contentType: response.headers.get('content-type'),
      bytes: read.bytes,
      retryAfterMs: parseRetryAfter(response.headers.get('retry-after'), edges.now()),
      sentAt,
      sentAtServer: sentAtServer(response.headers.get('date'), sentAt, respondedAt),
    }
  } catch (error) {
    if (controller.signal.aborted) throw controller.signal.reason
    const reason = networkFailure(error)
    if (reason !== null) throw new NetworkError(`the connection failed (${reason})`, request, error)
    throw error
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}

/** Whether a status is 2xx, like `ok` of a `Response`. */
export const isSuccess = (status: number): boolean => status >= 200 && status < 300

function unreadable(
  problem: 'too-large' | 'not-utf8',
  request: RequestContext,
  limit: number,
): UnexpectedResponseError {
  return problem === 'too-large'
    ? new UnexpectedResponseError(
        `the body is larger than ${limit} bytes (\`maxResponseBytes\`)`,
        request,
        'too-large',
      )
    : new UnexpectedResponseError('the body is not UTF-8', request, 'not-json')
}
