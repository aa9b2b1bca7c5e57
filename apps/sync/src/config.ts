import { type Env, readConfig } from 'cli-kit'
import { type PostgresOptions, postgresOptionsFromEnv } from 'local-postgres'
import { type PushTimes, usualTimes } from './push/times.ts'

/** The database: a run holds a lock for its session, so a connection that bypasses a pooler goes first. */
export function readDatabaseOptions(env: Env): PostgresOptions {
  return postgresOptionsFromEnv(env, { direct: true })
}

/** What a command that syncs reads besides credentials and database. */
export interface SyncConfig {
  /** How much is logged to stderr. */
  readonly logLevel: string
  /** Requests a second to ServiceTitan for one tenant, of all processes together. @default 30 */
  readonly requestsPerSecond: number
}

/**
 * Reads `LOG_LEVEL` and `SERVICETITAN_REQUESTS_PER_SECOND`.
 * @param defaults.logLevel how much is logged by default
 * @throws {ConfigError}
 */
export function readSyncConfig(env: Env, defaults: { readonly logLevel: string }): SyncConfig {
  return readConfig((read) => ({
    logLevel: read.logLevel(env.LOG_LEVEL, defaults.logLevel),
    requestsPerSecond: requestsPerSecond(env, read.problem),
  }))
}

/**
 * The waits of pushes in milliseconds, from `SYNC_PUSH_REQUEST_LIMIT_MS`, `SYNC_PUSH_LOOK_AFTER_MS`,
 * `SYNC_PUSH_LOOK_AGAIN_AFTER_MS`, `SYNC_PUSH_LEASE_MS`, `SYNC_PUSH_RETRY_MS` and `SYNC_PUSH_LONGEST_RETRY_MS`.
 * @throws {ConfigError} also when they do not keep their order: what is looked for could still be applied, or a lease end
 *   before
 */
export function readPushTimes(env: Env): PushTimes {
  return readConfig((read) => {
    const ms = (name: string, fallback: number) => {
      const text = env[name]?.trim()
      if (!text) return fallback
      if (/^[1-9]\d{0,7}$/.test(text)) return Number(text)
      read.problem(`${name} is not a number of milliseconds from 1 to 99999999`)
      return fallback
    }
    const times = {
      requestLimit: ms('SYNC_PUSH_REQUEST_LIMIT_MS', usualTimes.requestLimit),
      beforeLook: ms('SYNC_PUSH_LOOK_AFTER_MS', usualTimes.beforeLook),
      betweenLooks: ms('SYNC_PUSH_LOOK_AGAIN_AFTER_MS', usualTimes.betweenLooks),
      lease: ms('SYNC_PUSH_LEASE_MS', usualTimes.lease),
      firstRetry: ms('SYNC_PUSH_RETRY_MS', usualTimes.firstRetry),
      longestRetry: ms('SYNC_PUSH_LONGEST_RETRY_MS', usualTimes.longestRetry),
    }
    if (!(times.requestLimit < times.beforeLook && times.beforeLook < times.lease))
      read.problem('SYNC_PUSH_REQUEST_LIMIT_MS < SYNC_PUSH_LOOK_AFTER_MS < SYNC_PUSH_LEASE_MS is not kept')
    return times
  })
}

/** The file in which a worker notes what it sent, from `SYNC_PUSH_NOTES_FILE`; null: none. */
export const readNotesFile = (env: Env): string | null => env.SYNC_PUSH_NOTES_FILE?.trim() || null

/** How much is logged to stderr, from `LOG_LEVEL`. @throws {ConfigError} */
export function readLogLevel(env: Env, fallback: string): string {
  return readConfig((read) => read.logLevel(env.LOG_LEVEL, fallback))
}

/** Requests a second, from `SERVICETITAN_REQUESTS_PER_SECOND`. @default 30 @throws {ConfigError} */
export function readRequestsPerSecond(env: Env): number {
  return readConfig((read) => requestsPerSecond(env, read.problem))
}

/** Half of the 60 a second per app and tenant that the vendor allows (help centre, "Default API rate limits"). */
const defaultRequestsPerSecond = 30

function requestsPerSecond(env: Env, problem: (text: string) => void): number {
  const text = env.SERVICETITAN_REQUESTS_PER_SECOND?.trim()
  if (!text) return defaultRequestsPerSecond
  const perSecond = Number(text)
  if (perSecond > 0 && perSecond <= 1_000) return perSecond
  problem('SERVICETITAN_REQUESTS_PER_SECOND is not a number above 0, at most 1000')
  return defaultRequestsPerSecond
}
