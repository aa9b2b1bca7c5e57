import { type PostgresOptions, postgresOptionsFromEnv } from 'local-postgres'
import type { ServiceTitanClientOptions } from 'servicetitan'

type Env = Readonly<Record<string, string | undefined>>

/** What is wrong with the configuration: every problem, not only the first. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly code = 'CONFIG'

  constructor(problems: readonly string[]) {
    super(`${problems.join('; ')}. See .env.example.`)
  }
}

const environments = ['production', 'integration', 'sandbox'] as const

/** Whom to talk to and as whom; never printed, logged or stored. */
export type Credentials = Pick<
  ServiceTitanClientOptions,
  'tenantId' | 'clientId' | 'clientSecret' | 'appKey' | 'environment' | 'apiUrl' | 'authUrl'
>

/**
 * The tenant's credentials from `SERVICETITAN_*`.
 * @throws {ConfigError} naming every variable that is missing or wrong, never its value
 */
export function readCredentials(env: Env): Credentials {
  const problems: string[] = []
  const required = (name: string): string => {
    const value = env[name]?.trim()
    if (!value) problems.push(`${name} is not set`)
    return value ?? ''
  }
  const tenantId = required('SERVICETITAN_TENANT_ID')
  if (tenantId && !/^\d{1,18}$/.test(tenantId)) problems.push('SERVICETITAN_TENANT_ID is not a number')
  const clientId = required('SERVICETITAN_CLIENT_ID')
  const clientSecret = required('SERVICETITAN_CLIENT_SECRET')
  const appKey = required('SERVICETITAN_APP_KEY')

  const environment = env.SERVICETITAN_ENVIRONMENT || 'production'
  const apiUrl = env.SERVICETITAN_API_URL || undefined
  const authUrl = env.SERVICETITAN_AUTH_URL || undefined
  if (!environments.some((known) => known === environment)) {
    problems.push(`SERVICETITAN_ENVIRONMENT is not one of ${environments.join(', ')}`)
  }
  if (environment === 'sandbox' && !(apiUrl && authUrl)) {
    problems.push('SERVICETITAN_ENVIRONMENT=sandbox needs SERVICETITAN_API_URL and SERVICETITAN_AUTH_URL')
  }
  for (const [name, url] of Object.entries({
    SERVICETITAN_API_URL: apiUrl,
    SERVICETITAN_AUTH_URL: authUrl,
  })) {
    if (url && !URL.canParse(url)) problems.push(`${name} is not a URL`)
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return Object.freeze({
    ...{ tenantId, clientId, clientSecret, appKey, apiUrl, authUrl },
    environment: environment === 'integration' ? 'integration' : 'production',
  })
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
