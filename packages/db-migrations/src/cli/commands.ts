import { confirm, exitCode, notice, type OutputOptions, print, UsageError } from 'cli-kit'
import { MigrationError } from '../errors.ts'
import { createMigrationFile } from '../migration-files.ts'
import { createMigrator, type MigrationEvent, type Migrator } from '../migrator.ts'
import { type Process, resolveDatabase } from './config.ts'

// Each command returns the exit code.
export async function migrate(
  options: OutputOptions & { to?: number; lockWait: number },
  process: Process,
): Promise<number> {
  return withMigrator(options, process, async (migrator, description) => {
    const applied = await migrator.up(options.to === undefined ? {} : { to: options.to })
    if (options.json) print(JSON.stringify({ ok: true, applied, database: description }))
    else if (applied.length === 0) print('Nothing to do: the database is up to date.')
    else print(`Applied ${applied.length} migration(s).`)
    return exitCode.done
  })
}

export async function rollback(
  options: OutputOptions & { count?: number; to?: number; yes?: boolean },
  process: Process,
): Promise<number> {
  const selection = options.to === undefined ? { count: options.count ?? 1 } : { to: options.to }
  return withMigrator(options, process, async (migrator, description) => {
    const planned = await migrator.planDown(selection)
    if (planned.length > 0 && !options.yes) {
      const question = `Revert ${planned.join(', ')} in ${description}? Their tables and rows are dropped.`
      const withoutTerminal = `${question} Not a terminal; pass --yes to confirm.`
      if (!(await confirm(question, { withoutTerminal, signal: process.signal })))
        throw new UsageError('Nothing was reverted.')
    }
    const reverted = planned.length > 0 ? await migrator.down(selection) : []
    if (options.json) print(JSON.stringify({ ok: true, reverted, database: description }))
    else if (reverted.length === 0) print('Nothing to do: no such migration is applied.')
    else print(`Reverted ${reverted.length} migration(s).`)
    return exitCode.done
  })
}

export async function status(options: OutputOptions, process: Process): Promise<number> {
  return withMigrator(options, process, async (migrator, description) => {
    const { applied, pending, unknown, unfinished } = await migrator.status()
    if (options.json)
      print(JSON.stringify({ ok: true, applied, pending, unknown, unfinished, database: description }))
    else {
      print(description)
      for (const { name, appliedAt } of applied) {
        print(`${unknown.includes(name) ? '!' : '✓'} ${name}  ${appliedAt.toISOString()}`)
      }
      for (const name of pending) print(`· ${name}  pending`)
      for (const { name, direction } of unfinished)
        print(`! ${name}  unfinished ${direction}; run the command again`)
      if (unknown.length > 0)
        notice(`error: migrations unknown to this version: ${unknown.join(', ')}. Update the code.`)
    }
    if (unknown.length > 0) return exitCode.error
    return pending.length > 0 ? exitCode.pending : exitCode.done
  })
}

/** `new`: an empty migration, or with `--resource` the migration of a catalog resource. */
export async function createNew(
  title: string | undefined,
  options: OutputOptions & { readonly out?: string; readonly resource?: string },
): Promise<number> {
  if ((title === undefined) === (options.resource === undefined)) {
    throw new MigrationError('USAGE', 'Expected either a name, such as add_job_notes, or --resource.')
  }
  const paths =
    title === undefined
      ? await createForResource(options.resource ?? '', options.out)
      : [await createMigrationFile(title, options.out)]
  const [path] = paths
  if (options.json)
    print(JSON.stringify(paths.length > 1 ? { ok: true, path, written: paths } : { ok: true, path }))
  else for (const written of paths) print(`Created ${written}`)
  return exitCode.done
}

/** @throws {MigrationError} `USAGE` if the catalog is not installed, which only this command needs */
async function createForResource(name: string, out: string | undefined): Promise<string[]> {
  const module = await import('../new-resource/new-resource.ts').catch((cause: unknown) => {
    if ((cause as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw cause
    throw new MigrationError(
      'USAGE',
      '--resource works in the repository only: the catalog is not installed.',
      {
        cause,
      },
    )
  })
  return module.createResourceFiles(name, out)
}

async function withMigrator(
  { json = false, lockWait = 60 }: OutputOptions & { lockWait?: number },
  { env, signal }: Process,
  work: (migrator: Migrator, description: string) => Promise<number>,
): Promise<number> {
  await using database = await resolveDatabase(env)
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
    case 'migration.start':
      return undefined
    case 'migration.resume':
      return `… ${event.name} resumes after ${event.done} of ${event.total} statements`
    case 'migration.blocked':
      return describeBlockage(event)
    case 'migration.retry':
      return `… ${event.name}: ${event.reason}; retrying (attempt ${event.attempt + 1})`
    case 'index.progress':
      return `… ${event.name}: index ${event.index}, ${event.phase}${event.percent === undefined ? '' : `, ${event.percent} %`}`
    case 'index.recovered':
      return `… ${event.name}: index ${event.index} of an interrupted run was ${event.how}`
    case 'migration.done':
      return `${event.direction === 'up' ? '✓' : '↩'} ${event.name} (${Math.round(event.durationMs)} ms)`
  }
}

function describeBlockage(event: Extract<MigrationEvent, { type: 'migration.blocked' }>): string {
  const blockers = event.blockers.map(
    ({ pid, application, state, query }) => `pid ${pid} (${application || 'no name'}, ${state}): ${query}`,
  )
  const target = event.relation ? ` on ${event.relation}` : ''
  const queue = event.queuedSessions > 0 ? `; ${event.queuedSessions} session(s) wait for this statement` : ''
  return `… ${event.name} is blocked${target} by ${blockers.join(', ')}${queue}`
}
