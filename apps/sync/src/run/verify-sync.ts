import { inTransaction } from '../postgres/transaction.ts'
import { compareWindows } from './compare-windows.ts'
import { type RunProgress, startProgress } from './progress.ts'
import { readRecentChanges } from './read-pages.ts'
import type { RunContext } from './run-context.ts'
import { finishRun } from './sync-state.ts'
import { writePages } from './write-pages.ts'

/**
 * Proves that nothing is missing: brings the table up to date, then compares how many records ServiceTitan and
 * the table have for windows of `modifiedOn`, halves the windows that differ, and fetches those that are small.
 * It marks nothing as deleted: rows that a list does not show are the business of a full sync.
 * @throws {VerifyBudgetError} when so much differs that a full sync is the better way
 */
export async function verifySync(context: RunContext): Promise<RunProgress> {
  const { client, tenantId, table, run, now } = context
  const walk = await writePages(context, readRecentChanges, 'hot', startProgress(table, run))
  const until = walk.dataAsOf ?? new Date(now())
  const { progress, isComplete } = await compareWindows(context, walk.progress, until)
  const completeAsOf = isComplete ? until : null
  await inTransaction(client, async () => {
    await client.query(
      `UPDATE raw.sync_runs SET windows = $3, mended = $4 WHERE tenant_id = $1 AND run_id = $2`,
      [tenantId, run.runId, progress.windows, progress.mended],
    )
    await finishRun(client, { tenantId, tableName: table.name }, run, {
      now: new Date(now()),
      dataAsOf: walk.dataAsOf,
      cursor: null,
      completeAsOf,
    })
  })
  return { ...progress, completeAsOf }
}
