import { Command } from 'commander'
import { readEnvironment } from 'local-postgres'
import { run, status } from './cli/commands.ts'
import { reportError } from './cli/output.ts'
import { stopSignal } from './cli/stop-signal.ts'
import { tables } from './tables/tables.ts'

const program = new Command('sync')
  .description('Syncs ServiceTitan into PostgreSQL.')
  .exitOverride()
  .addHelpText(
    'after',
    `
Credentials come from SERVICETITAN_* and the database from DATABASE_URL, or from a .env file: see .env.example.

Exit codes: 0 done, 1 error, 2 usage or configuration, 5 another process syncs the same table.`,
  )

program
  .command('run')
  .description('sync everything the first time, what has changed from then on')
  .argument('[resource...]', `${tables.map(({ resource }) => resource).join(', ')} (default: all)`)
  .option('--json', 'print the result as JSON')
  .option('--verbose', 'show where an error comes from')
  .addHelpText(
    'after',
    '\nExamples:\n  $ pnpm sync run\n  $ pnpm sync run jobs appointments\n  $ pnpm -s sync run --json',
  )
  .action(async (resources, options) =>
    finish(await run(resources, options, { env: readEnvironment(), signal: stopSignal() })),
  )

program
  .command('status')
  .description('show rows, last syncs, errors and quarantine of each table')
  .option('--tenant <id>', 'one tenant only')
  .option('--json', 'print the result as JSON')
  .option('--verbose', 'show where an error comes from')
  .addHelpText('after', '\nExamples:\n  $ pnpm sync status\n  $ pnpm -s sync status --json')
  .action(async (options) => finish(await status(options, { env: readEnvironment(), now: Date.now() })))

function finish(code: number): void {
  process.exitCode = code
}

try {
  await program.parseAsync()
} catch (error) {
  finish(reportError(error, process.argv))
}
