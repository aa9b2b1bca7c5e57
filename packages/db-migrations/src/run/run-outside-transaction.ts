import { buildIndex } from './build-index.ts'
import { dropIndex } from './drop-index.ts'
import { assertSameStatements, closeProgress, markBegun, markDone, openProgress } from './progress-ledger.ts'
import type { Run } from './run.ts'
import { runStatement } from './run-statement.ts'
import { withTimeouts } from './session.ts'
import { statementKind } from './statement-kind.ts'
import { inTransaction } from './transaction.ts'

const SIX_HOURS_MS = 6 * 60 * 60 * 1000

/**
 * Runs a migration with `noTransaction()`, so that it can be killed anywhere and resumed.
 *
 * A statement that can run in a transaction gets its own, which also marks it as done. The outcome of other statements
 * can be unknown after a crash; they are marked as started before they run, and are then recovered or run again (see
 * statement-kind.ts).
 * @throws {MigrationError} `MIGRATION_FAILED`, `UNFINISHED`
 */
export async function runOutsideTransaction(run: Run): Promise<void> {
  const { client, options } = run
  const { migration, direction, statements } = run.plan
  const { name } = migration
  await run.reach('before', 0)
  const progress = await openProgress(client, name, direction)
  assertSameStatements(progress, statements)
  const { done } = progress
  const resumed = progress.begun.length > 0
  if (resumed)
    options.onEvent?.({ type: 'migration.resume', name, direction, done, total: statements.length })

  for (const [index, sql] of statements.entries()) {
    const { kind } = statementKind(sql)
    // Settings end with their session, so each session applies them again.
    if (index < done && kind !== 'setting') continue
    if (index > 0) await run.reach('before', index)
    if (kind === 'setting') await runStatement(run, index, () => client.query(sql))
    else if (kind === 'transactional') await runTransactional(run, index, sql)
    else await runMarked(run, index, sql, progress.begun.length > index)
    if (kind === 'setting' && index >= done) await markDone(client, name, sql)
  }

  await run.reach('before', statements.length)
  await inTransaction(run.client, async () => {
    await client.query(run.record)
    await closeProgress(client, name)
    await run.reach('recorded', statements.length)
  })
  await run.reach('committed', statements.length)
}

async function runTransactional(run: Run, index: number, sql: string): Promise<void> {
  await inTransaction(run.client, async () => {
    await runStatement(run, index, () => run.client.query(sql))
    await markDone(run.client, run.plan.migration.name, sql)
    await run.reach('ran', index)
  })
}

async function runMarked(run: Run, index: number, sql: string, interrupted: boolean): Promise<void> {
  const { client, options } = run
  const { migration } = run.plan
  const kind = statementKind(sql)
  await markBegun(client, migration.name, sql)
  await run.reach('begun', index)
  const timeouts = {
    statementMs: options.deadlineMs ?? SIX_HOURS_MS,
    // Concurrent index statements wait for every older transaction without blocking other sessions. A short
    // lock_timeout would cancel them and leave an invalid index.
    ...(kind.kind !== 'rerunnable' && { lockMs: 0 }),
  }
  await withTimeouts(client, timeouts, async () => {
    if (kind.kind === 'index build') await buildIndex(run, index, kind)
    else if (kind.kind === 'index drop') await dropIndex(run, index, kind.name, interrupted)
    else await runStatement(run, index, () => client.query(sql))
  })
  await run.reach('ran', index)
  await markDone(client, migration.name, sql)
}
