import { askAgain } from './ask-again.ts'
import { allowedDeletes, DeleteBreakerError } from './delete-breaker.ts'
import type { RunContext } from './run-context.ts'
import type { FoundPage } from './write-found.ts'

/**
 * After a completed full pass: the rows that it did not contain, less those that ServiceTitan still returns when they
 * are requested by id.
 * @param writeFound writes a page of records that the pass had missed
 * @returns ids of the rows to mark as deleted
 * @throws {DeleteBreakerError} when they are more than is believed, unless deletes are allowed
 */
export async function findGone(
  context: RunContext,
  writeFound: (page: FoundPage) => Promise<void>,
): Promise<string[]> {
  const { api, resource, memory, signal, allowDeletes } = context
  const { rows, suspects } = await readSuspects(context)
  const allowed = allowedDeletes(rows)
  const pending = new Set(suspects)
  let gone = 0
  for await (const { ids, found, page } of askAgain(api, resource, suspects, signal)) {
    if (found.length > 0) await writeFound(page)
    else memory.addSideRequests(page.requests)
    for (const id of found) pending.delete(id)
    gone += ids.length - found.length
    // Those not requested yet stay suspects: the error lists all, and no more requests are used.
    if (gone > allowed && !allowDeletes)
      throw new DeleteBreakerError(resource.name, [...pending], rows, allowed)
    signal.throwIfAborted()
  }
  return [...pending]
}

/**
 * Whether a pass will have met every row that there is at its end, so that none is left to look for: it begins, its
 * table is empty, and no other run writes a row while it has the table's lock. What is replayed meanwhile is of its own
 * pages when nothing was quarantined before.
 */
export async function beginsEmpty({ client, tenantId, table, run }: RunContext): Promise<boolean> {
  if (run.cursor !== null || run.seenPages > 0) return false
  const { rows } = await client.query<{ empty: boolean }>(
    `SELECT NOT EXISTS (SELECT FROM raw.${table.name} WHERE tenant_id = $1)
        AND NOT EXISTS (SELECT FROM raw.quarantine WHERE tenant_id = $1 AND table_name = $2) AS empty`,
    [tenantId, table.name],
  )
  return rows[0]?.empty === true
}

/**
 * Rows that exist for us and that no page of the pass held, those that other runs have written since it began too.
 * EXCEPT and not a join: on a table that was never analyzed the planner would compare every row with every id.
 */
async function readSuspects({
  client,
  tenantId,
  table,
}: RunContext): Promise<{ rows: number; suspects: string[] }> {
  const { rows } = await client.query<{ rows: number; suspects: string[] }>(
    `WITH kept AS MATERIALIZED (
       SELECT st_id FROM raw.${table.name} WHERE tenant_id = $1 AND deleted_at IS NULL),
     unseen AS (
       SELECT st_id FROM kept
       EXCEPT
       SELECT unnest(st_ids) FROM raw.full_sync_pages WHERE tenant_id = $1 AND table_name = $2)
     SELECT (SELECT count(*)::float8 FROM kept) AS rows,
            coalesce((SELECT array_agg(st_id::text ORDER BY st_id) FROM unseen), '{}') AS suspects`,
    [tenantId, table.name],
  )
  return rows[0] as { rows: number; suspects: string[] }
}
