import { STATUS_CODES } from 'node:http'
import type { ApiRequest } from './context.ts'
import type { Problem } from './problem-schema.ts'

/** The status of an error response. */
export type ProblemStatus = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 429 | 500 | 503 | 504

/** Ends the request with a problem; the message is sent to the client. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly status: ProblemStatus
  readonly errors: Problem['errors']
  readonly waitingFor: Problem['waitingFor']
  readonly knownSince: Problem['knownSince']
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: ProblemStatus,
    detail: string,
    {
      errors,
      waitingFor,
      knownSince,
      headers = {},
    }: Partial<Pick<ProblemError, 'errors' | 'waitingFor' | 'knownSince' | 'headers'>> = {},
  ) {
    super(detail)
    this.status = status
    this.errors = errors
    this.waitingFor = waitingFor
    this.knownSince = knownSince
    this.headers = headers
  }
}

/** A problem as a response. */
export function problemResponse(
  c: ApiRequest,
  {
    status,
    message,
    errors,
    waitingFor,
    knownSince,
    headers,
  }: Omit<ProblemError, keyof Error> & Pick<Error, 'message'>,
): Response {
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
  }
  return c.body(JSON.stringify(body), status, {
    ...headers,
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
  })
}
