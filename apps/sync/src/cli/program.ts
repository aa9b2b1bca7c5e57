import { Command } from 'commander'
import { tables } from '../tables/tables.ts'
import { run, status } from './commands.ts'
import { stopSignal } from './stop-signal.ts'

const help = `
Credentials come from SERVICETITAN_* and the database from DATABASE_URL, or from a .env file: see .env.example.

Exit codes: 0 done, 1 error, 2 usage or configuration, 5 another process syncs the same table.`

/**
 * The command line.
 * @param env what configuration is read from
 * @param finish told the exit code of the command that ran
 */
export function createProgram(
  env: Readonly<Record<string, string | undefined>>,
  finish: (code: number) => void,
): Command {
  const program = new Command('sync')
    .description('Syncs ServiceTitan into PostgreSQL.')
    .exitOverride()
    .addHelpText('after', help)

  const command = (name: string, description: string, ...examples: string[]) =>
    program
      .command(name)
      .description(description)
      .option('--json', 'print the result as JSON')
      .option('--verbose', 'show where an error comes from')
      .addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ pnpm ${example}`).join('\n')}`)

  command(
    'run',
    'sync everything the first time, what has changed from then on',
    ...['sync run', 'sync run jobs appointments', '-s sync run --json'],
  )
    .argument('[resource...]', `${tables.map(({ resource }) => resource).join(', ')} (default: all)`)
    .action(async (resources, options) =>
      finish(await run(resources, options, { env, signal: stopSignal() })),
    )

  command(
    'status',
    'show rows, last syncs, errors and quarantine of each table',
    ...['sync status', '-s sync status --json'],
  )
    .option('--tenant <id>', 'one tenant only')
    .action(async (options) => finish(await status(options, { env, now: Date.now() })))

  return program
}
