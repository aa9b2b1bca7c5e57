import pg from 'pg'
import type { Blockage } from '../events.ts'
import { findBlockage, watchWhile } from './blockers.ts'
import { statementError } from './failure.ts'
import type { Run } from './run.ts'

/**
 * Waits for a statement of a migration, sees who is in its way, and says so.
 * @throws {MigrationError} `MIGRATION_FAILED`, naming the statement and the place in it.
 */
export async function runStatement(
  { pid, plan: { migration, statements }, options }: Run,
  index: number,
  work: () => Promise<unknown>,
  look: (observer: pg.Client, pid: number) => Promise<void> = async () => undefined,
): Promise<void> {
  const { onEvent, observer, lookEveryMs = 1_000 } = options
  let blockage: Blockage | undefined
  const watch = async () => {
    if (!observer) return
    await observer.look(async (other) => {
      await look(other, pid)
      if (blockage) return
      blockage = await findBlockage(other, pid)
      if (blockage)
        onEvent?.({ type: 'migration.blocked', name: migration.name, statement: index + 1, ...blockage })
    })
  }
  try {
    await watchWhile(work(), lookEveryMs, watch)
  } catch (error) {
    const waited = error instanceof pg.DatabaseError && error.code === LOCK_NOT_AVAILABLE
    throw statementError(error, {
      name: migration.name,
      path: migration.path,
      sql: statements[index] ?? '',
      number: index + 1,
      total: statements.length,
      blockage: waited ? blockage : undefined,
      advice: error instanceof pg.DatabaseError ? advice[error.code ?? ''] : undefined,
    })
  }
}

const LOCK_NOT_AVAILABLE = '55P03'

const writeItDifferently =
  'Its outcome would be unknown after a crash: use addIndexConcurrently(), dropIndexConcurrently() or backfill(), or rerunnable() for what may run twice.'

const advice: Readonly<Record<string, string>> = {
  // CREATE DATABASE, VACUUM and the like; a DO block or procedure that commits.
  25001: writeItDifferently,
  '2D000': writeItDifferently,
}
