import { once } from 'node:events'
import { createMigrator } from 'db-migrations'
import { postgresOptionsFromEnv, resolvePostgres } from 'local-postgres'
import { buildConsole } from './build-console.ts'
import { findProblems } from './check-demo.ts'
import { type ChildOptions, type Env, runCommand, type Service, startService } from './child.ts'
import { account, sandboxArguments } from './demo-account.ts'
import { makeKeys } from './demo-keys.ts'
import { wantedOrAny } from './free-port.ts'
import { keepFresh } from './keep-fresh.ts'
import { claimDemo } from './only-one.ts'

export interface DemoOptions {
  /** Whether it runs until the signal aborts. Else it is checked once, and ends. */
  readonly stayUp: boolean
  readonly env: Env
  readonly signal: AbortSignal
  readonly onNotice: (line: string) => void
  /** Called when everything is up. */
  readonly onUp: (demo: Demo) => void
}

/** A demo that is up. */
export interface Demo {
  /** Of the API and the console. */
  readonly url: string
  /** The console, signed in. */
  readonly consoleUrl: string
  readonly key: string
  readonly databaseUrl: string
  readonly sandboxUrl: string
  /** The state of each table, for people. */
  readonly status: string
}

const HOST = '127.0.0.1'
const PORT = 8080

/**
 * Everything on a demo account: PostgreSQL, migrations, a ServiceTitan with a running business day, a first sync, a
 * worker, the API and the console. The account is recreated each time; other tenants are not touched. In every case
 * nothing that was started is left but the embedded PostgreSQL.
 * @throws what kept it from being up, or ended it
 */
export async function runDemo({ stayUp, env, signal: asked, onNotice, onUp }: DemoOptions): Promise<void> {
  await using stack = new AsyncDisposableStack()
  const failed = new AbortController()
  const signal = AbortSignal.any([asked, failed.signal])
  // First all waits are aborted, then everything else is stopped.
  const services: Promise<never>[] = []
  const serve = async (options: ServiceOptions): Promise<Service> => {
    const onLine = (line: string) => onNotice(`[${options.name}] ${line}`)
    const service = await startService({ ...options, signal, onLine })
    stack.defer(service.stop)
    services.push(service.died)
    return service
  }
  try {
    onNotice('Finding PostgreSQL …')
    const database = stack.use(
      await resolvePostgres({
        ...postgresOptionsFromEnv({ ...env, DATABASE_URL: env.DATABASE_DIRECT_URL || env.DATABASE_URL }),
        signal,
        onEvent: ({ message }) => onNotice(message),
      }),
    )
    onNotice(`Using ${database.description}.`)
    stack.defer(await claimDemo(database.url))
    const base = baseEnv(env, database.url)
    const [sandbox, consoleDir] = await Promise.all([
      serve({ name: 'sandbox', command: [...sandboxMain, ...sandboxArguments], env: base }),
      buildConsole(signal, onNotice),
      migrate(database.url, signal, onNotice),
    ])
    onNotice(`The sandbox plays ServiceTitan at ${sandbox.ready.url}; a business day is running there.`)
    const withSandbox = { ...base, ...credentials(sandbox.ready) }
    const command =
      (main: string) =>
      async (args: readonly string[], options: Partial<ChildOptions> = {}) =>
        runCommand({ name: args.join(' '), command: [main, ...args], env: withSandbox, signal, ...options })
    const sync = command(syncMain)

    await forgetAccount(sync)
    onNotice('The first sync:')
    const [keys] = await Promise.all([
      makeKeys((...args) => command(apiMain)(args)),
      sync(['run', '--tenant', account.tenantId], { onLine: onNotice }),
    ])

    await serve({ name: 'worker', command: [syncMain, 'worker'], env: withSandbox, isReadyAtOnce: true })
    const port = env.API_PORT ?? String(await wantedOrAny(PORT, HOST))
    const args = ['serve', '--json', '--host', HOST, '--port', port, '--console', consoleDir]
    const api = await serve({ name: 'api', command: [apiMain, ...args], env: base })
    const url = String(api.ready.url)
    const fresh = keepFresh({
      url,
      key: keys.sync,
      signal,
      onProblem: (problem) => onNotice(`[fresh] ${problem}`),
    })
    stack.defer(async () => {
      failed.abort()
      await fresh
    })

    const problems = await findProblems(url, keys.admin)
    if (problems.length > 0) throw new Error(problems.join('\n'))
    onUp({
      url,
      consoleUrl: `${url}/#key=${keys.admin}`,
      key: keys.admin,
      databaseUrl: database.url,
      sandboxUrl: String(sandbox.ready.url),
      status: await sync(['status', '--tenant', account.tenantId]),
    })
    if (stayUp && !signal.aborted) await Promise.race([once(signal, 'abort'), ...services])
    onNotice('Stopping …')
  } catch (error) {
    failed.abort(error)
    if (!asked.aborted) throw error
  }
}

type ServiceOptions = Omit<Parameters<typeof startService>[0], 'signal' | 'onLine'>

const syncMain = 'apps/sync/src/main.ts'
const apiMain = 'apps/api/src/main.ts'
const sandboxMain = ['packages/servicetitan-sandbox/src/cli.ts', '--port', '0', '--json']

/** What every process gets: this database, and none of the credentials that `.env` may hold. */
function baseEnv(env: Env, databaseUrl: string): Env {
  const own = Object.entries(env).filter(([name]) => !name.startsWith('SERVICETITAN_'))
  return {
    ...Object.fromEntries(own),
    ENV_FILE: '',
    DATABASE_URL: databaseUrl,
    DATABASE_DIRECT_URL: '',
    LOG_LEVEL: env.LOG_LEVEL || 'warn',
  }
}

function credentials(sandbox: Record<string, unknown>): Env {
  const url = String(sandbox.url)
  return {
    SERVICETITAN_TENANT_ID: account.tenantId,
    SERVICETITAN_ENVIRONMENT: 'sandbox',
    SERVICETITAN_API_URL: url,
    SERVICETITAN_AUTH_URL: url,
    SERVICETITAN_CLIENT_ID: String(sandbox.clientId),
    SERVICETITAN_CLIENT_SECRET: String(sandbox.clientSecret),
    SERVICETITAN_APP_KEY: String(sandbox.appKey),
  }
}

async function migrate(url: string, signal: AbortSignal, onNotice: (line: string) => void): Promise<void> {
  const applied = await createMigrator({ connectionString: url, signal }).up()
  onNotice(applied.length > 0 ? `Applied ${applied.length} migration(s).` : 'The schema is up to date.')
}

/** The sandbox generates new data, so what was cached of it before is of another world. */
async function forgetAccount(sync: (args: readonly string[]) => Promise<string>): Promise<void> {
  const { tenants } = JSON.parse(await sync(['tenants', 'list', '--json']))
  const isThere = tenants.some(({ tenantId }: { tenantId: string }) => tenantId === account.tenantId)
  if (isThere) await sync(['tenants', 'remove', account.tenantId, '--yes'])
  await sync(['tenants', 'add', account.tenantId, '--name', account.name, '--time-zone', account.timeZone])
}
