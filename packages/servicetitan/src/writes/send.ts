import type { AccessTokens } from '../auth/access-token.ts'
import type { ClientConfig } from '../config/config.ts'
import { apiHeaders, logResponse } from '../http/api-request.ts'
import { AuthenticationError, NetworkError, type RequestContext, TimeoutError } from '../http/errors.ts'
import { type Received, receive } from '../http/exchange.ts'
import { failedToConnect } from '../http/failed-to-connect.ts'
import { untilAborted } from '../lib/cancel.ts'
import { createRedact } from '../lib/redact.ts'
import { outcomeOf } from './outcome-of.ts'
import { createStartLimit, type StartLimit } from './start-limit.ts'
import type { UnknownWrite, UnsentWrite, WriteOutcome } from './write-outcome.ts'
import type { ReadyWrite } from './write-request.ts'

/**
 * Sends one write, with a valid token, within the rate limit, and never again, except once with a new token after a
 * 401.
 * @throws AuthenticationError when the credentials are refused: nothing was applied
 */
export async function send(
  config: ClientConfig,
  tokens: AccessTokens,
  write: ReadyWrite,
): Promise<WriteOutcome> {
  const start = createStartLimit(config.writeStartTimeoutMs, write)
  try {
    for (let requests = 1; ; requests += 1) {
      const token = await waitForTurn(config, tokens, start)
      if (typeof token !== 'string') return { kind: 'notSent', error: token.error, requests: requests - 1 }
      const context: RequestContext = { method: write.method, path: write.path, attempts: requests }
      const response = await sendOnce(config, write, token, context)
      if ('kind' in response) return response
      if (response.status === 401 && requests === 1) {
        tokens.drop(token)
        config.logger.info({ path: write.path }, 'the access token was refused; requesting a new one')
        continue
      }
      const outcome = outcomeOf(response, context, {
        redact: createRedact([...config.secrets, token]),
        scope: write.scope,
        defaultWaitMs: config.retryBaseDelayMs,
      })
      if (outcome.kind === 'limited') await pauseLimiter(config, outcome.retryAfterMs, start)
      return outcome
    }
  } finally {
    start.close()
  }
}

/**
 * Waits for the rate limit and a token.
 * @returns the token, or why the write cannot be sent
 * @throws AuthenticationError when the credentials are refused
 */
async function waitForTurn(
  { limiter }: ClientConfig,
  tokens: AccessTokens,
  { signal }: StartLimit,
): Promise<string | { error: unknown }> {
  try {
    signal.throwIfAborted()
    await untilAborted(limiter.acquire(signal), signal)
    const token = await tokens.get(signal)
    signal.throwIfAborted()
    return token
  } catch (error) {
    if (error instanceof AuthenticationError) throw error
    return { error }
  }
}

/**
 * Sends one request.
 * @returns the response, or what is known without one
 * @throws the error of a bug, such as one in a given `fetch`: the outcome is then unknown
 */
async function sendOnce(
  config: ClientConfig,
  { url, body, signal }: ReadyWrite,
  token: string,
  context: RequestContext,
): Promise<Received | UnsentWrite | UnknownWrite> {
  const headers = apiHeaders(config, token)
  if (body !== undefined) headers['content-type'] = 'application/json'
  const edges = {
    fetch: config.fetch,
    now: config.now,
    requestTimeoutMs: config.writeTimeoutMs,
    maxResponseBytes: config.maxResponseBytes,
  }
  const request = { method: context.method, path: context.path, attempts: context.attempts, url, headers }
  try {
    const response = await receive(edges, body === undefined ? request : { ...request, body }, signal)
    logResponse(config, response, context)
    return response
  } catch (error) {
    const requests = context.attempts
    if (error instanceof NetworkError && failedToConnect(error.cause)) {
      return { kind: 'notSent', error, requests: requests - 1 }
    }
    const isKnown = error instanceof NetworkError || error instanceof TimeoutError
    if (isKnown || signal?.aborted) return { kind: 'unknown', error, traceId: null, requests }
    throw error
  }
}

/**
 * Delays all requests of the limiter, reads among them, by at most `retryMaxDelayMs`. A pause that fails or takes too
 * long must not hide the outcome of the write.
 */
async function pauseLimiter(
  { limiter, logger, retryMaxDelayMs }: ClientConfig,
  delayMs: number,
  { signal }: StartLimit,
): Promise<void> {
  try {
    await untilAborted(Promise.resolve(limiter.pause?.(Math.min(delayMs, retryMaxDelayMs))), signal)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : null
    logger.warn({ code, delayMs }, 'the rate limiter could not be paused')
  }
}
