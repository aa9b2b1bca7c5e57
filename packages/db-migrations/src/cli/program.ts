import { addCommand, type CommandLine, type CommandLineContext, createCommandLine, stopSignal } from 'cli-kit'
import { InvalidArgumentError } from 'commander'
import { detailsOf, exitCodeOf } from './errors.ts'

const help = `
The database is DATABASE_DIRECT_URL, else DATABASE_URL, else the embedded server.

Exit codes: 0 done, 1 error, 2 usage, 3 drift, checksum or stale file, 4 migrations are pending (status),
5 another migrator is running, 6 findings (check).`

/** The descriptions of commands that `pnpm postgres` has, too. */
export const dumpTexts = {
  dump: 'write the rows of every table into one file',
  restore: 'restore a dump into a database without rows',
} as const

/**
 * The command line. Each command imports its modules when it runs, so that `migrate` does not load the SQL parser of
 * `plan`.
 */
export const commandLine: CommandLine = { createProgram, exitCodeOf, detailsOf }

function createProgram({ env, finish }: CommandLineContext) {
  const program = createCommandLine({
    name: 'db-migrations',
    description: "Creates and changes the schema of a contractor's database.",
    help,
  })
  const process = { env, signal: stopSignal({ note: 'Committed work is kept.' }) }
  const command = (name: string, description: string, ...examples: string[]) =>
    addCommand(program, {
      name,
      description,
      examples: examples.map((example) => `pnpm --filter db-migrations ${example}`),
    })

  const database = () => import('./commands.ts')
  const inspect = () => import('./inspect-commands.ts')
  const files = () => import('./file-commands.ts')
  const dumps = () => import('./dump-commands.ts')

  command('migrate', 'apply pending migrations', 'migrate', 'migrate --to 005')
    .option('--to <number>', 'stop after this migration', number)
    .option('--lock-wait <seconds>', 'how long to wait for another migrator', number, 60)
    .action(async (options) => finish(await (await database()).migrate(options, process)))

  command('rollback', 'revert migrations, last first', 'rollback', 'rollback --to 005 --yes')
    .option('--count <number>', 'how many migrations (default: 1)', positive)
    .option('--to <number>', 'revert all migrations after this one; 0 reverts all', number)
    .option('--yes', 'skip the confirmation')
    .action(async (options) => finish(await (await database()).rollback(options, process)))

  command('status', 'show applied and pending migrations', 'status', 'status --json').action(
    async (options) => finish(await (await database()).status(options, process)),
  )

  command(
    'new',
    'write a migration with the next number',
    'new add_job_notes',
    'new --resource job-cancel-reasons',
  )
    .argument('[name]', 'name of an empty migration: lower-case words, such as add_job_notes')
    .option('--resource <name>', 'the migration of a catalog resource, with its index queries')
    .option('--out <folder>', "output folder (default: the package's migrations/)")
    .action(async (name, options) => finish(await (await database()).createNew(name, options)))

  command(
    'plan',
    'show the SQL of pending migrations and the locks it takes',
    'plan',
    'plan --offline',
    'plan --down',
  )
    .option('--offline', 'plan all migrations, without a database')
    .option('--down', 'plan the rollback of the applied migrations')
    .action(async (options) => finish(await (await inspect()).plan(options, env)))

  command(
    'verify',
    'compare files with the ledger, and the database with the schema',
    'verify',
    'verify --json',
    'verify --sql',
  )
    .option('--sql', 'print only the SQL that fixes the differences, roles first')
    .action(async (options) => finish(await (await inspect()).verify(options, env)))

  command(
    'adopt',
    'convert a database created by hand-run scripts to the current schema',
    'adopt --plan',
    'adopt --yes',
  )
    .option('--plan', 'print the plan and change nothing')
    .option('--yes', 'skip the confirmation')
    .action(async (options) => finish(await (await import('./adopt-command.ts')).adopt(options, process)))

  command('dump', dumpTexts.dump, 'dump lazi.dump')
    .argument('<file>', 'the file to write; it must not exist')
    .action(async (file, options) => finish(await (await dumps()).dump(file, options, process)))

  command('restore', dumpTexts.restore, 'restore lazi.dump')
    .argument('<file>', 'a file that dump wrote')
    .action(async (file, options) => finish(await (await dumps()).restore(file, options, process)))

  command(
    'check',
    'lint the SQL of every migration, and try up, down and up again in a temporary PostgreSQL',
    'check',
    'check --offline',
  )
    .option('--offline', 'start no PostgreSQL: only read the SQL')
    .action(async (options) => finish(await (await import('./check-command.ts')).check(options)))

  command('export-sql', 'write the migrations as files for psql', 'export-sql', 'export-sql --out build/sql')
    .option('--out <folder>', "output folder (default: the package's sql/)")
    .option('--check', 'write nothing; report whether the files are current')
    .action(async (options) => finish(await (await files()).exportSqlFiles(options)))

  command('eject', 'write a directory that the stock node-pg-migrate CLI can run', 'eject --out ../ejected')
    .requiredOption('--out <folder>', 'a new folder')
    .action(async (options) => finish(await (await files()).eject(options)))

  command('docs', 'write docs/schema and schema/ from a migrated database', 'run docs', 'run docs --check')
    .option('--check', 'write nothing; report whether the files are current')
    .action(async (options) => finish(await (await files()).docs(options)))

  command('types', 'write the row types of each table', 'types', 'types --check')
    .option('--check', 'write nothing; report whether the file is current')
    .action(async (options) => finish(await (await files()).types(options)))

  return program
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
