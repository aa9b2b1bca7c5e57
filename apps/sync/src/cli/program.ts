import {
  addCommand,
  type CommandLine,
  type CommandLineContext,
  createCommandLine,
  exitSoon,
  type StopSignalOptions,
  stopSignal,
} from 'cli-kit'
import type { Command } from 'commander'
import { changes } from './changes.ts'
import { doctor } from './doctor.ts'
import { driftList } from './drift.ts'
import { exitCodeOf } from './exit-code-of.ts'
import { quarantineDrop, quarantineList, quarantineReplay, quarantineShow } from './quarantine.ts'
import { reset } from './reset.ts'
import { run, verify } from './run.ts'
import { resourceNames } from './select.ts'
import { status } from './status.ts'
import { tenantsAdd, tenantsList, tenantsRemove, tenantsSetStatus } from './tenants.ts'
import { worker } from './worker.ts'

const help = `
Credentials come from SERVICETITAN_* and the database from DATABASE_URL, or from a .env file: see .env.example.

Exit codes: 0 done, 1 error, 2 usage or configuration, 5 another process syncs the same table.`

const resources = ['[resource...]', `${resourceNames} (default: all)`] as const
const tenant = ['--tenant <id>', 'one tenant only'] as const

/** The command line. */
export const commandLine: CommandLine = {
  createProgram(context) {
    const program = createCommandLine({
      name: 'sync',
      description: 'Syncs ServiceTitan into PostgreSQL.',
      help,
    })
    addSyncCommands(program, context)
    addStateCommands(program, context)
    addQuarantineCommands(program, context)
    addTenantCommands(program, context)
    return program
  },
  exitCodeOf,
}

/** The first signal stops after the current page; a second one exits immediately. Committed pages are never lost. */
const stop = (options: StopSignalOptions = {}) =>
  stopSignal({ ...options, note: 'The next run resumes after the last committed page.' })

/** Deadline of a worker's shutdown, in milliseconds; unfinished pages are then rolled back. */
const STOP_WORKER_WITHIN_MS = 10_000

function addSyncCommands(program: Command, { env, finish }: CommandLineContext): void {
  addCommand(program, {
    name: 'run',
    description: 'sync everything the first time, later only changes',
    examples: ['pnpm sync run', 'pnpm sync run jobs appointments', 'pnpm -s sync run --json'],
  })
    .argument(...resources)
    .option(...tenant)
    .option(
      '--full',
      'read everything again, and mark records that ServiceTitan no longer returns as deleted',
    )
    .option('--hot', 'include the changes of the last 15 minutes, which export feeds delay')
    .option('--allow-deletes', 'with --full: mark any number of records as deleted')
    .option('--watch', 'repeat every five minutes until stopped')
    .action(async (names, options) => finish(await run(names, options, { env, signal: stop() })))

  addCommand(program, {
    name: 'verify',
    description: 'compare counts with ServiceTitan, and repair differences',
    examples: ['pnpm sync verify', 'pnpm sync verify jobs --tenant 1001001'],
  })
    .argument(...resources)
    .option(...tenant)
    .action(async (names, options) => finish(await verify(names, options, { env, signal: stop() })))

  addCommand(program, {
    name: 'worker',
    description: 'sync everything that is due or requested, until stopped',
    examples: [
      'pnpm sync worker',
      'pnpm sync worker --concurrency 16 --port 9464',
      'pnpm sync worker --once',
    ],
  })
    .option('--concurrency <n>', 'tables synced in parallel', '8')
    .option('--port <n>', 'serve /healthz, /readyz and /metrics on this port; 0: any free port')
    .option('--host <address>', 'serve them on this address', '127.0.0.1')
    .option('--once', 'exit once nothing is due')
    .action(async (options) => {
      finish(await worker(options, { env, signal: stop({ deadlineMs: STOP_WORKER_WITHIN_MS }) }))
      exitSoon()
    })
}

function addStateCommands(program: Command, { env, finish }: CommandLineContext): void {
  addCommand(program, {
    name: 'status',
    description: 'show rows, last syncs, data age, errors and quarantine of each table',
    examples: ['pnpm sync status', 'pnpm -s sync status --json'],
  })
    .option(...tenant)
    .action(async (options) => finish(await status(options, { env, now: Date.now() })))

  addCommand(program, {
    name: 'changes',
    description: 'print the change feed: one line per changed row',
    examples: ['pnpm sync changes --follow', 'pnpm -s sync changes --tenant 1001001 --after 5000 --json'],
  })
    .option(...tenant)
    .option('--after <seq>', 'resume after this change (default: start with the oldest kept one)')
    .option('--follow', 'continue until stopped')
    .action(async (options) => finish(await changes(options, { env, signal: stop() })))

  addCommand(program, {
    name: 'reset',
    description: 'reset the sync of a resource: the next sync is a full one; rows stay',
    examples: ['pnpm sync reset jobs --tenant 1001001 --yes'],
  })
    .argument('<resource>', resourceNames)
    .requiredOption('--tenant <id>', 'the tenant')
    .option('--yes', 'skip the confirmation')
    .action(async (name, options) => finish(await reset(name, options, { env, signal: stop() })))

  addCommand(program, {
    name: 'doctor',
    description: 'check configuration, database, credentials, scopes and clocks',
    examples: ['pnpm sync doctor', 'pnpm -s sync doctor --json'],
  }).action(async (options) => finish(await doctor(options, { env, signal: stop() })))

  const drift = program.command('drift').description('fields that are unknown or have an unexpected type')
  addCommand(drift, {
    name: 'list',
    description: 'list the drift',
    examples: ['pnpm sync drift list', 'pnpm -s sync drift list --json'],
  })
    .option(...tenant)
    .action(async (options) => finish(await driftList(options, env)))
}

function addQuarantineCommands(program: Command, { env, finish }: CommandLineContext): void {
  const quarantine = program.command('quarantine').description('records that could not be written')
  const resource = ['--resource <name>', 'one resource only'] as const
  addCommand(quarantine, {
    name: 'list',
    description: 'list the records in quarantine and their errors',
    examples: ['pnpm sync quarantine list'],
  })
    .option(...tenant)
    .option(...resource)
    .action(async (options) => finish(await quarantineList(options, env)))
  addCommand(quarantine, {
    name: 'show',
    description: 'show one record as received',
    examples: ['pnpm sync quarantine show 12'],
  })
    .argument('<id>', 'the entry')
    .action(async (id, options) => finish(await quarantineShow(id, options, env)))
  addCommand(quarantine, {
    name: 'replay',
    description: 'try to write records again',
    examples: ['pnpm sync quarantine replay', 'pnpm sync quarantine replay 12 13 --strip-nulls'],
  })
    .argument('[id...]', 'the entries (default: all open ones)')
    .option(...tenant)
    .option(...resource)
    .option('--strip-nulls', 'remove NUL characters (U+0000), which PostgreSQL cannot store')
    .action(async (ids, options) => finish(await quarantineReplay(ids, options, env)))
  addCommand(quarantine, {
    name: 'drop',
    description: 'resolve entries without writing their records',
    examples: ['pnpm sync quarantine drop 12'],
  })
    .argument('<id...>', 'the entries')
    .action(async (ids, options) => finish(await quarantineDrop(ids, options, env)))
}

function addTenantCommands(program: Command, { env, finish }: CommandLineContext): void {
  const tenants = program.command('tenants').description('manage tenants')
  addCommand(tenants, {
    name: 'list',
    description: 'list tenants, and whether they have credentials',
    examples: ['pnpm sync tenants list'],
  }).action(async (options) => finish(await tenantsList(options, env)))
  addCommand(tenants, {
    name: 'add',
    description: 'add a tenant, or change its name and time zone',
    examples: ['pnpm sync tenants add 1001001 --name "Hollis Plumbing" --time-zone America/Chicago'],
  })
    .argument('<id>', 'its ServiceTitan tenant id')
    .requiredOption('--name <name>', 'its display name')
    .option('--time-zone <zone>', 'its time zone (default for a new tenant: UTC)')
    .action(async (id, options) => finish(await tenantsAdd(id, options, env)))
  for (const [name, status, description] of [
    ['pause', 'paused', 'stop syncing a tenant'],
    ['resume', 'active', 'sync a paused tenant again'],
  ] as const) {
    addCommand(tenants, { name, description, examples: [`pnpm sync tenants ${name} 1001001`] })
      .argument('<id>', 'the tenant')
      .action(async (id, options) => finish(await tenantsSetStatus(id, status, options, env)))
  }
  addCommand(tenants, {
    name: 'remove',
    description: 'delete all rows of a tenant',
    examples: ['pnpm sync tenants remove 1001001 --yes'],
  })
    .argument('<id>', 'the tenant')
    .option('--yes', 'skip the confirmation')
    .action(async (id, options) => finish(await tenantsRemove(id, options, { env, signal: stop() })))
}
