import { once } from 'node:events'
import { createMigrator } from 'db-migrations'
import { postgresOptionsFromEnv, resolvePostgres } from 'local-postgres'
import { type AccountAccess, accessTo } from './account-access.ts'
import { auditFiles } from './audit-files.ts'
import { buildConsole } from './build-console.ts'
import { findProblems } from './check-demo.ts'
import { type Env, type Run, runCommand, type Service, startService } from './child.ts'
import { claimDemo } from './claim-demo.ts'
import { type DemoAccount, inBoth, inLazi, inServiceTitan, sandboxArguments } from './demo-accounts.ts'
import { preferredOrAny } from './free-port.ts'
import { forgetAccounts, prepareAccount } from './prepare-accounts.ts'
import { requestHotSyncs } from './request-hot-syncs.ts'
import { writeCredentials } from './sandbox-credentials.ts'

export interface DemoOptions {
  /** True: the demo runs until the signal aborts. False: it is checked once, and ends. */
  readonly stayUp: boolean
  readonly env: Env
  readonly signal: AbortSignal
  readonly onNotice: (line: string) => void
  /** Called when everything was started and checked. */
  readonly onUp: (demo: Demo) => void
}

/** A running demo. Links, key, sandbox and status are those of the account in ServiceTitan. */
export interface Demo extends Pick<AccountAccess, 'consoleUrl' | 'linkCommand' | 'key' | 'sandboxUrl'> {
  /** Of the API and the console. */
  readonly url: string
  readonly databaseUrl: string
  /** Whether the database is that of `pnpm postgres`. */
  readonly isEmbedded: boolean
  /** The account in ServiceTitan, the one in LAZI, and the one in both. */
  readonly accounts: readonly AccountAccess[]
  /** The state of each table, as text. */
  readonly status: string
}

const HOST = '127.0.0.1'
const PORT = 8080

/**
 * Runs every component on three accounts: PostgreSQL, migrations, a sandbox for each, first syncs, a worker, the API and
 * the console. One account has a running business day in ServiceTitan; people work in LAZI in another, and in both in the
 * third. All are recreated each time; other tenants are not changed. At the end every started process is stopped, except
 * the embedded PostgreSQL.
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
    const simulate = (account: DemoAccount) =>
      serve({
        name: `sandbox ${account.tenantId}`,
        command: [...sandboxMain, ...sandboxArguments(account)],
        env: base,
      })
    const [sandbox, sandboxOfLazi, sandboxOfBoth, consoleDir] = await Promise.all([
      simulate(inServiceTitan),
      simulate(inLazi),
      simulate(inBoth),
      buildConsole(signal, onNotice),
      migrate(database.url, signal, onNotice),
    ])
    onNotice(`The sandbox simulates ServiceTitan at ${sandbox.ready.url}, with a running business day.`)
    onNotice(`That of the account whose people work in LAZI is at ${sandboxOfLazi.ready.url}.`)
    onNotice(`That of the account whose people work in both is at ${sandboxOfBoth.ready.url}.`)
    const credentials = await writeCredentials([sandbox.ready, sandboxOfLazi.ready, sandboxOfBoth.ready])
    stack.defer(credentials.remove)
    const withSandboxes = {
      ...base,
      ...(await auditFiles(env)),
      SERVICETITAN_CREDENTIALS_DIR: credentials.path,
    }
    const commands =
      (main: string): Run =>
      (args, options) =>
        runCommand({ name: args.join(' '), command: [main, ...args], env: withSandboxes, signal, ...options })
    const run = { sync: commands(syncMain), api: commands(apiMain) }

    await forgetAccounts(run, [inServiceTitan, inLazi, inBoth])
    // One after the other: the ids in the examples of the API's document are those of a first account.
    const first = await prepareAccount(inServiceTitan, { ...run, onNotice })
    const [second, third] = await Promise.all([
      prepareAccount(inLazi, { ...run, onNotice }),
      prepareAccount(inBoth, { ...run, onNotice }),
    ])
    const accounts = [first, second, third]

    await serve({
      name: 'worker',
      command: [syncMain, 'worker'],
      env: withSandboxes,
      isReadyImmediately: true,
    })
    const port = env.API_PORT ?? String(await preferredOrAny(PORT, HOST))
    const listen = ['--host', HOST, '--port', port, '--metrics-port', '0']
    const args = ['serve', '--json', ...listen, '--console', consoleDir]
    const api = await serve({ name: 'api', command: [apiMain, ...args], env: base })
    const url = String(api.ready.url)
    const onProblem = (problem: string) => onNotice(`[hot syncs] ${problem}`)
    const hotSyncs = accounts
      .flatMap(({ others }) => others)
      .filter((user) => 'scope' in user && user.scope === 'sync')
      .map(({ key }) => requestHotSyncs({ url, key, signal, onProblem }))
    stack.defer(async () => {
      failed.abort()
      await Promise.all(hotSyncs)
    })

    const problems = await findProblems({ url, metricsUrl: String(api.ready.metricsUrl), accounts })
    if (problems.length > 0) throw new Error(problems.join('\n'))
    const [shown, other, both, status] = await Promise.all([
      accessTo(first, { url, sandbox, api: run.api }),
      accessTo(second, { url, sandbox: sandboxOfLazi, api: run.api }),
      accessTo(third, { url, sandbox: sandboxOfBoth, api: run.api }),
      run.sync(['status', '--tenant', inServiceTitan.tenantId]),
    ])
    const { consoleUrl, linkCommand, key, sandboxUrl } = shown
    onUp({
      url,
      consoleUrl,
      linkCommand,
      key,
      databaseUrl: database.url,
      isEmbedded: database.kind === 'embedded',
      sandboxUrl,
      accounts: [shown, other, both],
      status,
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

async function migrate(url: string, signal: AbortSignal, onNotice: (line: string) => void): Promise<void> {
  const applied = await createMigrator({ connectionString: url, signal }).up()
  onNotice(applied.length > 0 ? `Applied ${applied.length} migration(s).` : 'The schema is up to date.')
}
