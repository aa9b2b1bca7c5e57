import { once } from 'node:events'
import {
  type CommandLine,
  createCommandLine,
  exitSoon,
  listenError,
  printResult,
  stopSignal,
  UsageError,
} from 'cli-kit'
import { runMain } from 'cli-kit/main'
import { InvalidArgumentError, Option } from 'commander'
import { catchUp, startOfSimulation } from './business-day/catch-up.ts'
import { DEFAULT_TIME_ZONE } from './lib/local-time.ts'
import { createSandbox, type Sandbox } from './sandbox.ts'
import { SANDBOX_TENANT_ID, type SandboxOptions, sandboxCredentials } from './settings/options.ts'
import { resourceNames } from './world/generated/resource-names.ts'
import type { Sizes } from './world/sizes.ts'

const EXAMPLES = `
Examples:
  $ pnpm sandbox
  $ pnpm sandbox --jobs 1000000 --locations 200000 --technicians 300
  $ pnpm sandbox --size tag-types=1000000 invoices=0 payments=0
  $ pnpm sandbox --business-day 60 --time-zone America/Denver
  $ pnpm sandbox --dataset hand
  $ pnpm sandbox --port 0 --json
  $ pnpm sandbox --seed acme --tenant 42

The data is generated from the seed. It changes only with the seed, the sizes and the date.
With --business-day the days are planned in the time zone and simulated up to the present.
With --dataset hand the account has eight jobs of 2026, whose analytics were computed by hand.
It proves conformity with the vendor's published contract, not with the live service.`

type Flags = Partial<Sizes> & {
  size?: Partial<Sizes>
  dataset: 'generated' | 'hand'
  businessDay?: true | number
  timeZone: string
  history?: number
  port: number
  host: string
  seed: string
  tenant: number
  rateLimit: number
  around?: string
  blankRecalls?: boolean
  json?: boolean
}

const integer = (text: string): number => {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}

const isSized = (name: string): name is keyof Sizes =>
  name !== 'appointment-assignments' && resourceNames.some((known) => known === name)

/** Parses `tag-types=1000`, and adds it to the sizes given before. */
const oneSize = (text: string, others: Partial<Sizes> = {}): Partial<Sizes> => {
  const [name = '', size = ''] = text.split('=')
  if (!isSized(name)) throw new InvalidArgumentError('It must be <resource>=<whole number>.')
  return { ...others, [name]: integer(size) }
}

/** The command line, a single command. */
const commandLine: CommandLine = {
  createProgram: () =>
    createCommandLine({
      name: 'sandbox',
      description: `Simulates ServiceTitan's v2 API: ${resourceNames.join(', ')}`,
      help: EXAMPLES,
    })
      .addOption(
        new Option('--dataset <name>', 'data of the account: generated from the seed, or a few records')
          .choices(['generated', 'hand'])
          .default('generated'),
      )
      .option('-p, --port <number>', 'port to listen on; 0 for any free port', integer, 4010)
      .option('--host <address>', 'address to listen on', '127.0.0.1')
      .option('--seed <text>', 'seed of the data: same seed, same data', 'lazi')
      .option('--tenant <id>', "the tenant's id", integer, SANDBOX_TENANT_ID)
      .option('--locations <number>', 'number of locations (default: 1000)', integer)
      .option('--jobs <number>', 'number of jobs (default: 5000)', integer)
      .option('--appointments <number>', 'number of appointments (default: 1.3 for each job)', integer)
      .option('--technicians <number>', 'number of technicians (default: 40)', integer)
      .option('--size <resource=number...>', 'number of records of any other resource', oneSize)
      .option(
        '--business-day [changes]',
        'run a business day with this many changes per minute (default: 20); 0: up to the present only',
        integer,
      )
      .option('--time-zone <zone>', 'time zone of the business day', DEFAULT_TIME_ZONE)
      .option('--history <days>', 'days of job history (default: 1095)', integer)
      .option('--around <instant>', 'instant around which data is generated (default: last 18:00 UTC)')
      .option('--blank-recalls', 'export most jobs without the job that they are a recall of')
      .option(
        '--rate-limit <number>',
        'requests per second for each app and tenant; 0 for no limit',
        integer,
        60,
      )
      .option('--json', 'print one JSON line: url, page, tenantId and credentials')
      .option('--verbose', 'show the stack trace of an error')
      .allowExcessArguments(false)
      .action(serve),
}

/** Midday in the United States; changes once a day, so that a restart serves the same data. */
const lastMidday = (nowMs: number): number => {
  const today = new Date(nowMs).setUTCHours(18, 0, 0, 0)
  return today <= nowMs ? today : today - 86_400_000
}

const toOptions = (flags: Flags, nowMs: number): SandboxOptions => {
  const { locations, jobs, appointments, technicians, size, businessDay, history } = flags
  const given = Object.entries({ locations, jobs, appointments, technicians, ...size }).filter(
    ([, count]) => count !== undefined,
  )
  const usual = businessDay === undefined ? lastMidday(nowMs) : startOfSimulation(nowMs, flags.timeZone)
  const dataNow = flags.around ?? usual
  const common = {
    realNow: Date.now,
    blankRecallsInExport: flags.blankRecalls ?? false,
    ...(flags.rateLimit > 0 && { rateLimit: { requestsPerSecond: flags.rateLimit } }),
  }
  const sizes = Object.fromEntries(given)
  if (flags.dataset === 'hand') {
    if (businessDay !== undefined) throw new Error('Expected no business day with the hand data')
    return { ...common, dataset: 'hand', tenants: [{ tenantId: flags.tenant, sizes }] }
  }
  return {
    ...common,
    seed: flags.seed,
    // A business day starts at the data's time and is then advanced to the present.
    now: businessDay === undefined ? nowMs : dataNow,
    dataNow,
    tenants: [{ tenantId: flags.tenant, sizes }],
    ...(history !== undefined && { historyDays: history }),
  }
}

const describe = (url: string, tenant: number): string => {
  const { clientId, clientSecret, appKey } = sandboxCredentials
  return `The sandbox simulates ServiceTitan at ${url} (Ctrl+C stops it). On its page, ${url}/, records are
edited as by people in the office. A client needs:

SERVICETITAN_API_URL=${url}
SERVICETITAN_AUTH_URL=${url}
SERVICETITAN_TENANT_ID=${tenant}
SERVICETITAN_CLIENT_ID=${clientId}
SERVICETITAN_CLIENT_SECRET=${clientSecret}
SERVICETITAN_APP_KEY=${appKey}`
}

/** @throws {UsageError} when a size or a time is not valid */
const build = (flags: Flags): Sandbox => {
  try {
    const sandbox = createSandbox(toOptions(flags, Date.now()))
    if (flags.businessDay !== undefined) {
      const changesPerMinute = flags.businessDay === true ? 20 : flags.businessDay
      catchUp(sandbox, { timeZone: flags.timeZone, changesPerMinute, nowMs: Date.now() })
    }
    return sandbox
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error })
  }
}

/** Serves until it is stopped. */
async function serve(flags: Flags): Promise<void> {
  const sandbox = build(flags)
  const { url } = await sandbox.listen({ port: flags.port, host: flags.host }).catch((error: unknown) => {
    throw listenError(error, flags)
  })
  // Before the output, because the reader of the output may stop the sandbox immediately.
  const signal = stopSignal()
  const { clientId, clientSecret, appKey } = sandboxCredentials
  const tenantId = flags.tenant
  const result = { url, page: `${url}/`, tenantId, clientId, clientSecret, appKey }
  printResult(flags, result, describe(url, tenantId))
  if (!signal.aborted) await once(signal, 'abort')
  await sandbox.close()
  exitSoon()
}

await runMain(import.meta.url, async () => commandLine)
