import pg from 'pg'
import type { Blockage } from '../events.ts'
import { findBlockage, watchWhile } from './blockers.ts'
import { statementError } from './failure.ts'
import type { Run } from './run.ts'

/**
 * Awaits a statement of a migration, and reports the sessions that block it.
 * @throws {MigrationError} `MIGRATION_FAILED`, naming the statement and the position of the error
 */
export async function runStatement(
  { pid, plan: { migration, statements }, options }: Run,
  index: number,
  work: () => Promise<unknown>,
  observe: (observer: pg.Client, pid: number) => Promise<void> = async () => undefined,
): Promise<void> {
  const { onEvent, observer, observeEveryMs = 1_000 } = options
  let blockage: Blockage | undefined
  const check = async () => {
    if (!observer) return
    await observer.observe(async (other) => {
      await observe(other, pid)
      if (blockage) return
      blockage = await findBlockage(other, pid)
      if (blockage)
        onEvent?.({ type: 'migration.blocked', name: migration.name, statement: index + 1, ...blockage })
    })
  }
  try {
    await watchWhile(work(), observeEveryMs, check)
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

const useRecoverable =
  'Its outcome would be unknown after a crash: use addIndexConcurrently(), dropIndexConcurrently() or backfill(), or rerunnable() for a statement that may run twice.'

const advice: Readonly<Record<string, string>> = {
  // Statements such as CREATE DATABASE and VACUUM; DO blocks and procedures that commit.
  25001: useRecoverable,
  '2D000': useRecoverable,
}
