import { addCommand, type CommandLine, type CommandLineContext, createCommandLine, exitSoon } from 'cli-kit'
import type { Command } from 'commander'
import { reasonOption } from 'records'
import { addEraseCommands, addQuarantineCommands, addTenantCommands } from './admin/admin-commands.ts'
import { addDomainCommands } from './admin/domain-commands.ts'
import { addExchangeCommands } from './admin/exchange-commands.ts'
import { addAnalyticsCommands } from './analytics/commands.ts'
import { addAuditCommands } from './audit/commands.ts'
import { exitCodeOf } from './exit-code-of.ts'
import { resourceNames } from './select.ts'
import { stop, tenant } from './shared-options.ts'

const help = `
Credentials come from SERVICETITAN_* and the database from DATABASE_URL, or from a .env file: see .env.example.

Exit codes: 0 done, 1 error, 2 usage or configuration, 5 another process syncs the same table,
6 the audit log was changed.`

const resources = ['[resource...]', `${resourceNames} (default: all)`] as const

// Each command imports what it needs when it runs: the whole of the app takes a second of CPU to load.

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
    addAuditCommands(program, context)
    addAnalyticsCommands(program, context)
    addEraseCommands(program, context)
    addDomainCommands(program, context)
    addExchangeCommands(program, context)
    return program
  },
  exitCodeOf,
}

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
    .action(async (names, options) =>
      finish(await (await import('./run.ts')).run(names, options, { env, signal: stop() })),
    )

  addCommand(program, {
    name: 'verify',
    description: 'compare counts with ServiceTitan, and repair differences',
    examples: ['pnpm sync verify', 'pnpm sync verify jobs --tenant 1001001'],
  })
    .argument(...resources)
    .option(...tenant)
    .action(async (names, options) =>
      finish(await (await import('./run.ts')).verify(names, options, { env, signal: stop() })),
    )

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
      finish(
        await (await import('./worker.ts')).worker(options, {
          env,
          signal: stop({ deadlineMs: STOP_WORKER_WITHIN_MS }),
        }),
      )
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
    .action(async (options) =>
      finish(await (await import('./status.ts')).status(options, { env, now: Date.now() })),
    )

  addCommand(program, {
    name: 'changes',
    description: 'print the change feed: one line per changed row',
    examples: ['pnpm sync changes --follow', 'pnpm -s sync changes --tenant 1001001 --json'],
  })
    .option(...tenant)
    .option(
      '--after <position>',
      'resume after this position of a change (default: start with the oldest kept one)',
    )
    .option('--follow', 'continue until stopped')
    .action(async (options) =>
      finish(await (await import('./changes.ts')).changes(options, { env, signal: stop() })),
    )

  addCommand(program, {
    name: 'project',
    description: 'bring the records of schema lazi up to date once; a worker does so continuously',
    examples: [
      'pnpm sync project',
      'pnpm sync project --rebuild --tenant 1001001',
      'pnpm -s sync project --check --json',
    ],
  })
    .option(...tenant)
    .option(...reasonOption)
    .option('--rebuild', 'compare every record with the cache again, and write those that differ')
    .option('--check', 'only compare, and exit with 1 if a record is absent or differs')
    .action(async (options) =>
      finish(await (await import('./project.ts')).project(options, { env, signal: stop() })),
    )

  addCommand(program, {
    name: 'reset',
    description: 'reset the sync of a resource: the next sync is a full one; rows stay',
    examples: ['pnpm sync reset jobs --tenant 1001001 --yes'],
  })
    .argument('<resource>', resourceNames)
    .requiredOption('--tenant <id>', 'the tenant')
    .option(...reasonOption)
    .option('--yes', 'skip the confirmation')
    .action(async (name, options) =>
      finish(await (await import('./reset.ts')).reset(name, options, { env, signal: stop() })),
    )

  addCommand(program, {
    name: 'doctor',
    description:
      'check everything, and sum up: configuration, database, workers, tenants, tables, scopes, clocks',
    examples: ['pnpm sync doctor', 'pnpm sync doctor --no-worker', 'pnpm -s sync doctor --json'],
  })
    .option('--no-worker', 'expect no worker: runs are started by hand, or by a scheduler such as cron')
    .action(async (options) =>
      finish(await (await import('./doctor.ts')).doctor(options, { env, signal: stop() })),
    )

  const drift = program.command('drift').description('fields that are unknown or have an unexpected type')
  addCommand(drift, {
    name: 'list',
    description: 'list the drift',
    examples: ['pnpm sync drift list', 'pnpm -s sync drift list --json'],
  })
    .option(...tenant)
    .action(async (options) => finish(await (await import('./drift.ts')).driftList(options, env)))
}
