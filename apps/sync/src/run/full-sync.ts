import { inTransaction } from 'cli-kit/postgres'
import { tableKeyOf } from '../cache/table-key.ts'
import { lockForWriting } from '../cache/write-lock.ts'
import { publishSnapshot } from '../page/change-feed.ts'
import { writeTombstones } from '../page/write-tombstones.ts'
import { countTotal } from './count-total.ts'
import { DeletionLimitError } from './deletion-limit.ts'
import { fillFromList } from './fill-from-list.ts'
import { beginsEmpty, findDeleted } from './find-deleted.ts'
import { type RunProgress, startProgress } from './progress.ts'
import { cursorAfterFullPass, readEverything } from './read-pages.ts'
import type { RunContext } from './run-context.ts'
import { finishRun } from './sync-state.ts'
import { writeFound } from './write-found.ts'
import { type WrittenPages, writePages } from './write-pages.ts'

/**
 * Reads everything from the beginning, or resumes the pass of an earlier run. Then requests by id the rows that no page
 * contained, and sets the tombstones of the deleted ones in the transaction that finishes the run.
 * @throws {DeletionLimitError} when too many rows seem deleted; the pass stays unfinished and its suspects are stored
 */
export async function fullSync(context: RunContext): Promise<RunProgress> {
  const { client, tenantId, table, run, resource, now } = context
  const key = tableKeyOf(context)
  const isEmpty = await beginsEmpty(context)
  const written = await readAndCount(context)
  let progress = written.progress

  const findOrStoreSuspects = () =>
    findDeleted(context, async (page) => {
      progress = await writeFound(context, progress, page)
    }).catch(async (error: unknown) => {
      if (error instanceof DeletionLimitError) await storeSuspects(context, error.suspects)
      throw error
    })
  const deleted = isEmpty ? [] : await findOrStoreSuspects()
  progress = await fillFromList(context, progress)

  await inTransaction(client, async () => {
    // Waits for pages of other tables that derive values here: they publish nothing, so the snapshot must include them.
    if (run.isFirst) await lockForWriting(client, key)
    const at = new Date(now())
    const tombstoned = await writeTombstones(context, deleted, at)
    progress = { ...progress, tombstoned }
    for (const name of ['full_sync_pages', 'delete_suspects']) {
      await client.query(`DELETE FROM raw.${name} WHERE tenant_id = $1 AND table_name = $2`, [
        tenantId,
        table.name,
      ])
    }
    await finishRun(client, key, run, {
      now: at,
      dataAsOf: written.dataAsOf,
      cursor: cursorAfterFullPass(resource, written.cursor),
      completeAsOf: null,
    })
    if (run.isFirst) await publishSnapshot(client, key, { now: at, runId: run.runId })
  })
  return progress
}

/** Writes every page; the progress includes the total number of records once it is known. */
async function readAndCount(context: RunContext): Promise<WrittenPages> {
  const counting = countTotal(context)
  const withTotal = (progress: RunProgress) => ({ ...progress, total: counting.total() })
  const report = (progress: RunProgress) => context.report(withTotal(progress))
  try {
    const start = startProgress(context.table, context.run)
    const written = await writePages({ ...context, report }, readEverything, { cursor: 'full', start })
    await counting.ended
    return { ...written, progress: withTotal(written.progress) }
  } finally {
    counting.stop()
  }
}

/** Stores the suspects for review before the deletes are allowed. */
async function storeSuspects(
  { client, tenantId, table, run, now }: RunContext,
  suspects: readonly string[],
): Promise<void> {
  await inTransaction(client, async () => {
    await client.query(`DELETE FROM raw.delete_suspects WHERE tenant_id = $1 AND table_name = $2`, [
      tenantId,
      table.name,
    ])
    await client.query(
      `INSERT INTO raw.delete_suspects (tenant_id, table_name, st_id, run_id, suspected_at)
       SELECT $1, $2, st_id, $3, $4 FROM unnest($5::bigint[]) AS suspect (st_id)
       RETURNING 1`,
      [tenantId, table.name, run.runId, new Date(now()), suspects],
    )
  })
}
