import type pg from 'pg'
import { MigrationError } from './errors.ts'
import type { MigrationEvent } from './events.ts'
import { type AppliedMigration, assertContinuable, ensureLedger, readLedger } from './ledger.ts'
import {
  type Direction,
  defaultMigrationsDir,
  type LoadedMigration,
  listMigrationFiles,
  loadMigration,
  type MigrationFile,
} from './migration-files.ts'
import { planMigration } from './plan/migration-plan.ts'
import { applyMigration } from './run/apply-migration.ts'
import { createObserver } from './run/blockers.ts'
import { connectionLost, isConnectionLost } from './run/failure.ts'
import { assertNoneInTheWay, readUnfinished, type UnfinishedMigration } from './run/progress-ledger.ts'
import { withRetries } from './run/retry.ts'
import type { ApplyOptions } from './run/run.ts'
import { acquireRunLock } from './run/run-lock.ts'
import { openReader, openSession } from './run/session.ts'
import { assertUnchanged } from './verify/checksums.ts'

export type { MigrationEvent } from './events.ts'

export interface MigratorOptions {
  /** A direct connection; a pooler in transaction mode cannot hold the lock that a migrator needs. */
  readonly connectionString: string
  /** The directory of migrations. @default the package's own */
  readonly dir?: string
  /** How long to wait for another migrator, in milliseconds. @default 60_000 */
  readonly lockWaitMs?: number
  /** How long a statement may wait for a lock on a table before it makes way, in milliseconds. @default 2_000 */
  readonly lockTimeoutMs?: number
  /** How often a migration that had to make way is tried. @default 8 */
  readonly attempts?: number
  /**
   * Longest time of one statement that blocks nobody (a concurrent index build, a backfill), in
   * milliseconds. @default 21_600_000 (6 hours)
   */
  readonly deadlineMs?: number
  /** Shown in pg_stat_activity. @default 'db-migrations' */
  readonly applicationName?: string
  readonly onEvent?: (event: MigrationEvent) => void
  readonly signal?: AbortSignal
}

export interface MigrationStatus {
  readonly applied: readonly AppliedMigration[]
  /** Names of the files that are not applied yet. */
  readonly pending: readonly string[]
  /** Names in the ledger that no file has. */
  readonly unknown: readonly string[]
  /** Those that stopped half-way outside a transaction; the next run in that direction goes on with them. */
  readonly unfinished: readonly UnfinishedMigration[]
}

export interface Migrator {
  /** What is applied and what is not. Reads only. @throws {MigrationError} */
  status(): Promise<MigrationStatus>
  /** Applies what is pending, up to and with number `to`. @returns the names applied. @throws {MigrationError} */
  up(options?: { readonly to?: number }): Promise<string[]>
  /**
   * Reverts the last `count` migrations, or all above number `to` (0: all).
   * @returns the names reverted, last first. @throws {MigrationError}
   */
  down(options: { readonly count: number } | { readonly to: number }): Promise<string[]>
  /** What `down` would revert, last first. Reads only. @throws {MigrationError} */
  planDown(options: { readonly count: number } | { readonly to: number }): Promise<string[]>
  /**
   * For an app at start. Reads only, takes no lock.
   * @throws {MigrationError} `PENDING`, `AHEAD_OF_CODE` or `UNFINISHED`, naming the migrations.
   */
  assertUpToDate(): Promise<void>
}

/**
 * A migrator of one database.
 * @throws {MigrationError} from each method; `code` says what kind. A server that cannot be used is a
 *   PostgresUnavailableError of `local-postgres`, with a `code` too.
 */
export function createMigrator(
  options: MigratorOptions,
  internals: Pick<ApplyOptions, 'failpoint'> = {},
): Migrator {
  const { dir = defaultMigrationsDir, attempts = 8, signal, onEvent = () => undefined } = options
  const session = {
    connectionString: options.connectionString,
    applicationName: options.applicationName ?? 'db-migrations',
    lockTimeoutMs: options.lockTimeoutMs ?? 2_000,
  }

  async function apply(client: pg.Client, migration: LoadedMigration, direction: Direction): Promise<void> {
    const { name } = migration
    await using observer = createObserver(() => openReader(session))
    const applyOptions: ApplyOptions = {
      ...internals,
      onEvent,
      observer,
      // Twice within the timeout, so that whoever makes a statement wait for all of it is seen.
      lookEveryMs: Math.max(session.lockTimeoutMs / 3, 5),
      ...(options.deadlineMs !== undefined && { deadlineMs: options.deadlineMs }),
      signal,
    }
    try {
      const plan = await planMigration(migration, direction)
      await withRetries(() => applyMigration(client, plan, applyOptions), {
        attempts,
        onRetry: (attempt, reason) => onEvent({ type: 'migration.retry', name, attempt, reason }),
        signal,
      })
    } catch (error) {
      throw signal?.aborted ? error : asMigrationError(error, name)
    }
  }

  async function run(client: pg.Client, file: MigrationFile, direction: Direction): Promise<void> {
    const migration = await loadMigration(file)
    const started = performance.now()
    onEvent({ type: 'migration.start', name: file.name, direction })
    await apply(client, migration, direction)
    onEvent({ type: 'migration.done', name: file.name, direction, durationMs: performance.now() - started })
  }

  /** Takes the lock, then looks: what another migrator did while we waited is done. */
  async function change(
    direction: Direction,
    select: (files: MigrationFile[], applied: AppliedMigration[]) => MigrationFile[],
  ): Promise<string[]> {
    const files = await listMigrationFiles(dir)
    return withClient(openSession(session), async (client) => {
      await acquireRunLock(client, {
        waitMs: options.lockWaitMs ?? 60_000,
        onWait: (holder) => onEvent({ type: 'lock.wait', holder }),
        signal,
      })
      const applied = await readLedger(client)
      await assertContinuable(client, applied, files)
      await assertNoneInTheWay(client, direction, { applied: names(applied), files: names(files) })
      const selected = select(files, applied)
      if (selected.length > 0) await ensureLedger(client)
      if (selected.length > 0 && direction === 'up')
        await assertUnchanged(client, files.slice(0, applied.length))
      for (const file of selected) await run(client, file, direction)
      return selected.map((file) => file.name)
    })
  }

  return {
    async status() {
      const files = await listMigrationFiles(dir)
      return withClient(openReader(session), async (client) => ({
        ...describe(files, await readLedger(client)),
        unfinished: await readUnfinished(client),
      }))
    },
    up({ to = Number.POSITIVE_INFINITY } = {}) {
      return change('up', (files, applied) => files.slice(applied.length).filter((file) => file.number <= to))
    },
    down(selection) {
      return change('down', (files, applied) => selectDown(files, applied, selection))
    },
    async planDown(selection) {
      const files = await listMigrationFiles(dir)
      return withClient(openReader(session), async (client) => {
        const applied = await readLedger(client)
        await assertContinuable(client, applied, files)
        return selectDown(files, applied, selection).map((file) => file.name)
      })
    },
    async assertUpToDate() {
      const { pending, unknown, unfinished } = await this.status()
      if (unknown.length > 0) {
        throw new MigrationError(
          'AHEAD_OF_CODE',
          `The database has migrations that this version does not know: ${unknown.join(', ')}. Update the code.`,
        )
      }
      if (pending.length > 0) {
        throw new MigrationError(
          'PENDING',
          `The database lacks ${pending.length} migration(s): ${pending.join(', ')}. Run: pnpm --filter db-migrations migrate`,
        )
      }
      const [halfWay] = unfinished
      if (halfWay) {
        throw new MigrationError(
          'UNFINISHED',
          `${halfWay.name} stopped half-way ${halfWay.direction}. Run it again in that direction.`,
          { migration: halfWay.name },
        )
      }
    },
  }
}

async function withClient<T>(
  opening: Promise<pg.Client>,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await opening
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function names(list: readonly { readonly name: string }[]): Set<string> {
  return new Set(list.map(({ name }) => name))
}

function describe(
  files: readonly MigrationFile[],
  applied: readonly AppliedMigration[],
): Omit<MigrationStatus, 'unfinished'> {
  const appliedNames = names(applied)
  const fileNames = names(files)
  return {
    applied,
    pending: files.filter(({ name }) => !appliedNames.has(name)).map(({ name }) => name),
    unknown: applied.filter(({ name }) => !fileNames.has(name)).map(({ name }) => name),
  }
}

function selectDown(
  files: readonly MigrationFile[],
  applied: readonly AppliedMigration[],
  selection: { readonly count: number } | { readonly to: number },
): MigrationFile[] {
  const done = files.slice(0, applied.length)
  const kept =
    'to' in selection
      ? done.filter((file) => file.number <= selection.to).length
      : Math.max(done.length - selection.count, 0)
  return done.slice(kept).reverse()
}

function asMigrationError(error: unknown, migration: string): unknown {
  if (error instanceof MigrationError || !(error instanceof Error)) return error
  const cure = isConnectionLost(error) ? ` ${connectionLost}` : ''
  return new MigrationError('MIGRATION_FAILED', `${migration} failed: ${error.message}.${cure}`, {
    migration,
    cause: error,
  })
}
