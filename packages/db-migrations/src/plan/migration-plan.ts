import { MigrationBuilder } from 'node-pg-migrate'
import { MigrationError } from '../errors.ts'
import type { Direction, LoadedMigration } from '../migration-files.ts'

/** The SQL of a migration in one direction. */
export interface MigrationPlan {
  readonly migration: LoadedMigration
  readonly direction: Direction
  readonly statements: readonly string[]
  /** False if the migration calls `pgm.noTransaction()`. */
  readonly usesTransaction: boolean
}

/**
 * Generates the SQL of a migration, without a database.
 * @throws {MigrationError} `IRREVERSIBLE` for `down` of a migration that has none
 */
export async function planMigration(
  migration: LoadedMigration,
  direction: Direction,
): Promise<MigrationPlan> {
  // node-pg-migrate's own engine; root exports only, which its next major version keeps.
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
    throw new MigrationError(
      'IRREVERSIBLE',
      `${migration.name} cannot be reverted: it has no down migration.`,
      {
        migration: migration.name,
      },
    )
  }
  return run
}

const refuse = () => {
  throw new Error('pgm.db is not available: a migration only generates SQL.')
}
const noDatabase = { query: refuse, select: refuse }

/** Disables the default logging of node-pg-migrate's engine. */
export const silentLogger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}
