import { askAgain } from './confirm-gone.ts'
import { allowedDeletes, DeleteBreakerError } from './delete-breaker.ts'
import type { RunContext } from './run-context.ts'

/**
 * After a full pass that ended whole: the rows that it did not meet, less those that ServiceTitan has after all
 * when it is asked for them.
 * @param writeFound writes a page of records that the pass had missed
 * @returns ids of the rows to mark as deleted
 * @throws {DeleteBreakerError} when they are more than is believed, unless deletes are allowed
 */
export async function findGone(
  context: RunContext,
  writeFound: (page: {
    readonly body: string
    readonly requests: number
    readonly bytes: number
  }) => Promise<void>,
): Promise<string[]> {
  const { api, resource, run, signal, allowDeletes } = context
  const { rows, suspects } = await readSuspects(context)
  const allowed = allowedDeletes(rows)
  const open = new Set(suspects)
  let gone = 0
  for await (const { ids, found, page } of askAgain(api, resource, suspects, signal)) {
    if (found.length > 0) await writeFound(page)
    else run.beside.requests += page.requests
    for (const id of found) open.delete(id)
    gone += ids.length - found.length
    // Those not asked for yet stay suspects: the error lists all, and no more requests are spent.
    if (gone > allowed && !allowDeletes) throw new DeleteBreakerError(resource.name, [...open], rows, allowed)
    signal.throwIfAborted()
  }
  return [...open]
}

/** Rows that exist for us and that no page of the pass held; a row written since it began was seen alive. */
async function readSuspects({
  client,
  tenantId,
  table,
  run,
}: RunContext): Promise<{ rows: number; suspects: string[] }> {
  const { rows } = await client.query<{ rows: number; suspects: string[] }>(
    `WITH seen AS MATERIALIZED (
       SELECT DISTINCT unnest(st_ids) AS st_id FROM raw.full_sync_pages WHERE tenant_id = $1 AND table_name = $2)
     SELECT count(*)::float8 AS rows,
            coalesce(array_agg(kept.st_id::text ORDER BY kept.st_id)
                     FILTER (WHERE seen.st_id IS NULL AND kept.synced_at <= $3), '{}') AS suspects
       FROM raw.${table.name} AS kept LEFT JOIN seen USING (st_id)
      WHERE kept.tenant_id = $1 AND kept.deleted_at IS NULL`,
    [tenantId, table.name, run.passBegan],
  )
  return rows[0] as { rows: number; suspects: string[] }
}
