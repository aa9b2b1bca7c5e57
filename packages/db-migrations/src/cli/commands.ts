import { createInterface } from 'node:readline/promises'
import { MigrationError } from '../errors.ts'
import { createMigrationFile } from '../migration-files.ts'
import { createMigrator, type MigrationEvent, type Migrator } from '../migrator.ts'
import { openDatabase } from './config.ts'
import { exitCode } from './exit-codes.ts'
import { notice, print } from './output.ts'

export interface OutputOptions {
  readonly json?: boolean
  readonly verbose?: boolean
}

/** Each command returns the exit code. */
export async function migrate(
  options: OutputOptions & { to?: number; lockWait: number },
  signal: AbortSignal,
): Promise<number> {
  return withMigrator(options, signal, async (migrator, description) => {
    const applied = await migrator.up(options.to === undefined ? {} : { to: options.to })
    if (options.json) print(JSON.stringify({ ok: true, applied, database: description }))
    else if (applied.length === 0) print('Nothing to do: the database is up to date.')
    else print(`Applied ${applied.length} migration(s).`)
    return exitCode.done
  })
}

export async function rollback(
  options: OutputOptions & { count?: number; to?: number; yes?: boolean },
  signal: AbortSignal,
): Promise<number> {
  const selection = options.to === undefined ? { count: options.count ?? 1 } : { to: options.to }
  return withMigrator(options, signal, async (migrator, description) => {
    const planned = await migrator.planDown(selection)
    if (planned.length > 0 && !options.yes) await confirm(planned, description, signal)
    const reverted = planned.length > 0 ? await migrator.down(selection) : []
    if (options.json) print(JSON.stringify({ ok: true, reverted, database: description }))
    else if (reverted.length === 0) print('Nothing to do: no such migration is applied.')
    else print(`Reverted ${reverted.length} migration(s).`)
    return exitCode.done
  })
}

export async function status(options: OutputOptions, signal: AbortSignal): Promise<number> {
  return withMigrator(options, signal, async (migrator, description) => {
    const { applied, pending, unknown } = await migrator.status()
    if (options.json) print(JSON.stringify({ ok: true, applied, pending, unknown, database: description }))
    else {
      print(description)
      for (const { name, appliedAt } of applied) {
        print(`${unknown.includes(name) ? '!' : '✓'} ${name}  ${appliedAt.toISOString()}`)
      }
      for (const name of pending) print(`· ${name}  pending`)
      if (unknown.length > 0)
        notice(`error: this version does not know ${unknown.join(', ')}. Update the code.`)
    }
    if (unknown.length > 0) return exitCode.error
    return pending.length > 0 ? exitCode.pending : exitCode.done
  })
}

export async function createNew(title: string, options: OutputOptions): Promise<number> {
  const path = await createMigrationFile(title)
  print(options.json ? JSON.stringify({ ok: true, path }) : `Created ${path}`)
  return exitCode.done
}

async function withMigrator(
  { json = false, lockWait = 60 }: OutputOptions & { lockWait?: number },
  signal: AbortSignal,
  work: (migrator: Migrator, description: string) => Promise<number>,
): Promise<number> {
  await using database = await openDatabase(notice)
  const onEvent = (event: MigrationEvent) => {
    const line = describeEvent(event)
    if (line) (json ? notice : print)(line)
  }
  return work(
    createMigrator({ connectionString: database.url, lockWaitMs: lockWait * 1000, onEvent, signal }),
    database.description,
  )
}

function describeEvent(event: MigrationEvent): string | undefined {
  switch (event.type) {
    case 'lock.wait':
      return `Waiting for another migrator${event.holder ? ` (pid ${event.holder.pid}, ${event.holder.application})` : ''} …`
    case 'migration.retry':
      return `… ${event.name}: ${event.reason}; made way and tries again (attempt ${event.attempt + 1})`
    case 'migration.done':
      return `${event.direction === 'up' ? '✓' : '↩'} ${event.name} (${Math.round(event.durationMs)} ms)`
    case 'migration.start':
      return undefined
  }
}

async function confirm(names: readonly string[], description: string, signal: AbortSignal): Promise<void> {
  const question = `Revert ${names.join(', ')} in ${description}? Their tables and rows are dropped.`
  if (!process.stdin.isTTY) {
    throw new MigrationError('USAGE', `${question} Say --yes to do so without a terminal.`)
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question(`${question} [y/N] `, { signal })
    if (!/^y(es)?$/i.test(answer.trim())) throw new MigrationError('USAGE', 'Nothing was reverted.')
  } finally {
    terminal.close()
  }
}
