import { type ConfigReader, type Env, readConfig } from 'cli-kit'

/** How the server serves. */
export interface ServeConfig {
  /** 0: any free port. @default 8080 */
  readonly port: number
  /** @default '127.0.0.1' */
  readonly host: string
  /** Maximum number of connections to PostgreSQL. @default 10 */
  readonly poolSize: number
  /** Timeout of one statement, in milliseconds. @default 10_000 */
  readonly statementTimeoutMs: number
  /** Requests per minute and key; 0: no limit. @default 1_200 */
  readonly requestsPerMinute: number
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

const portRange = { min: 0, max: 65_535, fallback: 8_080 }

/**
 * Reads `API_*` and `LOG_LEVEL`; options of the command line take precedence.
 * @throws {ConfigError}
 */
export function readServeConfig(
  env: Env,
  given: { readonly port?: string; readonly host?: string; readonly console?: string } = {},
): ServeConfig {
  return readConfig((read) => {
    const number = (name: string, [min, max]: readonly [number, number], fallback: number) =>
      read.wholeNumber(name, env[name], { min, max, fallback })
    return {
      port: read.wholeNumber(given.port ? '--port' : 'API_PORT', given.port ?? env.API_PORT, portRange),
      host: given.host || env.API_HOST || '127.0.0.1',
      poolSize: number('API_POOL_SIZE', [1, 500], 10),
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
