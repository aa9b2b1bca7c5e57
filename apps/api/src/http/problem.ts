import { STATUS_CODES } from 'node:http'
import type { ApiRequest } from './context.ts'
import type { Problem } from './problem-schema.ts'

/** The status of an error response. */
export type ProblemStatus = 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 415 | 428 | 429 | 500 | 503 | 504

/** Ends the request with a problem; the message is sent to the client. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly status: ProblemStatus
  readonly errors: Problem['errors']
  readonly waitingFor: Problem['waitingFor']
  readonly knownSince: Problem['knownSince']
  readonly bookings: Problem['bookings']
  readonly current: Problem['current']
  readonly changedSince: Problem['changedSince']
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: ProblemStatus,
    detail: string,
    more: Partial<Omit<ProblemError, keyof Error | 'status'>> = {},
  ) {
    super(detail)
    this.status = status
    this.errors = more.errors
    this.waitingFor = more.waitingFor
    this.knownSince = more.knownSince
    this.bookings = more.bookings
    this.current = more.current
    this.changedSince = more.changedSince
    this.headers = more.headers ?? {}
  }
}

/** A problem as a response. */
export function problemResponse(
  c: ApiRequest,
  { status, message, headers, ...more }: Omit<ProblemError, keyof Error> & Pick<Error, 'message'>,
): Response {
  const { errors, waitingFor, knownSince, bookings, current, changedSince } = more
  const body: Problem = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: message,
    instance: c.req.path,
    requestId: c.var.requestId,
    ...(errors && { errors }),
    ...(waitingFor && { waitingFor }),
    ...(knownSince !== undefined && { knownSince }),
    ...(bookings && { bookings }),
    ...(current && { current }),
    ...(changedSince !== undefined && { changedSince }),
  }
  return c.body(JSON.stringify(body), status, {
    ...headers,
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
  })
}
