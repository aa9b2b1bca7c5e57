import { inTransaction } from 'cli-kit/postgres'
import { tableKeyOf } from '../../cache/table-key.ts'
import { fillFromList } from '../fill-from-list.ts'
import { type RunProgress, startProgress } from '../progress.ts'
import { hasPeriods, readAnew, readRecentChanges } from '../read-pages.ts'
import type { RunContext } from '../run-context.ts'
import { finishRun } from '../sync-state.ts'
import { writePages } from '../write-pages.ts'
import { compareWindows } from './compare-windows.ts'

/**
 * Proves that nothing is missing: brings the table up to date, then compares the counts of ServiceTitan and of the
 * table by windows of `modifiedOn`, halves differing windows, and fetches small ones. What cannot be counted by such
 * windows is read anew instead. Extra rows are left to a full sync: nothing is marked as deleted here.
 * @throws {VerifyBudgetError} when so much differs that a full sync is cheaper
 */
export async function verifySync(context: RunContext): Promise<RunProgress> {
  const { client, tenantId, table, run, resource, now } = context
  const start = startProgress(table, run)
  const isCounted = hasPeriods(resource)
  const written = await writePages(context, isCounted ? readRecentChanges : readAnew, { cursor: null, start })
  const until = written.dataAsOf ?? new Date(now())
  const compared = isCounted
    ? await compareWindows(context, written.progress, until)
    : comparedAnew(written.progress)
  const { isComplete } = compared
  const progress = await fillFromList(context, compared.progress)
  const completeAsOf = isComplete ? until : null
  await inTransaction(client, async () => {
    await client.query(
      `UPDATE raw.sync_runs SET windows = $3, mended = $4 WHERE tenant_id = $1 AND run_id = $2`,
      [tenantId, run.runId, progress.windows, progress.mended],
    )
    await finishRun(client, tableKeyOf(context), run, {
      now: new Date(now()),
      dataAsOf: written.dataAsOf,
      cursor: null,
      completeAsOf,
    })
  })
  return { ...progress, completeAsOf }
}

/** Everything was read: what was written had been missing or outdated. */
function comparedAnew(progress: RunProgress): { progress: RunProgress; isComplete: boolean } {
  const mended = progress.inserted + progress.updated
  return { progress: { ...progress, mended }, isComplete: progress.quarantined === 0 }
}
