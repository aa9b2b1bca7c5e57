import { ConfigError, type Env, errorText } from 'cli-kit'
import type pg from 'pg'
import type { Logger } from 'pino'
import { readDatabaseOptions, readRequestsPerSecond } from '../config.ts'
import { connect } from '../database.ts'
import { type CredentialsByTenant, readCredentials } from '../tenants/credentials.ts'
import { isTimeZone, listTenants, type TenantRow } from '../tenants/tenant-list.ts'
import { type Check, failed, ok, warning } from './check.ts'
import { checkDatabase } from './check-database.ts'
import { checkTenant } from './check-tenant.ts'

/**
 * Checks everything that a sync depends on, and yields each result immediately: configuration, database, tenants,
 * credentials, scopes, clocks. Changes nothing, and continues after a failure.
 */
export async function* examine(
  env: Env,
  { logger, signal }: { logger: Logger; signal: AbortSignal },
): AsyncGenerator<Check, void, undefined> {
  const credentials = tryRead(() => readCredentials(env))
  yield* credentials.checks
  if (credentials.value) {
    yield ok('configuration', `credentials of ${credentials.value.byTenant.size} tenant(s)`)
    for (const line of credentials.value.warnings)
      yield warning('configuration', line, 'Make the file private')
  }
  yield* tryRead(() => readRequestsPerSecond(env)).checks
  await using stack = new AsyncDisposableStack()
  const database = await checkDatabase(readDatabaseOptions(env), (open) => stack.use(open))
  yield* database.checks
  if (database.url && credentials.value) yield* await checkTenantRows(database.url, credentials.value)
  for (const tenant of credentials.value?.byTenant.values() ?? []) {
    yield* await checkTenant(tenant, { logger, signal })
  }
}

function tryRead<T>(read: () => T): { readonly value: T | null; readonly checks: Check[] } {
  try {
    return { value: read(), checks: [] }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return {
      value: null,
      checks: error.problems.map((problem) => failed('configuration', problem, 'See .env.example')),
    }
  }
}

/** The worker syncs tenants that are in raw.tenants and have credentials: warns of tenants that lack one of the two. */
async function checkTenantRows(url: string, { byTenant }: CredentialsByTenant): Promise<Check[]> {
  const client = await connect(url)
  try {
    const tenants = await listTenants(client)
    const checks = tenants.map(({ tenantId, name, status, circuitOpenUntil, circuitReason }) => {
      const title = `tenant ${tenantId}`
      if (!byTenant.has(tenantId)) {
        return warning(
          title,
          `${name} has no credentials here`,
          'See SERVICETITAN_CREDENTIALS_DIR in .env.example',
        )
      }
      if (status === 'paused') return warning(title, `${name} is paused`, `sync tenants resume ${tenantId}`)
      return circuitOpenUntil
        ? warning(title, `${name}: circuit open: ${circuitReason}`, 'It closes with the next successful run')
        : ok(title, name)
    })
    const unlisted = [...byTenant.keys()].filter((id) => !tenants.some(({ tenantId }) => tenantId === id))
    return [
      ...checks,
      ...(await checkTimeZones(client, tenants)),
      ...unlisted.map((id) =>
        warning(
          `tenant ${id}`,
          'has credentials but is not in raw.tenants',
          `pnpm sync tenants add ${id} --name <name>`,
        ),
      ),
    ]
  } catch (error) {
    return [failed('tenants', errorText(error), 'Migrate: pnpm --filter db-migrations migrate')]
  } finally {
    await client.end()
  }
}

/** Time zones that were stored before their names were checked, or by other software. */
async function checkTimeZones(client: pg.ClientBase, tenants: readonly TenantRow[]): Promise<Check[]> {
  const checks: Check[] = []
  for (const { tenantId, timeZone } of tenants) {
    if (await isTimeZone(client, timeZone)) continue
    checks.push(
      warning(
        `tenant ${tenantId}, time zone`,
        `${timeZone} may mean different times to PostgreSQL and to the console`,
        `pnpm sync tenants add ${tenantId} --name <name> --time-zone <region/city>`,
      ),
    )
  }
  return checks
}
