import { Command, InvalidArgumentError } from 'commander'
import { createNew, migrate, rollback, status } from './commands.ts'
import { reportError } from './output.ts'

const stop = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => stop.abort(new Error(`Stopped by ${name}; what was committed stays.`)))
}

const program = new Command('db-migrations')
  .description("Creates and changes the schema of a contractor's database.")
  .option('--verbose', 'show where an error comes from')
  .exitOverride()
  .addHelpText(
    'after',
    `
The database is DATABASE_DIRECT_URL, else DATABASE_URL, else the embedded server.

Exit codes: 0 done, 1 error, 2 usage, 4 migrations are pending (status), 5 another migrator is at work.`,
  )

program
  .command('migrate')
  .description('apply the migrations that are pending')
  .option('--to <number>', 'stop after this migration', number)
  .option('--lock-wait <seconds>', 'how long to wait for another migrator', number, 60)
  .option('--json', 'print the result as JSON')
  .option('--verbose', 'show where an error comes from')
  .addHelpText(
    'after',
    '\nExamples:\n  $ pnpm --filter db-migrations migrate\n  $ pnpm --filter db-migrations migrate --to 005',
  )
  .action(async (options) => finish(await migrate(options, stop.signal)))

program
  .command('rollback')
  .description('revert migrations, last first')
  .option('--count <number>', 'how many (default: 1)', positive)
  .option('--to <number>', 'revert all above this one; 0 reverts everything', number)
  .option('--yes', 'do not ask')
  .option('--json', 'print the result as JSON')
  .option('--verbose', 'show where an error comes from')
  .addHelpText(
    'after',
    '\nExamples:\n  $ pnpm --filter db-migrations rollback\n  $ pnpm --filter db-migrations rollback --to 005 --yes',
  )
  .action(async (options) => finish(await rollback(options, stop.signal)))

program
  .command('status')
  .description('show what is applied and what is pending')
  .option('--json', 'print the result as JSON')
  .option('--verbose', 'show where an error comes from')
  .addHelpText(
    'after',
    '\nExamples:\n  $ pnpm --filter db-migrations status\n  $ pnpm -s --filter db-migrations status --json',
  )
  .action(async (options) => finish(await status(options, stop.signal)))

program
  .command('new')
  .description('write an empty migration with the next number')
  .argument('<name>', 'lower-case words, such as add_job_notes')
  .option('--json', 'print the result as JSON')
  .option('--verbose', 'show where an error comes from')
  .addHelpText('after', '\nExample:\n  $ pnpm --filter db-migrations new add_job_notes')
  .action(async (name, options) => finish(await createNew(name, options)))

function finish(code: number): void {
  process.exitCode = code
}

function number(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Expected a whole number, such as 5 or 005.')
  return Number(text)
}

function positive(text: string): number {
  const value = number(text)
  if (value === 0) throw new InvalidArgumentError('Expected 1 or more. To revert everything: --to 0.')
  return value
}

try {
  await program.parseAsync()
} catch (error) {
  finish(reportError(error, process.argv))
}
