import {
  addCommand,
  type CommandLine,
  type CommandLineContext,
  createCommandLine,
  exitSoon,
  stopSignal,
} from 'cli-kit'
import type { Command } from 'commander'
import { addKeyCommands } from './key-commands.ts'
import { addPeopleCommands } from './people-commands.ts'

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
    addPeopleCommands(program, context)
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
