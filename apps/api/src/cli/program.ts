import {
  addCommand,
  type CommandLine,
  type CommandLineContext,
  createCommandLine,
  exitSoon,
  stopSignal,
} from 'cli-kit'
import type { Command } from 'commander'
import { reasonOption } from 'records'

const help = `
The database comes from DATABASE_URL, or from a .env file: see .env.example.

Exit codes: 0 done, 1 error, 2 usage or configuration.`

/** Deadline of a shutdown, in milliseconds. */
const STOP_WITHIN_MS = 10_000

// Each command imports what it needs when it runs: the whole of the app takes a second of CPU to load.

/** The command line. */
export const commandLine: CommandLine = {
  createProgram(context) {
    const program = createCommandLine({
      name: 'api',
      description: "Serves LAZI's records, and what ServiceTitan has, over HTTP.",
      help,
    })
    addServeCommand(program, context)
    addKeyCommands(program, context)
    return program
  },
}

function addServeCommand(program: Command, { env, finish }: CommandLineContext): void {
  addCommand(program, {
    name: 'serve',
    description: 'serve the API until stopped',
    examples: [
      'pnpm api serve',
      'pnpm api serve --port 0 --json',
      'pnpm api serve --host 0.0.0.0 --metrics-port 9465 --trusted-proxies 1',
    ],
  })
    .option('--port <n>', 'port; 0: any free port (default: API_PORT or 8080)')
    .option('--host <address>', 'address (default: API_HOST or 127.0.0.1)')
    .option(
      '--metrics-port <n>',
      'serve /healthz, /readyz and /metrics on this port; 0: any free port (default: API_METRICS_PORT, or not at all)',
    )
    .option('--metrics-host <address>', 'address of that port (default: API_METRICS_HOST or 127.0.0.1)')
    .option(
      '--trusted-proxies <n>',
      'proxies in front that append to X-Forwarded-For (default: API_TRUSTED_PROXIES or 0)',
    )
    .option('--console <dir>', 'folder of the built console (default: API_CONSOLE_DIR, or no console)')
    .action(async (options) => {
      finish(
        await (await import('./serve.ts')).serve(options, {
          env,
          signal: stopSignal({ deadlineMs: STOP_WITHIN_MS }),
        }),
      )
      exitSoon()
    })
}

function addKeyCommands(program: Command, { env, finish }: CommandLineContext): void {
  const commands = () => import('./keys.ts')
  const keys = program.command('keys').description('manage API keys')
  const tenant = ['--tenant <id>', 'the tenant (default: the only one)'] as const
  addCommand(keys, {
    name: 'create',
    description: 'create a key and print it; it cannot be shown again',
    examples: [
      'pnpm api keys create --name "Dispatch board"',
      'pnpm -s api keys create --tenant 1001001 --name Console --scope admin --expires-in-days 90 --json',
    ],
  })
    .requiredOption('--name <name>', 'name of the key, such as its user')
    .option(...tenant)
    .option(
      '--scope <scope>',
      'read; sync: also request syncs; admin: also resolve quarantine entries',
      'read',
    )
    .option('--expires-in-days <n>', 'days until the key expires (default: never)')
    .option(...reasonOption)
    .action(async (options) => finish(await (await commands()).keysCreate(options, env, new Date())))
  addCommand(keys, {
    name: 'list',
    description: 'show keys, without their secrets',
    examples: ['pnpm api keys list', 'pnpm -s api keys list --json'],
  })
    .option('--tenant <id>', 'one tenant only')
    .action(async (options) => finish(await (await commands()).keysList(options, env, new Date())))
  addCommand(keys, {
    name: 'revoke',
    description: 'revoke keys immediately',
    examples: [
      'pnpm api keys revoke 3 --reason "Key of a lost tablet"',
      'pnpm api keys revoke 3 4 --tenant 1001001',
    ],
  })
    .argument('<id...>', 'numbers of the keys, as shown by list')
    .option(...tenant)
    .option(...reasonOption)
    .action(async (ids, options) =>
      finish(await (await commands()).keysRevoke(ids, options, env, new Date())),
    )
  addCommand(keys, {
    name: 'link',
    description: 'print a link that signs one browser in to the console, once, within five minutes',
    examples: [
      'pnpm api keys link 3',
      'pnpm -s api keys link 3 --tenant 1001001 --url https://data.example.com --json',
    ],
  })
    .argument('<id>', 'number of the key, as shown by list')
    .option(...tenant)
    .option(...reasonOption)
    .option('--url <url>', 'address of the console (default: http://127.0.0.1, with API_PORT or 8080)')
    .action(async (id, options) => finish(await (await commands()).keysLink(id, options, env, new Date())))
}
