import { allowedDeletes, DeletionLimitError } from './deletion-limit.ts'
import { requestById } from './request-by-id.ts'
import type { RunContext } from './run-context.ts'
import type { FoundPage } from './write-found.ts'

/**
 * After a completed full pass: finds the rows that no page contained and that ServiceTitan does not return by id
 * either.
 * @param writeFound writes a page of records that the pass missed
 * @returns the ids of the rows to mark as deleted
 * @throws {DeletionLimitError} when there are too many of them, unless deletes are allowed
 */
export async function findDeleted(
  context: RunContext,
  writeFound: (page: FoundPage) => Promise<void>,
): Promise<string[]> {
  const { api, resource, memory, signal, allowDeletes } = context
  const { rows, suspects } = await readSuspects(context)
  const allowed = allowedDeletes(rows)
  const pending = new Set(suspects)
  let deleted = 0
  for await (const { ids, found, page } of requestById(api, resource, suspects, signal)) {
    if (found.length > 0) await writeFound(page)
    else memory.addSideRequests(page.requests)
    for (const id of found) pending.delete(id)
    deleted += ids.length - found.length
    // The remaining suspects are not requested: the error lists them too.
    if (deleted > allowed && !allowDeletes) {
      throw new DeletionLimitError({
        resource: resource.name,
        suspects: [...pending],
        deleted,
        rows,
        allowed,
      })
    }
    signal.throwIfAborted()
  }
  return [...pending]
}

/**
 * Whether a pass begins with an empty table and an empty quarantine. Then its pages contain every row that the table
 * has at its end, so none can be deleted: no other run writes rows while this one has the table's lock, and a replay can
 * only write records of this pass.
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
 * The kept rows that no page of the pass contained, including rows that other runs wrote since the pass began. EXCEPT
 * instead of a join: on a table that was never analyzed the planner would compare every row with every id.
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
