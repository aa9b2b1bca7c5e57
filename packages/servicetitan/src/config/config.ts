import type { Fetch } from '../http/exchange.ts'
import { int64, secret, show, wholeNumber, wrongOption } from '../lib/expect.ts'
import { type Logger, silentLogger } from '../lib/logger.ts'
import { createLimiter, type Limiter, unlimited } from '../limits/limiter.ts'
import { type Environment, hosts, serviceUrl } from './service-url.ts'

export interface ServiceTitanClientOptions {
  /** The ServiceTitan account, an int64 in digits. */
  readonly tenantId: string
  readonly clientId: string
  readonly clientSecret: string
  /** Sent as `ST-App-Key`; the same in both environments, unlike the client id and secret. */
  readonly appKey: string
  /** Selects the hosts. @default 'production' */
  readonly environment?: Environment | undefined
  /** Base URL instead of the environment's API host: a proxy, or any server that implements this API. */
  readonly apiUrl?: string | undefined
  /** Base URL instead of the environment's auth host; tokens come from `/connect/token` below it. */
  readonly authUrl?: string | undefined
  /** Allows http to other machines, e.g. a proxy on a private network. @default false */
  readonly allowInsecureHttp?: boolean | undefined
  /** @default globalThis.fetch */
  readonly fetch?: Fetch | undefined
  /** @default silent */
  readonly logger?: Logger | undefined
  /** The time in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined
  /** From 0 to 1, for the jitter of retries. @default Math.random */
  readonly random?: (() => number) | undefined
  /**
   * Longest wait for one complete response, in milliseconds, 1 to 300_000 (the timeout of Node's fetch).
   * @default 100_000, the vendor's own limit (partner documentation, "Timeouts and pagination")
   */
  readonly requestTimeoutMs?: number | undefined
  /**
   * Like `requestTimeoutMs`, for one write. The caller must wait at least this long before it reads whether a write
   * without a response was applied: ServiceTitan may still be processing it.
   * @default 100_000, the vendor's own limit
   */
  readonly writeTimeoutMs?: number | undefined
  /**
   * Longest time from the call until a write is sent, in milliseconds, 1 to 300_000: the wait for the rate limit and a
   * token. After it the write is not sent. Every write thus ends within `writeStartTimeoutMs + writeTimeoutMs`.
   * @default 15_000
   */
  readonly writeStartTimeoutMs?: number | undefined
  /** Attempts for one page or token, including the first, 1 to 100. @default 6 */
  readonly maxAttempts?: number | undefined
  /** Longest wait before the second attempt, in milliseconds; it doubles with each attempt. @default 1_000 */
  readonly retryBaseDelayMs?: number | undefined
  /** Longest wait between two attempts, in milliseconds; a longer `Retry-After` ends the attempts. @default 60_000 */
  readonly retryMaxDelayMs?: number | undefined
  /** Largest response body, in bytes after decompression. @default 67_108_864 (64 MiB) */
  readonly maxResponseBytes?: number | undefined
  /**
   * API requests per second of this client; null for no limit.
   * @default 30, half of the 60 per app and tenant that the vendor allows (help centre, "Default API rate limits")
   */
  readonly requestsPerSecond?: number | null | undefined
  /** A shared limiter, instead of `requestsPerSecond`. Acquired before every API request. */
  readonly limiter?: Limiter | undefined
  /** @default 'lazi-data' */
  readonly userAgent?: string | undefined
}

/** The options, validated and with defaults. */
export interface ClientConfig {
  readonly tenantId: string
  readonly clientId: string
  readonly clientSecret: string
  readonly appKey: string
  /** Values to redact from every text. */
  readonly secrets: readonly string[]
  readonly environment: Environment
  readonly apiUrl: string
  readonly authUrl: string
  readonly fetch: Fetch
  readonly logger: Logger
  readonly now: () => number
  readonly random: () => number
  readonly requestTimeoutMs: number
  readonly writeTimeoutMs: number
  readonly writeStartTimeoutMs: number
  readonly maxAttempts: number
  readonly retryBaseDelayMs: number
  readonly retryMaxDelayMs: number
  readonly maxResponseBytes: number
  readonly limiter: Limiter
  readonly userAgent: string
}

const oneDayMs = 86_400_000
/** Well below the maximum length of a JavaScript string. */
const maxBodyBytes = 268_435_456

/** @throws TypeError for the first wrong option; a secret is never shown. */
export function readOptions(options: ServiceTitanClientOptions): ClientConfig {
  const environment = options.environment ?? 'production'
  if (!Object.hasOwn(hosts, environment)) {
    throw wrongOption('environment', "'production' or 'integration'", show(environment))
  }
  const allowInsecure = options.allowInsecureHttp ?? false
  const clientId = secret('clientId', options.clientId)
  const clientSecret = secret('clientSecret', options.clientSecret)
  const appKey = secret('appKey', options.appKey)
  const now = options.now ?? Date.now
  const userAgent = options.userAgent ?? 'lazi-data'
  if (!/^[\x20-\x7e]+$/.test(userAgent)) {
    throw wrongOption('userAgent', 'printable ASCII characters', show(userAgent))
  }
  const whole = (name: keyof ServiceTitanClientOptions, fallback: number, min: number, max: number): number =>
    wholeNumber(name, options[name] ?? fallback, { min, max })
  return Object.freeze({
    tenantId: int64('tenantId', options.tenantId),
    clientId,
    clientSecret,
    appKey,
    secrets: [clientSecret, appKey, clientId],
    environment,
    apiUrl: serviceUrl('apiUrl', options.apiUrl ?? hosts[environment].apiUrl, { allowInsecure }),
    authUrl: serviceUrl('authUrl', options.authUrl ?? hosts[environment].authUrl, { allowInsecure }),
    fetch: options.fetch ?? globalThis.fetch,
    logger: options.logger ?? silentLogger,
    now,
    random: options.random ?? Math.random,
    requestTimeoutMs: whole('requestTimeoutMs', 100_000, 1, 300_000),
    writeTimeoutMs: whole('writeTimeoutMs', 100_000, 1, 300_000),
    writeStartTimeoutMs: whole('writeStartTimeoutMs', 15_000, 1, 300_000),
    maxAttempts: whole('maxAttempts', 6, 1, 100),
    retryBaseDelayMs: whole('retryBaseDelayMs', 1_000, 0, oneDayMs),
    retryMaxDelayMs: whole('retryMaxDelayMs', 60_000, 0, oneDayMs),
    maxResponseBytes: whole('maxResponseBytes', 67_108_864, 1, maxBodyBytes),
    limiter: readLimiter(options, now),
    userAgent,
  })
}

function readLimiter(options: ServiceTitanClientOptions, now: () => number): Limiter {
  const { limiter, requestsPerSecond } = options
  if (limiter !== undefined) {
    if (requestsPerSecond == null) return limiter
    throw wrongOption('requestsPerSecond', 'omitted with a `limiter`', show(requestsPerSecond))
  }
  if (requestsPerSecond === null) return unlimited
  const perSecond = requestsPerSecond ?? 30
  if (typeof perSecond === 'number' && perSecond > 0 && perSecond <= 1_000) {
    return createLimiter({ perSecond, now })
  }
  throw wrongOption('requestsPerSecond', 'a number above 0, at most 1000, or null', show(perSecond))
}
