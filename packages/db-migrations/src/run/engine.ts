import { Migration, MigrationBuilder } from 'node-pg-migrate'
import type pg from 'pg'
import { MigrationError } from '../errors.ts'
import type { OnMigrationEvent } from '../events.ts'
import { ledger } from '../ledger.ts'
import type { LoadedMigration } from '../migration-files.ts'
import { checksumStatement } from '../verify/checksums.ts'
import type { Observer } from './blockers.ts'
import { runOutsideTransaction } from './run-outside-transaction.ts'
import { runStatement } from './run-statement.ts'
import { backendPid } from './session.ts'
import { statementKind } from './statement-kind.ts'
import { inTransaction } from './transaction.ts'

// The only file that calls node-pg-migrate's engine; root exports only, which its next major keeps.

export type Direction = 'up' | 'down'

/** What a migration does in one direction, without a database. */
export interface MigrationPlan {
  readonly statements: readonly string[]
  /** False when the migration asked for `pgm.noTransaction()`. */
  readonly usesTransaction: boolean
}

/** A place between two statements, where a crash may happen. */
export interface Boundary {
  readonly name: string
  readonly direction: Direction
  /**
   * `before` a statement (the last such boundary is before the ledger's); `begun`: a statement outside a
   * transaction is marked as begun; `ran`: it ended and is not marked as done; `recorded`: all is done but
   * COMMIT; `committed`.
   */
  readonly point: 'before' | 'begun' | 'ran' | 'recorded' | 'committed'
  /** The statement, from 0. */
  readonly statement: number
}

export interface ApplyOptions {
  readonly onEvent?: OnMigrationEvent
  /** Sees whom a statement waits for. */
  readonly observer?: Observer
  /** How often it looks, in milliseconds: twice within `lock_timeout`. @default 1_000 */
  readonly lookEveryMs?: number
  /** Longest time of a statement that has no lock timeout, in milliseconds. @default 21_600_000 (6 hours) */
  readonly deadlineMs?: number
  readonly signal?: AbortSignal | undefined
  /** Awaited at every boundary: how tests stop a migrator exactly there. */
  readonly failpoint?: (boundary: Boundary, client: pg.Client) => void | Promise<void>
}

/** One run of one migration, as its parts see it. */
export interface Run {
  readonly client: pg.Client
  /** Of the client's server process. */
  readonly pid: number
  readonly migration: LoadedMigration
  readonly direction: Direction
  readonly statements: readonly string[]
  /** Writes the ledger. */
  readonly record: string
  readonly options: ApplyOptions
  /** Passes a boundary. */
  reach(point: Boundary['point'], statement: number): Promise<void>
}

/**
 * The SQL of a migration, without a database.
 * @throws {MigrationError} `IRREVERSIBLE` for the way down of a migration that has none.
 */
export async function planMigration(
  migration: LoadedMigration,
  direction: Direction,
): Promise<MigrationPlan> {
  const builder = new MigrationBuilder(noDatabase as never, undefined, false, silent)
  await action(migration, direction)(builder)
  return { statements: builder.getSqlSteps(), usesTransaction: builder.isUsingTransaction() }
}

/**
 * Runs a migration and records it in the ledger: in one transaction, of which nothing is kept if it fails;
 * or, where it asked for none, statement by statement, to go on after the last that is done when run again.
 * @throws {MigrationError} `MIGRATION_FAILED` with PostgreSQL's error as its cause, `IRREVERSIBLE`, `UNFINISHED`.
 */
export async function applyMigration(
  client: pg.Client,
  migration: LoadedMigration,
  direction: Direction,
  options: ApplyOptions = {},
): Promise<void> {
  const { statements, usesTransaction } = await planMigration(migration, direction)
  refuseTransactionControl(migration, statements)
  const run: Run = {
    client,
    pid: await backendPid(client),
    migration,
    direction,
    statements,
    record: await ledgerStatement(migration, direction),
    options,
    async reach(point, statement) {
      if (point !== 'recorded' && point !== 'committed') options.signal?.throwIfAborted()
      await options.failpoint?.({ name: migration.name, direction, point, statement }, client)
    },
  }
  await (usesTransaction ? runInTransaction(run) : runOutsideTransaction(run))
}

async function runInTransaction(run: Run): Promise<void> {
  const { client, statements, record } = run
  await run.reach('before', 0)
  await inTransaction(client, async () => {
    for (const [index, sql] of statements.entries()) {
      if (index > 0) await run.reach('before', index)
      await runStatement(run, index, () => client.query(sql))
      if (client.getTransactionStatus() !== 'T') {
        throw new MigrationError(
          'MIGRATION_FAILED',
          `${run.migration.name} ended its transaction itself, in statement ${index + 1} of ${statements.length}. Leave BEGIN and COMMIT to the migrator; look at what is there before the next try.`,
          { migration: run.migration.name, sql },
        )
      }
    }
    await run.reach('before', statements.length)
    await client.query(record)
    await run.reach('recorded', statements.length)
  })
  await run.reach('committed', statements.length)
}

function refuseTransactionControl(migration: LoadedMigration, statements: readonly string[]): void {
  for (const [index, sql] of statements.entries()) {
    const kind = statementKind(sql)
    if (kind.kind !== 'refused') continue
    throw new MigrationError(
      'INVALID_FILES',
      `${migration.name} cannot run statement ${index + 1} of ${statements.length} safely. ${kind.advice}`,
      { migration: migration.name, sql },
    )
  }
}

/** What node-pg-migrate itself would write into its ledger, and the checksum of what was applied beside it. */
async function ledgerStatement(migration: LoadedMigration, direction: Direction): Promise<string> {
  const recorded: string[] = []
  const db = { query: async (sql: string) => void recorded.push(sql) }
  const unit = new Migration(
    db as never,
    migration.path,
    { up: migration.up, down: migration.down },
    { migrationsTable: ledger.table, migrationsSchema: ledger.schema } as never,
    undefined,
    silent,
  )
  await unit.markAsRun(direction)
  return [...recorded, await checksumStatement(migration, direction)].join('\n')
}

function action(migration: LoadedMigration, direction: Direction) {
  const run = migration[direction]
  if (run === false) {
    throw new MigrationError('IRREVERSIBLE', `${migration.name} cannot be reverted: it has no way down.`, {
      migration: migration.name,
    })
  }
  return run
}

const refuse = () => {
  throw new Error('pgm.db is not available: a migration only says which SQL to run.')
}
const noDatabase = { query: refuse, select: refuse }
const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}
