import type pg from 'pg'
import { ensureAccess, grantLedger, revokeLedger } from './access/ensure-access.ts'
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
import { appliedFiles, type MigrationStatus, names, readStatus } from './migration-status.ts'
import { planMigration } from './plan/migration-plan.ts'
import { applyMigration } from './run/apply-migration.ts'
import { createObserver } from './run/blockers.ts'
import { migrationError } from './run/failure.ts'
import { forgetDroppedTables } from './run/forget-dropped-tables.ts'
import { assertNoneUnfinished, unfinishedError } from './run/progress-ledger.ts'
import { withRetries } from './run/retry.ts'
import type { ApplyOptions } from './run/run.ts'
import { acquireRunLock } from './run/run-lock.ts'
import { openObserver, openReader, openSession } from './run/session.ts'

import { assertUnchanged, findChanged, recordMissing } from './verify/checksums.ts'
import { assertAccess } from './verify/read-access.ts'

export type { MigrationEvent } from './events.ts'
export type { MigrationStatus } from './migration-status.ts'

export interface MigratorOptions {
  /** A direct connection: a pooler in transaction mode cannot keep the session's advisory lock. */
  readonly connectionString: string
  /** The directory of migrations. @default the package's own */
  readonly dir?: string
  /** Longest wait for another migrator, in milliseconds. @default 60_000 */
  readonly lockWaitMs?: number
  /** `lock_timeout` of each statement, in milliseconds. @default 2_000 */
  readonly lockTimeoutMs?: number
  /** Attempts per migration when a lock times out. @default 8 */
  readonly attempts?: number
  /**
   * `statement_timeout` of statements that block no others (a concurrent index build, a backfill), in
   * milliseconds. @default 21_600_000 (6 hours)
   */
  readonly deadlineMs?: number
  /** Shown in pg_stat_activity. @default 'db-migrations' */
  readonly applicationName?: string
  readonly onEvent?: (event: MigrationEvent) => void
  readonly signal?: AbortSignal
}

export interface Migrator {
  /** Applied and pending migrations. Reads only. @throws {MigrationError} */
  status(): Promise<MigrationStatus>
  /** Applies pending migrations up to number `to`, inclusive. @returns the names applied @throws {MigrationError} */
  up(options?: { readonly to?: number }): Promise<string[]>
  /**
   * Reverts the last `count` migrations, or all above number `to` (0: all).
   * @returns the names reverted, last first @throws {MigrationError}
   */
  down(options: { readonly count: number } | { readonly to: number }): Promise<string[]>
  /** What `down` would revert, last first. Reads only. @throws {MigrationError} */
  planDown(options: { readonly count: number } | { readonly to: number }): Promise<string[]>
  /**
   * Asserts that nothing is pending, and that roles may use the tables, for an app at start. Reads only, takes no lock.
   * @throws {MigrationError} `PENDING`, `AHEAD_OF_CODE` or `UNFINISHED`, naming the migrations; `ACCESS`
   */
  assertUpToDate(): Promise<void>
}

/**
 * Creates a migrator of one database.
 * @throws {MigrationError} from each method, with a `code`; PostgresUnavailableError of `local-postgres` if the server
 *   cannot be used.
 * @example
 * ```ts
 * const migrator = createMigrator({ connectionString: url })
 * const applied = await migrator.up() // ['024_reword_comments']
 * ```
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
    await using observer = createObserver(() => openObserver(session))
    const applyOptions: ApplyOptions = {
      ...internals,
      onEvent,
      observer,
      // More than twice within lock_timeout, so that any session that blocks throughout is observed.
      observeEveryMs: Math.max(session.lockTimeoutMs / 3, 5),
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
      throw signal?.aborted ? error : migrationError(error, name)
    }
  }

  async function run(client: pg.Client, file: MigrationFile, direction: Direction): Promise<void> {
    const migration = await loadMigration(file)
    const started = performance.now()
    onEvent({ type: 'migration.start', name: file.name, direction })
    await apply(client, migration, direction)
    onEvent({ type: 'migration.done', name: file.name, direction, durationMs: performance.now() - started })
  }

  /** Reads the ledger after locking: another migrator may have changed it during the wait. */
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
      await (direction === 'up' ? ensureAccess(client, applied, onEvent) : revokeLedger(client))
      await assertNoneUnfinished(client, direction, { applied: names(applied), files: names(files) })
      if (direction === 'up') {
        await assertUnchanged(client, appliedFiles(files, applied))
        await recordMissing(client, appliedFiles(files, applied))
      }
      const selected = select(files, applied)
      if (selected.length === 0) return []
      await ensureLedger(client)
      if (direction === 'up') await forgetDroppedTables(client)
      for (const file of selected) await run(client, file, direction)
      await grantLedger(client)
      return selected.map((file) => file.name)
    })
  }

  return {
    async status() {
      const files = await listMigrationFiles(dir)
      return withClient(openReader(session), async (client) => {
        const status = await readStatus(client, files)
        return { ...status, changed: await findChanged(client, appliedFiles(files, status.applied)) }
      })
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
      // An app at start does not load the migrations.
      const files = await listMigrationFiles(dir)
      await withClient(openReader(session), async (client) => {
        const { applied, pending, unknown, unfinished } = await readStatus(client, files)
        if (unknown.length > 0) {
          throw new MigrationError(
            'AHEAD_OF_CODE',
            `The database has migrations unknown to this version: ${unknown.join(', ')}. Update the code.`,
          )
        }
        if (pending.length > 0) {
          throw new MigrationError(
            'PENDING',
            `The database lacks ${pending.length} migration(s): ${pending.join(', ')}. Run: pnpm --filter db-migrations migrate`,
          )
        }
        const [first] = unfinished
        if (first) throw unfinishedError(first)
        await assertAccess(client, applied)
      })
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

function selectDown(
  files: readonly MigrationFile[],
  applied: readonly AppliedMigration[],
  selection: { readonly count: number } | { readonly to: number },
): MigrationFile[] {
  const appliedFiles = files.slice(0, applied.length)
  const kept =
    'to' in selection
      ? appliedFiles.filter((file) => file.number <= selection.to).length
      : Math.max(appliedFiles.length - selection.count, 0)
  return appliedFiles.slice(kept).reverse()
}
