import type { ClientConfig } from '../config/config.ts'
import { readErrorDetails } from '../http/error-details.ts'
import { AuthenticationError, type RequestContext, UnexpectedResponseError } from '../http/errors.ts'
import { type Exchange, exchange } from '../http/exchange.ts'
import { httpError } from '../http/http-error.ts'
import { untilAborted } from '../lib/cancel.ts'
import { createRedact } from '../lib/redact.ts'
import { pauseOrThrow } from '../limits/retry.ts'

/** The access token of one client, requested on first use and again when it has expired. */
export interface AccessTokens {
  /**
   * @throws AuthenticationError when the credentials are refused
   * @throws ServiceTitanError when the token endpoint fails in every attempt
   * @throws the signal's reason when it aborts.
   */
  get(signal: AbortSignal | undefined): Promise<string>
  /** Discards a token that the API refused, unless it was already replaced. */
  drop(token: string): void
}

interface Token {
  readonly value: string
  readonly usableUntil: number
}

interface TokenRequest {
  readonly promise: Promise<Token>
  readonly controller: AbortController
  waiters: number
}

const tokenPath = '/connect/token'

/**
 * A token is renewed this long before it expires, so that it does not expire in transit; at most a tenth of its
 * lifetime.
 */
const expiryMarginMs = 60_000

/**
 * Tokens by the client credentials grant. They are valid for 900 s, cannot be refreshed, and the endpoint is
 * throttled, so one is reused until it expires and concurrent callers share one request (ServiceTitan developer
 * documentation, "OAuth 2.0").
 */
export function createAccessTokens(config: ClientConfig): AccessTokens {
  let token: Token | null = null
  let pending: TokenRequest | null = null

  function startRequest(): TokenRequest {
    const controller = new AbortController()
    const started: TokenRequest = { promise: requestToken(config, controller.signal), controller, waiters: 0 }
    const clearPending = () => {
      if (pending === started) pending = null
    }
    started.promise.then((received) => {
      token = received
      clearPending()
    }, clearPending)
    return started
  }

  return {
    async get(signal) {
      signal?.throwIfAborted()
      if (token !== null && config.now() < token.usableUntil) return token.value
      pending ??= startRequest()
      const request = pending
      request.waiters += 1
      try {
        return (await untilAborted(request.promise, signal)).value
      } finally {
        request.waiters -= 1
        // An aborted caller must not fail the others; without callers the request is cancelled.
        if (request.waiters === 0 && pending === request) {
          pending = null
          request.controller.abort(signal?.reason)
        }
      }
    },
    drop(refused) {
      if (token?.value === refused) token = null
    },
  }
}

async function requestToken(config: ClientConfig, signal: AbortSignal): Promise<Token> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: config.clientId,
    client_secret: config.clientSecret,
  }).toString()
  const headers = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
    'user-agent': config.userAgent,
  }
  const url = `${config.authUrl}${tokenPath}`
  for (let attempt = 1; ; attempt += 1) {
    const context: RequestContext = { method: 'POST', path: tokenPath, attempts: attempt }
    try {
      const response = await exchange(config, { ...context, url, headers, body }, signal)
      const token = readToken(config, response, context)
      config.logger.info(
        { path: tokenPath, attempt, usableForMs: token.usableUntil - config.now() },
        'obtained an access token',
      )
      return token
    } catch (error) {
      await pauseOrThrow(error, attempt, { ...config, signal })
    }
  }
}

function readToken(config: ClientConfig, response: Exchange, context: RequestContext): Token {
  if (response.status !== 200) throw tokenError(config, response, context)
  const parsed = parse(response.body.toString(), context)
  const { access_token: value, expires_in: seconds } = parsed
  // Only visible characters: anything else would make `fetch` fail with the token in its message.
  if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value)) {
    throw new UnexpectedResponseError('expected `access_token` to be a token', context, 'wrong-shape')
  }
  if (typeof seconds !== 'number' || !(seconds > 0)) {
    throw new UnexpectedResponseError(
      'expected `expires_in` to be a number of seconds',
      context,
      'wrong-shape',
    )
  }
  const lifetimeMs = seconds * 1_000
  // Counted from the request, since the lifetime begins before the response arrives.
  return { value, usableUntil: response.sentAt + lifetimeMs - Math.min(expiryMarginMs, lifetimeMs / 10) }
}

/** The parser's error is not kept as `cause`: it quotes the body. */
function parse(text: string, context: RequestContext): Record<string, unknown> {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new UnexpectedResponseError('the body is not JSON', context, 'not-json')
  }
  if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>
  throw new UnexpectedResponseError('expected an object', context, 'wrong-shape')
}

/**
 * For an unknown client, or credentials of the other environment, the endpoint returns 400
 * `{"error":"invalid_client"}`.
 */
function tokenError(config: ClientConfig, response: Exchange, context: RequestContext): Error {
  const redact = createRedact(config.secrets)
  const { status } = response
  if (status !== 400 && status !== 401 && status !== 403) return httpError(response, context, redact)
  const details = readErrorDetails(response.body.toString(), redact)
  const why = details.title === null ? `status ${status}` : `status ${status} ${details.title}`
  return new AuthenticationError(
    `${why}. Check the client id and the client secret, that they belong to this tenant, and that they are for ` +
      `the ${config.environment} environment: credentials of one environment do not work in the other`,
    context,
    { status, title: details.title, traceId: details.traceId },
  )
}
