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

/**
 * The database: `DATABASE_DIRECT_URL` (a connection that bypasses a pooler, since a run holds a lock for
 * its session), else `DATABASE_URL`, else the embedded server.
 */
export function readDatabaseOptions(env: Env): PostgresOptions {
  return postgresOptionsFromEnv({ ...env, DATABASE_URL: env.DATABASE_DIRECT_URL || env.DATABASE_URL })
}

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/** How much is logged to stderr, from `LOG_LEVEL`. @throws {ConfigError} */
export function readLogLevel(env: Env, fallback = 'warn'): string {
  const level = env.LOG_LEVEL || fallback
  if (!levels.includes(level)) throw new ConfigError([`LOG_LEVEL is not one of ${levels.join(', ')}`])
  return level
}

/** Half of the 60 a second per app and tenant that the vendor allows (help centre, "Default API rate limits"). */
const defaultRequestsPerSecond = 30

/**
 * Requests a second to ServiceTitan for one tenant, of all processes together, from
 * `SERVICETITAN_REQUESTS_PER_SECOND`. @default 30
 * @throws {ConfigError}
 */
export function readRequestsPerSecond(env: Env): number {
  const text = env.SERVICETITAN_REQUESTS_PER_SECOND?.trim()
  if (!text) return defaultRequestsPerSecond
  const perSecond = Number(text)
  if (perSecond > 0 && perSecond <= 1_000) return perSecond
  throw new ConfigError(['SERVICETITAN_REQUESTS_PER_SECOND is not a number above 0, at most 1000'])
}
