import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { applyMigration, type Direction } from './engine.ts'
import { MigrationError } from './errors.ts'
import { type AppliedMigration, assertContinuable, ensureLedger, readLedger } from './ledger.ts'
import {
  defaultMigrationsDir,
  listMigrationFiles,
  loadMigration,
  type MigrationFile,
} from './migration-files.ts'
import { acquireRunLock, type LockHolder } from './run-lock.ts'
import { openSession } from './session.ts'

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
  /** Shown in pg_stat_activity. @default 'db-migrations' */
  readonly applicationName?: string
  readonly onEvent?: (event: MigrationEvent) => void
  readonly signal?: AbortSignal
}

export type MigrationEvent =
  | { readonly type: 'lock.wait'; readonly holder: LockHolder | undefined }
  | { readonly type: 'migration.start'; readonly name: string; readonly direction: Direction }
  | {
      readonly type: 'migration.retry'
      readonly name: string
      readonly attempt: number
      readonly reason: string
    }
  | {
      readonly type: 'migration.done'
      readonly name: string
      readonly direction: Direction
      readonly durationMs: number
    }

export interface MigrationStatus {
  readonly applied: readonly AppliedMigration[]
  /** Names of the files that are not applied yet. */
  readonly pending: readonly string[]
  /** Names in the ledger that no file has. */
  readonly unknown: readonly string[]
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
   * @throws {MigrationError} `PENDING` or `AHEAD_OF_CODE`, naming the migrations.
   */
  assertUpToDate(): Promise<void>
}

// A migration that could not get its locks in time made way for readers and writers: it is tried again.
const RETRYABLE = new Map([
  ['55P03', 'a lock was not to be had in time'],
  ['40P01', 'a deadlock'],
  ['40001', 'a serialization failure'],
])

/**
 * A migrator of one database.
 * @throws {MigrationError} from each method; `code` says what kind. A server that cannot be used is a
 *   PostgresUnavailableError of `local-postgres`, with a `code` too.
 */
export function createMigrator(options: MigratorOptions): Migrator {
  const { dir = defaultMigrationsDir, attempts = 8, signal, onEvent = () => undefined } = options

  async function withSession<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = await openSession({
      connectionString: options.connectionString,
      applicationName: options.applicationName ?? 'db-migrations',
      lockTimeoutMs: options.lockTimeoutMs ?? 2_000,
    })
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }

  async function run(client: pg.Client, file: MigrationFile, direction: Direction): Promise<void> {
    const migration = await loadMigration(file)
    const started = performance.now()
    onEvent({ type: 'migration.start', name: file.name, direction })
    for (let attempt = 1; ; attempt++) {
      signal?.throwIfAborted()
      try {
        await applyMigration(client, migration, direction)
        break
      } catch (error) {
        const reason = error instanceof pg.DatabaseError ? RETRYABLE.get(error.code ?? '') : undefined
        if (reason === undefined || attempt >= attempts) throw asMigrationError(error, file.name)
        onEvent({ type: 'migration.retry', name: file.name, attempt, reason })
        await sleep(Math.random() * Math.min(100 * 2 ** attempt, 5_000), undefined, signal ? { signal } : {})
      }
    }
    onEvent({ type: 'migration.done', name: file.name, direction, durationMs: performance.now() - started })
  }

  /** Takes the lock, then looks: what another migrator did while we waited is done. */
  async function change(
    direction: Direction,
    select: (files: MigrationFile[], applied: AppliedMigration[]) => MigrationFile[],
  ): Promise<string[]> {
    const files = await listMigrationFiles(dir)
    return withSession(async (client) => {
      await acquireRunLock(client, {
        waitMs: options.lockWaitMs ?? 60_000,
        onWait: (holder) => onEvent({ type: 'lock.wait', holder }),
        signal,
      })
      const applied = await readLedger(client)
      await assertContinuable(client, applied, files)
      const selected = select(files, applied)
      if (selected.length > 0) await ensureLedger(client)
      for (const file of selected) await run(client, file, direction)
      return selected.map((file) => file.name)
    })
  }

  return {
    async status() {
      const files = await listMigrationFiles(dir)
      return withSession(async (client) => describe(files, await readLedger(client)))
    },
    up({ to = Number.POSITIVE_INFINITY } = {}) {
      return change('up', (files, applied) => files.slice(applied.length).filter((file) => file.number <= to))
    },
    down(selection) {
      return change('down', (files, applied) => selectDown(files, applied, selection))
    },
    async planDown(selection) {
      const files = await listMigrationFiles(dir)
      return withSession(async (client) => {
        const applied = await readLedger(client)
        await assertContinuable(client, applied, files)
        return selectDown(files, applied, selection).map((file) => file.name)
      })
    },
    async assertUpToDate() {
      const { pending, unknown } = await this.status()
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
    },
  }
}

function describe(files: readonly MigrationFile[], applied: readonly AppliedMigration[]): MigrationStatus {
  const appliedNames = new Set(applied.map(({ name }) => name))
  const fileNames = new Set(files.map(({ name }) => name))
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
  if (error instanceof MigrationError) return error
  if (!(error instanceof Error)) return error
  const { code, hint } = error instanceof pg.DatabaseError ? error : {}
  const details = `${code ? ` (SQLSTATE ${code})` : ''}.${hint ? ` ${hint}` : ''}`
  return new MigrationError('MIGRATION_FAILED', `${migration} failed: ${error.message}${details}`, {
    migration,
    cause: error,
  })
}
