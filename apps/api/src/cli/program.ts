import { Command } from 'commander'
import type { Env } from '../config.ts'
import { keysCreate, keysList, keysRevoke } from './keys.ts'
import { serve } from './serve.ts'
import { stopSignal } from './stop-signal.ts'

const help = `
The database comes from DATABASE_URL, or from a .env file: see .env.example.

Exit codes: 0 done, 1 error, 2 usage or configuration.`

type Finish = (code: number) => void

/**
 * The command line.
 * @param env what configuration is read from
 * @param finish told the exit code of the command that ran
 */
export function createProgram(env: Env, finish: Finish): Command {
  const program = new Command('api')
    .description('Serves the cached data over HTTP.')
    .exitOverride()
    .addHelpText('after', help)
  add(program, 'serve', 'serve the API until stopped', 'api serve', 'api serve --port 0 --json')
    .option('--port <n>', 'port; 0: any that is free (default: API_PORT or 8080)')
    .option('--host <address>', 'address (default: API_HOST or 127.0.0.1)')
    .option(
      '--console <dir>',
      "folder of the console's built files (default: API_CONSOLE_DIR, or no console)",
    )
    .action(async (options) => {
      finish(await serve(options, { env, signal: stopSignal() }))
      // What did not stop in time must not keep the process.
      setTimeout(() => process.exit(), 500).unref()
    })
  addKeyCommands(program, env, finish)
  return program
}

function addKeyCommands(program: Command, env: Env, finish: Finish): void {
  const keys = program.command('keys').description('who may use the API')
  const tenant = ['--tenant <id>', 'the tenant (default: the only one there is)'] as const
  const createExamples = [
    'api keys create --name "Dispatch board"',
    '-s api keys create --tenant 1001001 --name Console --scope admin --expires-in-days 90 --json',
  ]
  add(keys, 'create', 'make a key, and print it this once', ...createExamples)
    .requiredOption('--name <name>', 'who uses it, for people')
    .option(...tenant)
    .option('--scope <scope>', 'read; sync: also ask for syncs; admin: also settle quarantine', 'read')
    .option('--expires-in-days <n>', 'days until it ends to be valid (default: never)')
    .action(async (options) => finish(await keysCreate(options, env, new Date())))
  add(keys, 'list', 'show keys, without their secrets', 'api keys list', '-s api keys list --json')
    .option('--tenant <id>', 'one tenant only')
    .action(async (options) => finish(await keysList(options, env, new Date())))
  add(keys, 'revoke', 'end keys at once', 'api keys revoke 3', 'api keys revoke 3 4 --tenant 1001001')
    .argument('<id...>', 'the keys, by the numbers that list shows')
    .option(...tenant)
    .action(async (ids, options) => finish(await keysRevoke(ids, options, env, new Date())))
}

/** A command as all of them are: with `--json`, `--verbose` and examples. */
function add(parent: Command, name: string, description: string, ...examples: string[]): Command {
  return parent
    .command(name)
    .description(description)
    .option('--json', 'print the result as JSON')
    .option('--verbose', 'show where an error comes from')
    .addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ pnpm ${example}`).join('\n')}`)
}
