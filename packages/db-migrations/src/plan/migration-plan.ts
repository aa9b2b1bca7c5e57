import { MigrationBuilder } from 'node-pg-migrate'
import { MigrationError } from '../errors.ts'
import type { Direction, LoadedMigration } from '../migration-files.ts'

/** What a migration does in one direction. */
export interface MigrationPlan {
  readonly migration: LoadedMigration
  readonly direction: Direction
  readonly statements: readonly string[]
  /** False when the migration asked for `pgm.noTransaction()`. */
  readonly usesTransaction: boolean
}

/**
 * The SQL of a migration, without a database.
 * @throws {MigrationError} `IRREVERSIBLE` for the way down of a migration that has none.
 */
export async function planMigration(
  migration: LoadedMigration,
  direction: Direction,
): Promise<MigrationPlan> {
  // node-pg-migrate's own engine; root exports only, which its next major keeps.
  const builder = new MigrationBuilder(noDatabase as never, undefined, false, silentLogger)
  await action(migration, direction)(builder)
  return {
    migration,
    direction,
    statements: builder.getSqlSteps(),
    usesTransaction: builder.isUsingTransaction(),
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

/** For node-pg-migrate's engine, which logs by default. */
export const silentLogger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}
