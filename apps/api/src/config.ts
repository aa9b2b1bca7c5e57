import { type ConfigReader, type Env, readConfig } from 'cli-kit'

/** How the server serves. */
export interface ServeConfig {
  /** 0: any port that is free. @default 8080 */
  readonly port: number
  /** @default '127.0.0.1' */
  readonly host: string
  /** Connections to PostgreSQL at most. @default 10 */
  readonly poolSize: number
  /** Longest that one statement may take, in milliseconds. @default 10_000 */
  readonly statementTimeoutMs: number
  /** Requests a minute of one key; 0: no limit. @default 1_200 */
  readonly requestsPerMinute: number
  /** How long a key that was looked up is believed, in milliseconds: so long a revoked one still works. @default 5_000 */
  readonly keyCacheMs: number
  /** Origins whose pages may read the API in a browser. @default none */
  readonly corsOrigins: readonly string[]
  /** Folder of the console's built files; null: no console. @default null */
  readonly consoleDir: string | null
  readonly logLevel: string
  /** Whether `DATABASE_URL` is a pooler in transaction mode: `DATABASE_DIRECT_URL` is set as well then. @default false */
  readonly isPooled: boolean
}

const portRange = { min: 0, max: 65_535, fallback: 8_080 }

/**
 * Reads `API_*` and `LOG_LEVEL`; what is given on the command line goes first.
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

/** A star would let any page read the answers to a key that it has; origins have to be listed one by one. */
function readOrigins(text: string | undefined, { problem }: ConfigReader): string[] {
  const origins = (text ?? '').split(/[\s,]+/).filter(Boolean)
  const isOrigin = (origin: string) => URL.canParse(origin) && new URL(origin).origin === origin
  for (const origin of origins.filter((origin) => !isOrigin(origin))) {
    problem(`API_CORS_ORIGINS: ${JSON.stringify(origin)} is no origin, such as https://board.example.com`)
  }
  return origins
}
