import { type PostgresOptions, postgresOptionsFromEnv } from 'local-postgres'

/** What configuration is read from: `process.env`, with `.env` below it. */
export type Env = Readonly<Record<string, string | undefined>>

/** What is wrong with the configuration: every problem, not only the first. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly code = 'CONFIG'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`${problems.join('; ')}. See .env.example.`)
    this.problems = problems
  }
}

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
  /** Whether `DATABASE_URL` is a pooler in transaction mode: `DATABASE_DIRECT_URL` stands beside it then. @default false */
  readonly isPooled: boolean
}

/** The database: `DATABASE_URL`, else the embedded server. A pooler in transaction mode will do. */
export function readDatabaseOptions(env: Env): PostgresOptions {
  return postgresOptionsFromEnv(env)
}

/**
 * Reads `API_*` and `LOG_LEVEL`; what is given on the command line goes first.
 * @throws {ConfigError}
 */
export function readServeConfig(
  env: Env,
  given: { readonly port?: string; readonly host?: string; readonly console?: string } = {},
): ServeConfig {
  const problems: string[] = []
  const number = (name: string, text: string | undefined, [min, max]: [number, number], fallback: number) => {
    if (!text) return fallback
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= min && value <= max) return value
    problems.push(`${name} is not a whole number from ${min} to ${max}`)
    return fallback
  }
  const config: ServeConfig = {
    port: number(given.port ? '--port' : 'API_PORT', given.port ?? env.API_PORT, [0, 65_535], 8_080),
    host: given.host || env.API_HOST || '127.0.0.1',
    poolSize: number('API_POOL_SIZE', env.API_POOL_SIZE, [1, 500], 10),
    statementTimeoutMs: number(
      'API_STATEMENT_TIMEOUT_MS',
      env.API_STATEMENT_TIMEOUT_MS,
      [10, 600_000],
      10_000,
    ),
    requestsPerMinute: number('API_REQUESTS_PER_MINUTE', env.API_REQUESTS_PER_MINUTE, [0, 10_000_000], 1_200),
    keyCacheMs: number('API_KEY_CACHE_MS', env.API_KEY_CACHE_MS, [0, 600_000], 5_000),
    corsOrigins: readOrigins(env.API_CORS_ORIGINS, problems),
    consoleDir: given.console || env.API_CONSOLE_DIR || null,
    logLevel: readLogLevel(env.LOG_LEVEL, problems),
    isPooled: Boolean(env.DATABASE_DIRECT_URL),
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

function readLogLevel(text: string | undefined, problems: string[]): string {
  const level = text || 'info'
  if (!levels.includes(level)) problems.push(`LOG_LEVEL is not one of ${levels.join(', ')}`)
  return level
}

/** A star would let any page read the answers to a key that it was given; it has to be meant, one by one. */
function readOrigins(text: string | undefined, problems: string[]): string[] {
  const origins = (text ?? '').split(/[\s,]+/).filter(Boolean)
  const isOrigin = (origin: string) => URL.canParse(origin) && new URL(origin).origin === origin
  for (const origin of origins.filter((origin) => !isOrigin(origin))) {
    problems.push(
      `API_CORS_ORIGINS: ${JSON.stringify(origin)} is no origin, such as https://board.example.com`,
    )
  }
  return origins
}
