import { once } from 'node:events'
import { createMigrator } from 'db-migrations'
import { postgresOptionsFromEnv, resolvePostgres } from 'local-postgres'
import { auditFiles } from './audit-files.ts'
import { buildConsole } from './build-console.ts'
import { findProblems } from './check-demo.ts'
import { type ChildOptions, type Env, runCommand, type Service, startService } from './child.ts'
import { claimDemo } from './claim-demo.ts'
import { account, sandboxArguments } from './demo-account.ts'
import { addPerson, createKeys, linkArguments } from './demo-keys.ts'
import { preferredOrAny } from './free-port.ts'
import { requestHotSyncs } from './request-hot-syncs.ts'

export interface DemoOptions {
  /** True: the demo runs until the signal aborts. False: it is checked once, and ends. */
  readonly stayUp: boolean
  readonly env: Env
  readonly signal: AbortSignal
  readonly onNotice: (line: string) => void
  /** Called when everything was started and checked. */
  readonly onUp: (demo: Demo) => void
}

/** A running demo. */
export interface Demo {
  /** Of the API and the console. */
  readonly url: string
  /** A link that signs one browser in to the console, once, within five minutes. */
  readonly consoleUrl: string
  /** The command that prints another such link. */
  readonly linkCommand: string
  readonly key: string
  readonly databaseUrl: string
  /** Whether the database is that of `pnpm postgres`. */
  readonly isEmbedded: boolean
  readonly sandboxUrl: string
  /** The state of each table, as text. */
  readonly status: string
}

const HOST = '127.0.0.1'
const PORT = 8080

/**
 * Runs every component on a demo account: PostgreSQL, migrations, a sandbox with a running business day, a first sync,
 * a worker, the API and the console. The account is recreated each time; other tenants are not changed. At the end
 * every started process is stopped, except the embedded PostgreSQL.
 * @throws the error that prevented the start or ended the demo
 */
export async function runDemo({
  stayUp,
  env,
  signal: stopSignal,
  onNotice,
  onUp,
}: DemoOptions): Promise<void> {
  await using stack = new AsyncDisposableStack()
  const failed = new AbortController()
  const signal = AbortSignal.any([stopSignal, failed.signal])
  // The signal aborts all waits first, then the stack stops everything else.
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
    onNotice(`The sandbox simulates ServiceTitan at ${sandbox.ready.url}, with a running business day.`)
    const withSandbox = { ...base, ...(await auditFiles(env)), ...credentials(sandbox.ready) }
    const command =
      (main: string) =>
      async (args: readonly string[], options: Partial<ChildOptions> = {}) =>
        runCommand({ name: args.join(' '), command: [main, ...args], env: withSandbox, signal, ...options })
    const sync = command(syncMain)

    await forgetAccount(sync)
    onNotice('The first sync:')
    const runApi = command(apiMain)
    const [keys] = await Promise.all([
      createKeys((...args) => runApi(args)),
      addPerson((...args) => runApi(args)),
      sync(['run', '--tenant', account.tenantId], { onLine: onNotice }),
    ])

    await serve({ name: 'worker', command: [syncMain, 'worker'], env: withSandbox, isReadyImmediately: true })
    const port = env.API_PORT ?? String(await preferredOrAny(PORT, HOST))
    const listen = ['--host', HOST, '--port', port, '--metrics-port', '0']
    const args = ['serve', '--json', ...listen, '--console', consoleDir]
    const api = await serve({ name: 'api', command: [apiMain, ...args], env: base })
    const url = String(api.ready.url)
    const hotSyncs = requestHotSyncs({
      url,
      key: keys.sync,
      signal,
      onProblem: (problem) => onNotice(`[hot syncs] ${problem}`),
    })
    stack.defer(async () => {
      failed.abort()
      await hotSyncs
    })

    const problems = await findProblems({ url, metricsUrl: String(api.ready.metricsUrl), key: keys.admin })
    if (problems.length > 0) throw new Error(problems.join('\n'))
    const link = linkArguments(keys, url)
    onUp({
      url,
      consoleUrl: (await runApi(link)).trim(),
      linkCommand: `npx -y pnpm@12 api ${link.join(' ')}`,
      key: keys.admin,
      databaseUrl: database.url,
      isEmbedded: database.kind === 'embedded',
      sandboxUrl: String(sandbox.ready.url),
      status: await sync(['status', '--tenant', account.tenantId]),
    })
    if (stayUp && !signal.aborted) await Promise.race([once(signal, 'abort'), ...services])
    onNotice('Stopping …')
  } catch (error) {
    failed.abort(error)
    if (!stopSignal.aborted) throw error
  }
}

type ServiceOptions = Omit<Parameters<typeof startService>[0], 'signal' | 'onLine'>

const syncMain = 'apps/sync/src/main.ts'
const apiMain = 'apps/api/src/main.ts'
const sandboxMain = ['packages/servicetitan-sandbox/src/cli.ts', '--port', '0', '--json']

/** The environment of every process: this database, and no credentials from `.env`. */
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

/** Removes the cached data: the sandbox generates a new world each time. */
async function forgetAccount(sync: (args: readonly string[]) => Promise<string>): Promise<void> {
  const { tenants } = JSON.parse(await sync(['tenants', 'list', '--json']))
  const isThere = tenants.some(({ tenantId }: { tenantId: string }) => tenantId === account.tenantId)
  if (isThere) await sync(['tenants', 'remove', account.tenantId, '--yes'])
  await sync(['tenants', 'add', account.tenantId, '--name', account.name, '--time-zone', account.timeZone])
}
