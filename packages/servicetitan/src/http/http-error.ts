import type { Redact } from '../lib/redact.ts'
import { readErrorDetails, summarise } from './error-details.ts'
import {
  AuthenticationError,
  RateLimitedError,
  type RequestContext,
  ServiceTitanHttpError,
} from './errors.ts'
import type { Exchange } from './exchange.ts'
import { parseTryAgainIn } from './retry-after.ts'

/** The error for a response that is not a success. */
export function httpError(
  response: Pick<Exchange, 'status' | 'body' | 'retryAfterMs'>,
  context: RequestContext,
  redact: Redact,
  scope?: string,
): AuthenticationError | RateLimitedError | ServiceTitanHttpError {
  const { status } = response
  const details = readErrorDetails(response.body.toString(), redact)
  const retryAfterMs = response.retryAfterMs ?? parseTryAgainIn(details.title)
  const summary = [summarise(details), ...(details.traceId === null ? [] : [`trace id ${details.traceId}`])]
    .filter((text) => text !== '')
    .join(', ')
  const message = [`status ${status}${summary === '' ? '' : `: ${summary}`}`, advice(status, scope)]
    .filter((text) => text !== '')
    .join('. ')
  if (status === 429) return new RateLimitedError(message, context, { ...details, retryAfterMs })
  if (status === 401) return new AuthenticationError(message, context, { ...details, status })
  return new ServiceTitanHttpError(message, context, { ...details, status, retryAfterMs })
}

function advice(status: number, scope: string | undefined): string {
  if (status === 401) return 'Check the app key and that the tenant has connected the app'
  if (status === 403 && scope !== undefined) {
    return `The app needs the scope ${scope}, and the tenant must have accepted the app version with that scope`
  }
  // Outside Node, `fetch` reports a redirect that it does not follow as status 0.
  if (status === 0 || (status >= 300 && status < 400)) {
    return 'Redirects are not followed, because they could carry the credentials to another host. Check the URL'
  }
  return ''
}
