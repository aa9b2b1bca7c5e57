import type { CacheTable } from '../cache/cache-table.ts'
import { derivedFrom } from '../cache/derived-values.ts'
import { tableKeyOf } from '../cache/table-key.ts'
import { lockForWriting } from '../cache/write-lock.ts'
import { appendChanges } from './change-feed.ts'
import { deriveFrom } from './derive-values.ts'
import type { TableTarget } from './page-target.ts'

interface Marked {
  readonly marked: number
  readonly parents: readonly (readonly string[])[]
  readonly changes: string
}

/**
 * Marks rows as deleted, and updates the values derived from them. Rows that already have a tombstone are skipped. Call
 * it in a transaction that writes no other cache table afterwards.
 * @returns the number of marked rows
 */
export async function writeTombstones(
  target: TableTarget & { readonly runId?: string },
  ids: readonly string[],
  now: Date,
): Promise<number> {
  if (ids.length === 0) return 0
  const { client, tenantId, table, runId, isPublished } = target
  await lockForWriting(client, tableKeyOf(target))
  const { rows } = await client.query<Marked>(buildTombstones(table), [tenantId, ids, now])
  const { marked, parents, changes } = rows[0] as Marked
  const derived = await deriveFrom(target, parents, now)
  if (runId !== undefined) {
    await client.query(
      `UPDATE raw.sync_runs SET tombstoned = tombstoned + $3 WHERE tenant_id = $1 AND run_id = $2`,
      [tenantId, runId, marked],
    )
  }
  const own = isPublished ? [{ table: table.name, rows: changes }] : []
  await appendChanges(target, [...own, ...derived], now)
  return marked
}

/** The empty hash differs from every record's, so that a restored record is written. */
function buildTombstones(table: CacheTable): string {
  const keys = derivedFrom(table.name).map(({ by }) => by)
  const parents = keys.map(
    (key) => `(SELECT coalesce(json_agg(DISTINCT ${key}::text), '[]') FROM marked WHERE ${key} IS NOT NULL)`,
  )
  return `
WITH marked AS (
  UPDATE raw.${table.name} SET deleted_at = $3, content_hash = '', updated_at = $3
   WHERE tenant_id = $1 AND st_id = ANY ($2::bigint[]) AND deleted_at IS NULL
  RETURNING ${['st_id', ...new Set(keys)].join(', ')}
)
SELECT count(*)::integer AS marked, ARRAY[${parents.join(', ')}]::json[] AS parents,
       coalesce(json_agg(json_build_object('st_id', st_id, 'op', 'delete', 'changed_paths', ARRAY[]::text[])), '[]')::text AS changes
  FROM marked`
}
