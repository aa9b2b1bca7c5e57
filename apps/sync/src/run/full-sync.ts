import { holdTable } from '../cache/write-lock.ts'
import { announceSnapshot } from '../page/change-feed.ts'
import { writeTombstones } from '../page/write-tombstones.ts'
import { inTransaction } from '../postgres/transaction.ts'
import { DeleteBreakerError } from './delete-breaker.ts'
import { beginsEmpty, findGone } from './find-gone.ts'
import { type RunProgress, startProgress } from './progress.ts'
import { cursorAfterFullPass, readEverything } from './read-pages.ts'
import type { RunContext } from './run-context.ts'
import { countBeside } from './side-count.ts'
import { finishRun } from './sync-state.ts'
import { writeFound } from './write-found.ts'
import { type Walk, writePages } from './write-pages.ts'

/**
 * Everything from the beginning, or from the page at which the pass was left; then the rows that no page held are
 * asked for again, and those that are gone get their tombstones together with the end of the run.
 * @throws {DeleteBreakerError} when more is gone than is believed; the pass stays open and its suspects are kept
 */
export async function fullSync(context: RunContext): Promise<RunProgress> {
  const { client, tenantId, table, run, resource, now } = context
  const place = { tenantId, tableName: table.name }
  const isEmpty = await beginsEmpty(context)
  const walk = await readAndCount(context)
  let progress = walk.progress

  const findUnmet = () =>
    findGone(context, async (page) => {
      progress = await writeFound(context, progress, page)
    }).catch(async (error: unknown) => {
      if (error instanceof DeleteBreakerError) await keepSuspects(context, error.suspects)
      throw error
    })
  const gone = isEmpty ? [] : await findUnmet()

  await inTransaction(client, async () => {
    // Another table's page that derives values here tells nobody until now: its consumers read them with the snapshot.
    if (run.isFirst) await holdTable(client, place)
    const at = new Date(now())
    const target = { tenantId, table, runId: run.runId, announce: !run.isFirst }
    const tombstoned = await writeTombstones(client, target, gone, at)
    progress = { ...progress, tombstoned }
    for (const name of ['full_sync_pages', 'delete_suspects']) {
      await client.query(`DELETE FROM raw.${name} WHERE tenant_id = $1 AND table_name = $2`, [
        tenantId,
        table.name,
      ])
    }
    await finishRun(client, place, run, {
      now: at,
      dataAsOf: walk.dataAsOf,
      cursor: cursorAfterFullPass(resource, walk.cursor),
      completeAsOf: null,
    })
    if (run.isFirst) await announceSnapshot(client, place, at)
  })
  return progress
}

/** Writes every page; as soon as it is known how many records there are, the progress tells. */
async function readAndCount(context: RunContext): Promise<Walk> {
  const counting = countBeside(context)
  const withTotal = (progress: RunProgress) => ({ ...progress, total: counting.total() })
  const report = (progress: RunProgress) => context.report(withTotal(progress))
  try {
    const start = startProgress(context.table, context.run)
    const walk = await writePages({ ...context, report }, readEverything, 'full', start)
    await counting.ended
    return { ...walk, progress: withTotal(walk.progress) }
  } finally {
    counting.stop()
  }
}

/** The list that a person looks through before allowing the deletes. */
async function keepSuspects(
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
       SELECT $1, $2, st_id, $3, $4 FROM unnest($5::bigint[]) AS suspect (st_id)`,
      [tenantId, table.name, run.runId, new Date(now()), suspects],
    )
  })
}
