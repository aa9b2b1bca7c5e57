import { once } from 'node:events'
import { type CommandLine, createCommandLine, exitSoon, printResult, stopSignal, UsageError } from 'cli-kit'
import { runMain } from 'cli-kit/main'
import { InvalidArgumentError } from 'commander'
import { catchUp, startOfDays } from './business-day/catch-up.ts'
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
  $ pnpm sandbox --port 0 --json
  $ pnpm sandbox --seed acme --tenant 42

The data is made on the fly from the seed and changes only with it, with the sizes, and once a day.
With --business-day the day is laid out in the time zone, and has come as far as the time of day says.
It proves conformity with the vendor's published contract, not with the live service.`

type Flags = Partial<Sizes> & {
  size?: Partial<Sizes>
  businessDay?: true | number
  timeZone: string
  history?: number
  port: number
  host: string
  seed: string
  tenant: number
  rateLimit: number
  around?: string
  json?: boolean
}

const integer = (text: string): number => {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}

const isSized = (name: string): name is keyof Sizes =>
  name !== 'appointment-assignments' && resourceNames.some((known) => known === name)

/** `tag-types=1000`, several of them one after another. */
const oneSize = (text: string, others: Partial<Sizes> = {}): Partial<Sizes> => {
  const [name = '', size = ''] = text.split('=')
  if (!isSized(name)) throw new InvalidArgumentError('It must be a resource, = and a whole number.')
  return { ...others, [name]: integer(size) }
}

/** The command line, which is one command. */
const commandLine: CommandLine = {
  createProgram: () =>
    createCommandLine({
      name: 'sandbox',
      description: `Plays ServiceTitan's v2 API: ${resourceNames.join(', ')}`,
      help: EXAMPLES,
    })
      .option('-p, --port <number>', 'port to listen on; 0 takes any free one', integer, 4010)
      .option('--host <address>', 'address to listen on', '127.0.0.1')
      .option('--seed <text>', 'what the data is made from: same seed, same data', 'lazi')
      .option('--tenant <id>', "the tenant's id", integer, SANDBOX_TENANT_ID)
      .option('--locations <number>', 'how many locations (default: 1000)', integer)
      .option('--jobs <number>', 'how many jobs (default: 5000)', integer)
      .option('--appointments <number>', 'how many appointments (default: 1.3 for each job)', integer)
      .option('--technicians <number>', 'how many technicians (default: 40)', integer)
      .option('--size <resource=number...>', 'how many of any other resource', oneSize)
      .option('--business-day [changes]', 'let records change, so many a minute (default: 20)', integer)
      .option('--time-zone <zone>', 'where a business day is', 'America/Chicago')
      .option('--history <days>', 'how far back jobs go (default: 1095)', integer)
      .option('--around <instant>', 'when the data is up to date (default: the last 18:00 UTC)')
      .option('--rate-limit <number>', 'requests per second, app and tenant; 0 for no limit', integer, 60)
      .option('--json', 'print one JSON line: url, tenantId and credentials')
      .option('--verbose', 'show where an error comes from')
      .allowExcessArguments(false)
      .action(serve),
}

/** Midday in the United States; a whole day, so that starting again does not change the data under a reader. */
const lastMidday = (nowMs: number): number => {
  const today = new Date(nowMs).setUTCHours(18, 0, 0, 0)
  return today <= nowMs ? today : today - 86_400_000
}

const toOptions = (flags: Flags, nowMs: number): SandboxOptions => {
  const { locations, jobs, appointments, technicians, size, businessDay, history } = flags
  const given = Object.entries({ locations, jobs, appointments, technicians, ...size }).filter(
    ([, count]) => count !== undefined,
  )
  const usual = businessDay === undefined ? lastMidday(nowMs) : startOfDays(nowMs, flags.timeZone)
  const dataNow = flags.around ?? usual
  return {
    seed: flags.seed,
    // A business day begins with the data, and comes up to the present at once.
    now: businessDay === undefined ? nowMs : dataNow,
    dataNow,
    realNow: Date.now,
    tenants: [{ tenantId: flags.tenant, sizes: Object.fromEntries(given) }],
    ...(history !== undefined && { historyDays: history }),
    ...(flags.rateLimit > 0 && { rateLimit: { requestsPerSecond: flags.rateLimit } }),
  }
}

const describe = (url: string, tenant: number): string => {
  const { clientId, clientSecret, appKey } = sandboxCredentials
  return `The sandbox plays ServiceTitan at ${url} (Ctrl+C stops it). A client needs:

SERVICETITAN_API_URL=${url}
SERVICETITAN_AUTH_URL=${url}
SERVICETITAN_TENANT_ID=${tenant}
SERVICETITAN_CLIENT_ID=${clientId}
SERVICETITAN_CLIENT_SECRET=${clientSecret}
SERVICETITAN_APP_KEY=${appKey}`
}

const explain = (error: unknown, { port, host }: Flags): string => {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken: stop what listens there, or give --port another number (0: any)`
  if (code === 'EACCES') return `Port ${port} may not be opened by this user: give --port a number above 1023`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${host} is not an address of this machine: change --host`
  return message
}

/** @throws {UsageError} when a size or a time is not possible */
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
    throw new Error(explain(error, flags), { cause: error })
  })
  // The signal handlers come before the text: a reader of it may stop the sandbox at once.
  const signal = stopSignal()
  const { clientId, clientSecret, appKey } = sandboxCredentials
  const tenantId = flags.tenant
  const result = { url, tenantId, clientId, clientSecret, appKey }
  printResult(flags, result, describe(url, tenantId))
  if (!signal.aborted) await once(signal, 'abort')
  await sandbox.close()
  exitSoon()
}

await runMain(import.meta.url, async () => commandLine)
