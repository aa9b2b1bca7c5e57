import type { Resource } from 'catalog'
import type { AccessTokens } from '../auth/access-token.ts'
import type { ClientConfig } from '../config/config.ts'
import { apiHeaders, logResponse, tenantPath } from '../http/api-request.ts'
import { AuthenticationError, type RequestContext } from '../http/errors.ts'
import { exchange } from '../http/exchange.ts'
import { httpError } from '../http/http-error.ts'
import { untilAborted } from '../lib/cancel.ts'
import { createRedact } from '../lib/redact.ts'
import { pauseOrThrow } from '../limits/retry.ts'

export interface PageRequest<T> {
  readonly resource: Resource
  /** `listPath` or `exportPath` of the resource. */
  readonly path: string
  readonly query: string
  /** Validates the body and reads its envelope. @throws UnexpectedResponseError, which is retried */
  readonly read: (body: Buffer, context: RequestContext) => T
  readonly signal: AbortSignal | undefined
}

/** The fields of every page, from a feed or a list. */
export interface ReceivedPage {
  /**
   * The response exactly as received, in UTF-8. PostgreSQL parses it: JavaScript would round ids beyond 2^53 and
   * truncate timestamps to milliseconds.
   */
  readonly body: Buffer
  /** Size of the body in bytes, after decompression. */
  readonly bytes: number
  /** Requests sent for the page, including failed ones. */
  readonly requests: number
  /**
   * When the successful request was sent, in milliseconds since 1970, on the server's clock if its `Date` can be read
   * (`server-clock.ts`), else on the local clock. Values computed from it do not depend on the local clock.
   */
  readonly requestedAt: number
}

/**
 * Requests one page, with a valid token, within the rate limit, with retries.
 * @throws ServiceTitanError, or the signal's reason when it aborts.
 */
export async function getPage<T>(
  config: ClientConfig,
  tokens: AccessTokens,
  page: PageRequest<T>,
): Promise<ReceivedPage & { envelope: T }> {
  const { resource, signal } = page
  const path = tenantPath(config, resource.module, page.path)
  const url = `${config.apiUrl}${path}${page.query === '' ? '' : `?${page.query}`}`
  let requests = 0
  let renewed = false
  for (let attempt = 1; ; attempt += 1) {
    // Outside the `try`: an error of the limiter or of the token request is not an error of this request.
    await untilAborted(config.limiter.acquire(signal), signal)
    // Read in every attempt: the token may expire during a long backoff.
    const token = await tokens.get(signal)
    requests += 1
    const context: RequestContext = { method: 'GET', path, attempts: requests }
    try {
      const headers = apiHeaders(config, token)
      const response = await exchange(config, { ...context, url, headers }, signal)
      logResponse(config, response, context)
      if (response.status !== 200) {
        throw httpError(response, context, createRedact([...config.secrets, token]), resource.scope)
      }
      const envelope = page.read(response.body, context)
      const { body, bytes, sentAtServer: requestedAt } = response
      return { envelope, body, bytes, requests, requestedAt }
    } catch (error) {
      if (error instanceof AuthenticationError && !renewed) {
        renewed = true
        attempt -= 1
        tokens.drop(token)
        config.logger.info({ path }, 'the access token was refused; requesting a new one')
        continue
      }
      await pauseOrThrow(error, attempt, { ...config, signal })
    }
  }
}
