import { confirm, exitCode, formatCount, notice, type OutputOptions, print, UsageError } from 'cli-kit'
import type { ResolvedPostgres } from 'local-postgres'
import { MigrationError } from '../errors.ts'
import { createMigrationFile } from '../migration-files.ts'
import { createMigrator, type MigrationEvent, type Migrator } from '../migrator.ts'
import { describeStaleFile, findStaleFiles } from '../schema-docs/stale-files.ts'
import { type Process, resolveDatabase } from './config.ts'

// Each command returns the exit code.
export async function migrate(
  options: OutputOptions & { to?: number; lockWait: number },
  process: Process,
): Promise<number> {
  return withMigrator(options, process, async (migrator, { description }) => {
    const applied = await migrator.up(options.to === undefined ? {} : { to: options.to })
    if (options.json) print(JSON.stringify({ ok: true, applied, database: description }))
    else if (applied.length === 0) print('Nothing to do: the database is up to date.')
    else print(`Applied ${applied.length} migration(s).`)
    await remindAuthor()
    return exitCode.done
  })
}

/** Tells the author of a migration what is left to do: the generated files of an installed package are current. */
async function remindAuthor(): Promise<void> {
  const stale = await findStaleFiles()
  if (stale.length === 0) return
  for (const file of stale) notice(`note: ${describeStaleFile(file)}`)
  notice('Before you commit a migration: pnpm --filter db-migrations check')
}

export async function rollback(
  options: OutputOptions & { count?: number; to?: number; yes?: boolean },
  process: Process,
): Promise<number> {
  const selection = options.to === undefined ? { count: options.count ?? 1 } : { to: options.to }
  return withMigrator(options, process, async (migrator, { description, url }) => {
    const planned = await migrator.planDown(selection)
    // The SQL parser is loaded only here.
    const losses =
      planned.length > 0 ? await (await import('../run/read-losses.ts')).readLosses(url, planned) : []
    const dropped = losses.map(({ name, rows }) => `${name} (${formatCount(rows)} rows)`).join(', ')
    if (losses.length > 0)
      (options.json ? notice : print)(`This drops data that migrating again does not bring back: ${dropped}`)
    if (planned.length > 0 && !options.yes) {
      const consequence =
        losses.length > 0 ? `This drops ${dropped}.` : 'No table or column with data is dropped.'
      const question = `Revert ${planned.join(', ')} in ${description}? ${consequence}`
      const withoutTerminal = `${question} Not a terminal; pass --yes to confirm.`
      if (!(await confirm(question, { withoutTerminal, signal: process.signal })))
        throw new UsageError('Nothing was reverted.')
    }
    const reverted = planned.length > 0 ? await migrator.down(selection) : []
    if (options.json) print(JSON.stringify({ ok: true, reverted, dropped: losses, database: description }))
    else if (reverted.length === 0) print('Nothing to do: no such migration is applied.')
    else
      print(`Reverted ${reverted.length} migration(s)${losses.length > 0 ? ` and dropped ${dropped}` : ''}.`)
    return exitCode.done
  })
}

export async function status(options: OutputOptions, process: Process): Promise<number> {
  return withMigrator(options, process, async (migrator, { description }) => {
    const { applied, pending, unknown, changed, unfinished } = await migrator.status()
    const ok = changed.length === 0
    if (options.json)
      print(JSON.stringify({ ok, applied, pending, unknown, changed, unfinished, database: description }))
    else {
      print(description)
      for (const { name, appliedAt } of applied) {
        const mark = unknown.includes(name) || changed.includes(name) ? '!' : '✓'
        print(
          `${mark} ${name}  ${appliedAt.toISOString()}${changed.includes(name) ? '  changed since it was applied' : ''}`,
        )
      }
      for (const name of pending) print(`· ${name}  pending`)
      for (const { name, direction } of unfinished)
        print(`! ${name}  unfinished ${direction}; run the command again`)
      if (unknown.length > 0)
        notice(`error: migrations unknown to this version: ${unknown.join(', ')}. Update the code.`)
      if (changed.length > 0)
        notice(`error: changed since they were applied: ${changed.join(', ')}. Run migrate for the remedy.`)
    }
    if (unknown.length > 0) return exitCode.error
    if (changed.length > 0) return exitCode.drift
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
  notice('Next: complete it, then run check and migrate; before you commit, run docs, types and export-sql.')
  return exitCode.done
}

/** @throws {MigrationError} `USAGE` if the catalog, which only this command needs, is not installed or does not compile */
async function createForResource(name: string, out: string | undefined): Promise<string[]> {
  const { assertCatalogCompiles } = await import('../new-resource/assert-catalog-compiles.ts')
  try {
    await assertCatalogCompiles()
  } catch (cause) {
    if (!notInstalled.has((cause as { code?: string }).code ?? '')) throw cause
    throw new MigrationError(
      'USAGE',
      '--resource works in the repository only: the catalog is not installed.',
      { cause },
    )
  }
  return (await import('../new-resource/new-resource.ts')).createResourceFiles(name, out)
}

/** Codes of import.meta.resolve and of require.resolve. */
const notInstalled = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'])

async function withMigrator(
  { json = false, lockWait = 60 }: OutputOptions & { lockWait?: number },
  { env, signal }: Process,
  work: (migrator: Migrator, database: ResolvedPostgres) => Promise<number>,
): Promise<number> {
  await using database = await resolveDatabase(env)
  const onEvent = (event: MigrationEvent) => {
    const line = describeEvent(event)
    if (line) (json ? notice : print)(line)
  }
  return work(
    createMigrator({ connectionString: database.url, lockWaitMs: lockWait * 1000, onEvent, signal }),
    database,
  )
}

function describeEvent(event: MigrationEvent): string | undefined {
  switch (event.type) {
    case 'lock.wait':
      return `Waiting for another migrator${event.holder ? ` (pid ${event.holder.pid}, ${event.holder.application})` : ''} …`
    case 'roles.created':
      return `Created ${event.roles.join(', ')}: the database was copied to this server without its roles, and may lack grants, policies and owners. List the SQL that restores them: pnpm --filter db-migrations verify --sql`
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
