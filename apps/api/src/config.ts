import { type ConfigReader, type Env, readConfig } from 'cli-kit'

/** How the server serves. */
export interface ServeConfig {
  /** 0: any free port. @default 8080 */
  readonly port: number
  /** @default '127.0.0.1' */
  readonly host: string
  /** The port of health and metrics; 0: any free port; null: they are not served. @default null */
  readonly metricsPort: number | null
  /** @default '127.0.0.1' */
  readonly metricsHost: string
  /** Connections to PostgreSQL that requests may use; one more is for the readiness check. @default 10 */
  readonly poolSize: number
  /** Of these, how many one tenant may use at a time. @default half of them */
  readonly connectionsPerTenant: number
  /** Timeout of one statement, in milliseconds. @default 10_000 */
  readonly statementTimeoutMs: number
  /** How long a statement waits for a lock, in milliseconds. @default 2_000 */
  readonly lockTimeoutMs: number
  /** Requests per minute and key; 0: no limit. @default 1_200 */
  readonly requestsPerMinute: number
  /** Unknown keys per minute and client's address that are looked up; 0: no limit. @default 60 */
  readonly unknownKeysPerMinute: number
  /** Proxies in front of the server that append to `X-Forwarded-For`. @default 0 */
  readonly trustedProxies: number
  /** Maximum number of open connections of clients. @default 5_000 */
  readonly maxConnections: number
  /** How long a key is cached, in milliseconds; a revoked key works until then. @default 5_000 */
  readonly keyCacheMs: number
  /** Origins whose pages may read the API in a browser. @default none */
  readonly corsOrigins: readonly string[]
  /** Folder of the built console; null: no console. @default null */
  readonly consoleDir: string | null
  readonly logLevel: string
  /** Whether `DATABASE_URL` is a pooler in transaction mode: true when `DATABASE_DIRECT_URL` is set. @default false */
  readonly isPooled: boolean
}

const portRange = { min: 0, max: 65_535 }
const defaultPort = 8_080

/** Options of the command line. */
export interface GivenOptions {
  readonly port?: string
  readonly host?: string
  readonly metricsPort?: string
  readonly metricsHost?: string
  readonly trustedProxies?: string
  readonly console?: string
}

/**
 * Reads `API_*` and `LOG_LEVEL`; options of the command line take precedence.
 * @throws {ConfigError}
 */
export function readServeConfig(env: Env, given: GivenOptions = {}): ServeConfig {
  return readConfig((read) => {
    const number = (name: string, [min, max]: readonly [number, number], fallback: number) =>
      read.wholeNumber(name, env[name], { min, max, fallback })
    const option = (name: string, text: string | undefined, variable: string) =>
      text ? ([name, text] as const) : ([variable, env[variable]] as const)
    const port = option('--port', given.port, 'API_PORT')
    const metricsPort = option('--metrics-port', given.metricsPort, 'API_METRICS_PORT')
    const proxies = option('--trusted-proxies', given.trustedProxies, 'API_TRUSTED_PROXIES')
    const poolSize = number('API_POOL_SIZE', [1, 500], 10)
    return {
      port: read.wholeNumber(...port, { ...portRange, fallback: defaultPort }),
      host: given.host || env.API_HOST || '127.0.0.1',
      metricsPort: metricsPort[1] ? read.wholeNumber(...metricsPort, { ...portRange, fallback: 0 }) : null,
      metricsHost: given.metricsHost || env.API_METRICS_HOST || '127.0.0.1',
      poolSize,
      connectionsPerTenant: number(
        'API_CONNECTIONS_PER_TENANT',
        [1, poolSize],
        Math.max(1, Math.floor(poolSize / 2)),
      ),
      lockTimeoutMs: number('API_LOCK_TIMEOUT_MS', [10, 600_000], 2_000),
      unknownKeysPerMinute: number('API_UNKNOWN_KEYS_PER_MINUTE', [0, 10_000_000], 60),
      trustedProxies: read.wholeNumber(...proxies, { min: 0, max: 10, fallback: 0 }),
      maxConnections: number('API_MAX_CONNECTIONS', [1, 1_000_000], 5_000),
      statementTimeoutMs: number('API_STATEMENT_TIMEOUT_MS', [10, 600_000], 10_000),
      requestsPerMinute: number('API_REQUESTS_PER_MINUTE', [0, 10_000_000], 1_200),
      keyCacheMs: number('API_KEY_CACHE_MS', [0, 600_000], 5_000),
      corsOrigins: readOrigins(env.API_CORS_ORIGINS, read),
      consoleDir: given.console || env.API_CONSOLE_DIR || null,
      logLevel: read.logLevel(env.LOG_LEVEL, 'info'),
      isPooled: Boolean(env.DATABASE_DIRECT_URL),
    }
  })
}

/** Origins are listed one by one: a wildcard would let any page that has a key read the API. */
function readOrigins(text: string | undefined, { problem }: ConfigReader): string[] {
  const origins = (text ?? '').split(/[\s,]+/).filter(Boolean)
  const isOrigin = (origin: string) => URL.canParse(origin) && new URL(origin).origin === origin
  for (const origin of origins.filter((origin) => !isOrigin(origin))) {
    problem(`API_CORS_ORIGINS: ${JSON.stringify(origin)} is not an origin such as https://board.example.com`)
  }
  return origins
}
