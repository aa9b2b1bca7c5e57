import { setTimeout as sleep } from 'node:timers/promises'
import { type Env, exitCode, notice, print, UsageError } from 'cli-kit'
import { createLogger } from 'cli-kit/logger'
import { openDatabase } from 'db-migrations'
import type { RunKind } from 'db-migrations/protocol'
import { readDatabaseOptions, readSyncConfig } from '../config.ts'
import type { Credentials } from '../tenants/credentials.ts'
import { selectCredentials, selectTables } from './select.ts'
import { type SyncOutcome, type SyncTablesOptions, summary, syncTables } from './sync-tables.ts'

/** As long as the vendor asks to wait after a feed has no more (developer documentation, "Export APIs"). */
const WATCH_EVERY_MS = 5 * 60_000

export interface RunOptions {
  readonly json?: boolean
  readonly tenant?: string
  readonly full?: boolean
  readonly hot?: boolean
  readonly allowDeletes?: boolean
  readonly watch?: boolean
}

interface Process {
  readonly env: Env
  readonly signal: AbortSignal
}

/** `sync run [resource…]`. @returns the exit code: 0 only when every resource of every tenant ended well */
export async function run(names: readonly string[], options: RunOptions, process: Process): Promise<number> {
  if (options.full && options.hot) throw new UsageError('Choose one of --full and --hot.')
  if (options.full && options.watch) throw new UsageError('--watch syncs changes only; omit --full.')
  if (options.allowDeletes && !options.full) {
    throw new UsageError('--allow-deletes is about a full sync: add --full.')
  }
  const kind = options.full ? 'full' : options.hot ? 'hot' : 'incremental'
  return syncNamed(names, { ...options, kind }, process)
}

/** `sync verify [resource…]`. @returns the exit code: 0 only when every resource could be counted and mended */
export async function verify(
  names: readonly string[],
  options: Pick<RunOptions, 'json' | 'tenant'>,
  process: Process,
): Promise<number> {
  return syncNamed(names, { ...options, kind: 'verify' }, process)
}

async function syncNamed(
  names: readonly string[],
  options: RunOptions & { readonly kind: RunKind },
  { env, signal }: Process,
): Promise<number> {
  const selected = selectTables(names)
  const everyone = selectCredentials(env, options.tenant)
  const { requestsPerSecond, logLevel } = readSyncConfig(env, { logLevel: 'warn' })
  const logger = createLogger(logLevel)
  await using database = await openDatabase(readDatabaseOptions(env), notice)
  const { kind, allowDeletes = false } = options
  const sync = () =>
    syncTenants(everyone, {
      url: database.url,
      requestsPerSecond,
      selected,
      kind,
      allowDeletes,
      logger,
      signal,
      // A tenant that is named is synced even when paused; without a name paused tenants are skipped.
      mayPassOver: options.tenant === undefined && everyone.length > 1,
    })
  const report = (outcomes: readonly SyncOutcome[]) => {
    const ok = outcomes.every((outcome) => outcome.ok)
    if (options.json) print(JSON.stringify({ ok, runs: outcomes.map(summary) }))
    return outcomes.find((outcome) => !outcome.ok)?.exitCode ?? exitCode.done
  }
  if (!options.watch) return report(await sync())
  while (!signal.aborted) {
    try {
      report(await sync())
      await sleep(WATCH_EVERY_MS, undefined, { signal })
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }
  return exitCode.done
}

async function syncTenants(
  everyone: readonly Credentials[],
  { mayPassOver, ...options }: Omit<SyncTablesOptions, 'credentials'> & { readonly mayPassOver: boolean },
): Promise<SyncOutcome[]> {
  const outcomes: SyncOutcome[] = []
  for (const credentials of everyone) {
    if (everyone.length > 1) notice(`Tenant ${credentials.tenantId}:`)
    try {
      outcomes.push(...(await syncTables({ ...options, credentials })))
    } catch (error) {
      if (!(error instanceof UsageError && mayPassOver)) throw error
      notice(error.message)
    }
  }
  return outcomes
}
