import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { ConfigError, type Env, isReadableByOthers, readEnvFile } from 'cli-kit'
import type { ServiceTitanClientOptions } from 'servicetitan'

/** The account and its secrets; never printed, logged or stored. */
export type Credentials = Pick<
  ServiceTitanClientOptions,
  'tenantId' | 'clientId' | 'clientSecret' | 'appKey' | 'environment' | 'apiUrl' | 'authUrl'
>

/** Credentials by tenant. */
export interface CredentialsByTenant {
  readonly byTenant: ReadonlyMap<string, Credentials>
  /** Warnings, one line each. */
  readonly warnings: readonly string[]
}

const environments = ['production', 'integration', 'sandbox'] as const

/**
 * Reads the credentials of one tenant from `SERVICETITAN_*`, and of each tenant with a file `<tenant id>.env` in
 * `SERVICETITAN_CREDENTIALS_DIR`. A file has the same variables and takes precedence over the environment; variables
 * that it omits, such as a shared app key, come from the environment.
 * @throws {ConfigError} naming every missing or invalid variable of every tenant, never its value
 */
export function readCredentials(env: Env): CredentialsByTenant {
  const dir = env.SERVICETITAN_CREDENTIALS_DIR?.trim()
  const problems: string[] = []
  const warnings: string[] = []
  const byTenant = new Map<string, Credentials>()
  if (!dir || env.SERVICETITAN_TENANT_ID?.trim()) {
    const credentials = readTenant(env, '', problems)
    byTenant.set(credentials.tenantId, credentials)
  }
  for (const path of dir ? listFiles(dir, problems) : []) {
    const tenantId = basename(path, '.env')
    const source = `${basename(path)}: `
    try {
      if (isReadableByOthers(path)) {
        warnings.push(`${path} can be read by every account on this machine; run: chmod 600 ${path}`)
      }
      const file = readEnvFile(path)
      const merged = { ...env, ...file, SERVICETITAN_TENANT_ID: tenantId }
      byTenant.set(tenantId, readTenant(merged, source, problems))
    } catch (error) {
      if (error instanceof ConfigError) problems.push(...error.problems)
      else
        problems.push(
          `${source}cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`,
        )
    }
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return { byTenant, warnings }
}

function listFiles(dir: string, problems: string[]): string[] {
  try {
    const names = readdirSync(dir).filter((name) => name.endsWith('.env'))
    if (names.length === 0) problems.push(`SERVICETITAN_CREDENTIALS_DIR has no file <tenant id>.env`)
    return names.sort().map((name) => join(dir, name))
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException
    problems.push(`SERVICETITAN_CREDENTIALS_DIR cannot be read (${code})`)
    return []
  }
}

/** @param source the prefix of each problem: the file's name */
function readTenant(env: Env, source: string, problems: string[]): Credentials {
  const problem = (text: string) => problems.push(`${source}${text}`)
  const required = (name: string): string => {
    const value = env[name]?.trim()
    if (!value) problem(`${name} is not set`)
    return value ?? ''
  }
  const tenantId = required('SERVICETITAN_TENANT_ID')
  if (tenantId && !/^\d{1,18}$/.test(tenantId)) {
    problem(source ? 'its name is not a tenant id' : 'SERVICETITAN_TENANT_ID is not a number')
  }
  const clientId = required('SERVICETITAN_CLIENT_ID')
  const clientSecret = required('SERVICETITAN_CLIENT_SECRET')
  const appKey = required('SERVICETITAN_APP_KEY')

  const environment = env.SERVICETITAN_ENVIRONMENT || 'production'
  const apiUrl = env.SERVICETITAN_API_URL || undefined
  const authUrl = env.SERVICETITAN_AUTH_URL || undefined
  if (!environments.some((known) => known === environment)) {
    problem(`SERVICETITAN_ENVIRONMENT is not one of ${environments.join(', ')}`)
  }
  if (environment === 'sandbox' && !(apiUrl && authUrl)) {
    problem('SERVICETITAN_ENVIRONMENT=sandbox needs SERVICETITAN_API_URL and SERVICETITAN_AUTH_URL')
  }
  for (const [name, url] of [
    ['SERVICETITAN_API_URL', apiUrl],
    ['SERVICETITAN_AUTH_URL', authUrl],
  ]) {
    if (url && !URL.canParse(url)) problem(`${name} is not a URL`)
  }
  return Object.freeze({
    tenantId,
    clientId,
    clientSecret,
    appKey,
    apiUrl,
    authUrl,
    environment: environment === 'integration' ? 'integration' : 'production',
  })
}
