import { ConfigError, type Env, environmentFile, errorText, isReadableByOthers } from 'cli-kit'
import type { Logger } from 'pino'
import { readExchange } from 'records/synced'
import { followers as allFollowers } from '../all-followers.ts'
import { readDatabaseOptions, readRequestsPerSecond } from '../config.ts'
import { connect } from '../database.ts'
import { readFollowers } from '../followers/read-followers.ts'
import { readTableStatus } from '../status/status.ts'
import { readWorkers } from '../status/worker-state.ts'
import { type CredentialsByTenant, readCredentials } from '../tenants/credentials.ts'
import { type Check, failed, ok, warning } from './check.ts'
import { checkAudit } from './check-audit.ts'
import { checkDatabase } from './check-database.ts'
import { checkErasures } from './check-erasures.ts'
import { checkExchange } from './check-exchange.ts'
import { checkFollower } from './check-followers.ts'
import { checkTables } from './check-tables.ts'
import { checkTenant } from './check-tenant.ts'
import { checkTenants } from './check-tenants.ts'
import { checkWorkers } from './check-workers.ts'

export interface ExamineOptions {
  /** Whether a worker should run. */
  readonly isWorkerExpected: boolean
  readonly logger: Logger
  readonly signal: AbortSignal
}

/**
 * Checks everything that a sync depends on and what it has achieved, and yields each result immediately: configuration,
 * database, workers, tenants, their tables and records, credentials, scopes, clocks. Changes nothing, and continues after a failure.
 */
export async function* examine(
  env: Env,
  { isWorkerExpected, logger, signal }: ExamineOptions,
): AsyncGenerator<Check, void, undefined> {
  yield* checkEnvironmentFile(env)
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
  if (database.url) yield* await checkState(database.url, credentials.value, isWorkerExpected)
  for (const tenant of credentials.value?.byTenant.values() ?? []) {
    yield* await checkTenant(tenant, { logger, signal })
  }
}

/** The file that completed the environment has secrets. */
function checkEnvironmentFile(env: Env): Check[] {
  const file = environmentFile(env)
  if (file === null || !isReadableByOthers(file)) return []
  return [
    warning('configuration', `${file} can be read by every account on this machine`, `chmod 600 ${file}`),
  ]
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

/** Checks what the database says of workers, tenants and tables. */
async function checkState(
  url: string,
  credentials: CredentialsByTenant | null,
  isExpected: boolean,
): Promise<Check[]> {
  const client = await connect(url)
  try {
    const workers = await readWorkers(client)
    const states = await readTableStatus(client, { workers })
    const followers = await readFollowers(client)
    const tenantIds = [...new Set(states.map(({ tenantId }) => tenantId))]
    return [
      checkWorkers(workers, states, { isExpected }),
      ...(await checkTenants(client, credentials, states)),
      ...[...Map.groupBy(states, ({ tenantId }) => tenantId).values()].flatMap(checkTables),
      ...followers.flatMap((state) =>
        allFollowers
          .filter(({ name }) => name === state.follower)
          .flatMap((follower) => checkFollower(state, follower, { hasWorker: workers.alive > 0 })),
      ),
      ...(await readExchange(client, tenantIds)).flatMap(checkExchange),
      ...(await checkAudit(client)),
      ...(await checkErasures(client)),
    ]
  } catch (error) {
    return [failed('tenants', errorText(error), 'Migrate: pnpm --filter db-migrations migrate')]
  } finally {
    await client.end()
  }
}
