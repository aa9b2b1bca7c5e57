import { Migration, MigrationBuilder } from 'node-pg-migrate'
import type pg from 'pg'
import { MigrationError } from './errors.ts'
import { ledger } from './ledger.ts'
import type { LoadedMigration } from './migration-files.ts'

// The only file that calls node-pg-migrate's engine; root exports only, which its next major keeps.

export type Direction = 'up' | 'down'

/** What a migration does in one direction, without a database. */
export interface MigrationPlan {
  readonly statements: readonly string[]
  /** False when the migration asked for `pgm.noTransaction()`. */
  readonly usesTransaction: boolean
}

/**
 * The SQL of a migration, without a database.
 * @throws {MigrationError} `IRREVERSIBLE` for the way down of a migration that has none.
 */
export async function planMigration(migration: LoadedMigration, direction: Direction): Promise<MigrationPlan> {
  const builder = new MigrationBuilder(noDatabase as never, undefined, false, silent)
  await action(migration, direction)(builder)
  return { statements: builder.getSqlSteps(), usesTransaction: builder.isUsingTransaction() }
}

/**
 * Runs a migration and records it in the ledger, in one transaction unless it asked for none.
 * @throws what PostgreSQL says; nothing of the migration is kept if it ran in a transaction.
 */
export async function applyMigration(
  client: pg.Client,
  migration: LoadedMigration,
  direction: Direction,
): Promise<void> {
  const { usesTransaction } = await planMigration(migration, direction)
  const db = {
    query: (sql: string, values?: unknown[]) => client.query(sql, values),
    select: async (sql: string, values?: unknown[]) => (await client.query(sql, values)).rows,
  }
  // A Migration is used once: with an inferred way down it changes itself.
  const unit = new Migration(
    db as never,
    migration.path,
    { up: migration.up, down: migration.down },
    {
      migrationsTable: ledger.table,
      migrationsSchema: ledger.schema,
      singleTransaction: usesTransaction,
    } as never,
    undefined,
    silent,
  )
  if (!usesTransaction) {
    await unit.apply(direction)
    return
  }
  await client.query('BEGIN')
  try {
    await unit.apply(direction)
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined) // the connection is gone: nothing to roll back
    throw error
  }
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
