import { Command } from 'commander'
import type { Env } from '../config.ts'
import { changes } from './changes.ts'
import { doctor } from './doctor.ts'
import { driftList } from './drift.ts'
import { quarantineDrop, quarantineList, quarantineReplay, quarantineShow } from './quarantine.ts'
import { reset } from './reset.ts'
import { run, verify } from './run.ts'
import { resourceNames } from './select.ts'
import { status } from './status.ts'
import { stopSignal } from './stop-signal.ts'
import { tenantsAdd, tenantsList, tenantsRemove, tenantsSetStatus } from './tenants.ts'
import { worker } from './worker.ts'

const help = `
Credentials come from SERVICETITAN_* and the database from DATABASE_URL, or from a .env file: see .env.example.

Exit codes: 0 done, 1 error, 2 usage or configuration, 5 another process syncs the same table.`

const resources = ['[resource...]', `${resourceNames} (default: all)`] as const
const tenant = ['--tenant <id>', 'one tenant only'] as const

/**
 * The command line.
 * @param env what configuration is read from
 * @param finish told the exit code of the command that ran
 */
export function createProgram(env: Env, finish: (code: number) => void): Command {
  const program = new Command('sync')
    .description('Syncs ServiceTitan into PostgreSQL.')
    .exitOverride()
    .addHelpText('after', help)
  addSyncCommands(program, env, finish)
  addStateCommands(program, env, finish)
  addQuarantineCommands(program, env, finish)
  addTenantCommands(program, env, finish)
  return program
}

type Finish = (code: number) => void

/** A command as all of them are: with `--json`, `--verbose` and examples. */
function add(parent: Command, name: string, description: string, ...examples: string[]): Command {
  return parent
    .command(name)
    .description(description)
    .option('--json', 'print the result as JSON')
    .option('--verbose', 'show where an error comes from')
    .addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ pnpm ${example}`).join('\n')}`)
}

function addSyncCommands(program: Command, env: Env, finish: Finish): void {
  const runDescription = 'sync everything the first time, what has changed from then on'
  add(program, 'run', runDescription, ...['sync run', 'sync run jobs appointments', '-s sync run --json'])
    .argument(...resources)
    .option(...tenant)
    .option('--full', 'read everything anew, and mark what is gone as deleted')
    .option('--hot', 'changes of the last minutes too, which the export feeds hold back for a while')
    .option('--allow-deletes', 'with --full: however many records are gone, mark them')
    .option('--watch', 'go on every five minutes until stopped')
    .action(async (names, options) => finish(await run(names, options, { env, signal: stopSignal() })))

  const verifyDescription = 'count against ServiceTitan, and mend what differs'
  add(program, 'verify', verifyDescription, ...['sync verify', 'sync verify jobs --tenant 1001001'])
    .argument(...resources)
    .option(...tenant)
    .action(async (names, options) => finish(await verify(names, options, { env, signal: stopSignal() })))

  const workerDescription = 'sync whatever is due or asked for, until stopped'
  const workerExamples = ['sync worker', 'sync worker --concurrency 16 --port 9464', 'sync worker --once']
  add(program, 'worker', workerDescription, ...workerExamples)
    .option('--concurrency <n>', 'tables at once', '8')
    .option('--port <n>', 'serve /healthz, /readyz and /metrics there; 0: any port that is free')
    .option('--host <address>', 'serve them on this address', '127.0.0.1')
    .option('--once', 'end when nothing is due any more')
    .action(async (options) => {
      finish(await worker(options, { env, signal: stopSignal() }))
      // What did not stop in time must not keep the process; what it was writing is rolled back.
      setTimeout(() => process.exit(), 500).unref()
    })
}

function addStateCommands(program: Command, env: Env, finish: Finish): void {
  const statusDescription = 'show rows, last syncs, age of the data, errors and quarantine of each table'
  add(program, 'status', statusDescription, ...['sync status', '-s sync status --json'])
    .option(...tenant)
    .action(async (options) => finish(await status(options, { env, now: Date.now() })))

  const changesDescription = 'print the change feed: one line a row that changed'
  const changesExamples = ['sync changes --follow', '-s sync changes --tenant 1001001 --after 5000 --json']
  add(program, 'changes', changesDescription, ...changesExamples)
    .option(...tenant)
    .option('--after <seq>', 'go on after this change (default: the oldest that is kept)')
    .option('--follow', 'go on until stopped')
    .action(async (options) => finish(await changes(options, { env, signal: stopSignal() })))

  const resetDescription = 'forget how far a resource was synced: the next sync is a full one, rows stay'
  add(program, 'reset', resetDescription, 'sync reset jobs --tenant 1001001 --yes')
    .argument('<resource>', resourceNames)
    .requiredOption('--tenant <id>', 'the tenant')
    .option('--yes', 'do not ask')
    .action(async (name, options) => finish(await reset(name, options, { env, signal: stopSignal() })))

  const doctorDescription = 'check configuration, database, credentials, scopes and clocks'
  add(program, 'doctor', doctorDescription, ...['sync doctor', '-s sync doctor --json']).action(
    async (options) => finish(await doctor(options, { env, signal: stopSignal() })),
  )

  const drift = program.command('drift').description('where ServiceTitan sends other fields than were known')
  add(drift, 'list', 'show them', ...['sync drift list', '-s sync drift list --json'])
    .option(...tenant)
    .action(async (options) => finish(await driftList(options, env)))
}

function addQuarantineCommands(program: Command, env: Env, finish: Finish): void {
  const quarantine = program.command('quarantine').description('records that could not be written')
  const resource = ['--resource <name>', 'one resource only'] as const
  add(quarantine, 'list', 'show what is in quarantine, and why', 'sync quarantine list')
    .option(...tenant)
    .option(...resource)
    .action(async (options) => finish(await quarantineList(options, env)))
  add(quarantine, 'show', 'show one record as it was received', 'sync quarantine show 12')
    .argument('<id>', 'the entry')
    .action(async (id, options) => finish(await quarantineShow(id, options, env)))
  const replayExamples = ['sync quarantine replay', 'sync quarantine replay 12 13 --strip-nulls']
  add(quarantine, 'replay', 'try to write them again', ...replayExamples)
    .argument('[id...]', 'the entries (default: all that are open)')
    .option(...tenant)
    .option(...resource)
    .option('--strip-nulls', 'without the characters U+0000, which PostgreSQL cannot store')
    .action(async (ids, options) => finish(await quarantineReplay(ids, options, env)))
  add(quarantine, 'drop', 'close entries without writing them', 'sync quarantine drop 12')
    .argument('<id...>', 'the entries')
    .action(async (ids, options) => finish(await quarantineDrop(ids, options, env)))
}

function addTenantCommands(program: Command, env: Env, finish: Finish): void {
  const tenants = program.command('tenants').description('whom to sync')
  add(tenants, 'list', 'show them, and whether there are credentials', 'sync tenants list').action(
    async (options) => finish(await tenantsList(options, env)),
  )
  const addExample = 'sync tenants add 1001001 --name "Hollis Plumbing" --time-zone America/Chicago'
  add(tenants, 'add', 'add a tenant, or rename one', addExample)
    .argument('<id>', 'its ServiceTitan tenant id')
    .requiredOption('--name <name>', 'its name, for people')
    .option('--time-zone <zone>', 'in which it reckons its days (default for a new one: UTC)')
    .action(async (id, options) => finish(await tenantsAdd(id, options, env)))
  for (const [name, status, description] of [
    ['pause', 'paused', 'sync nothing of it'],
    ['resume', 'active', 'sync it again'],
  ] as const) {
    add(tenants, name, description, `sync tenants ${name} 1001001`)
      .argument('<id>', 'the tenant')
      .action(async (id, options) => finish(await tenantsSetStatus(id, status, options, env)))
  }
  add(tenants, 'remove', 'delete all rows of a tenant', 'sync tenants remove 1001001 --yes')
    .argument('<id>', 'the tenant')
    .option('--yes', 'do not ask')
    .action(async (id, options) => finish(await tenantsRemove(id, options, { env, signal: stopSignal() })))
}
