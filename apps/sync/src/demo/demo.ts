import { once } from 'node:events'
import { createMigrator } from 'db-migrations'
import { resolvePostgres } from 'local-postgres'
import { createSandbox, SANDBOX_TENANT_ID, type Sandbox, sandboxCredentials } from 'servicetitan-sandbox'
import { exitCode, notice, print } from '../cli/output.ts'
import { renderStatus } from '../cli/status-table.ts'
import { syncTables } from '../cli/sync-tables.ts'
import { readDatabaseOptions, readLogLevel, readRequestsPerSecond } from '../config.ts'
import type { Credentials } from '../credentials.ts'
import { connect } from '../database.ts'
import { createLogger } from '../logger.ts'
import { readStatus, type TableStatus } from '../status.ts'
import { tables } from '../tables/tables.ts'
import { forgetTenant } from './forget-tenant.ts'

const sizes = { locations: 2_000, jobs: 8_000, appointments: 12_000, technicians: 60 }
const tenantId = String(SANDBOX_TENANT_ID)

export interface DemoOptions {
  /** Whether the sandbox goes on answering until `signal` aborts. */
  readonly stayUp: boolean
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
}

/**
 * The main job on a demo account: PostgreSQL, migrations, sandbox, sync, status. The account starts anew each
 * time; other tenants in the same database are not touched.
 * @returns the exit code: 0 when everything that the sandbox has is in the tables
 */
export async function runDemo({ stayUp, env, signal }: DemoOptions): Promise<number> {
  const logger = createLogger(readLogLevel(env))
  notice('Finding PostgreSQL …')
  await using database = await resolvePostgres({
    ...readDatabaseOptions(env),
    signal,
    onEvent: ({ message }) => notice(message),
  })
  notice(`Using ${database.description}.`)

  const migrator = createMigrator({ connectionString: database.url, signal })
  const applied = await migrator.up()
  notice(applied.length > 0 ? `Applied ${applied.length} migration(s).` : 'The schema is up to date.')
  await forgetTenant(database.url, tenantId)

  await using sandbox = createDemoSandbox()
  const { url } = await sandbox.listen()
  notice(`The sandbox plays ServiceTitan at ${url}.\n`)
  const credentials: Credentials = { ...sandboxCredentials, tenantId, apiUrl: url, authUrl: url }
  const outcomes = await syncTables({
    ...{ url: database.url, credentials, requestsPerSecond: readRequestsPerSecond(env) },
    ...{ selected: tables, kind: 'incremental', logger, signal },
  })

  const statuses = await demoStatus(database.url)
  const isComplete = outcomes.every(({ ok }) => ok) && holdsEverything(statuses, sandbox)
  print(`\n${renderStatus(statuses, Date.now())}\n`)
  if (!isComplete) {
    notice('error: the tables do not hold what the sandbox has; see the messages above.')
    return exitCode.error
  }
  print(nextSteps(database.url, url, stayUp))
  if (stayUp) {
    // A timer keeps the process up; the sandbox's port alone would not on every platform.
    const keepAlive = setInterval(() => undefined, 60_000)
    await once(signal, 'abort')
    clearInterval(keepAlive)
  }
  return exitCode.done
}

function createDemoSandbox(): Sandbox {
  const now = Date.now()
  return createSandbox({
    now,
    realNow: Date.now,
    // Older than the lag of the export feeds, so that a first sync sees all of it.
    dataNow: now - 20 * 60_000,
    tenants: [{ tenantId: SANDBOX_TENANT_ID, sizes }],
    exportPageSize: 2_000,
  })
}

async function demoStatus(url: string): Promise<TableStatus[]> {
  const client = await connect(url)
  try {
    return await readStatus(client, tenantId)
  } finally {
    await client.end()
  }
}

function holdsEverything(statuses: readonly TableStatus[], sandbox: Sandbox): boolean {
  return tables.every(({ resource, name }) => {
    const rows = statuses.find(({ table }) => table === name)?.rows
    return rows === sandbox.count(SANDBOX_TENANT_ID, resource)
  })
}

function nextSteps(databaseUrl: string, sandboxUrl: string, stayUp: boolean): string {
  const look = `Look at the rows:
  psql "${databaseUrl}" -c "SELECT job_number, status, scheduled_start FROM raw.st_jobs LIMIT 5"
See the state of each table:
  npx -y pnpm@12 sync status
Sync your own account: put its credentials into .env (see .env.example), then
  npx -y pnpm@12 sync run`
  if (!stayUp) return look
  return `${look}
Sync the demo account again, while this runs:
  SERVICETITAN_TENANT_ID=${tenantId} SERVICETITAN_CLIENT_ID=${sandboxCredentials.clientId} \\
  SERVICETITAN_CLIENT_SECRET=${sandboxCredentials.clientSecret} SERVICETITAN_APP_KEY=${sandboxCredentials.appKey} \\
  SERVICETITAN_API_URL=${sandboxUrl} SERVICETITAN_AUTH_URL=${sandboxUrl} npx -y pnpm@12 sync run

Ctrl-C ends the sandbox. PostgreSQL stays up until: npx -y pnpm@12 postgres stop`
}
