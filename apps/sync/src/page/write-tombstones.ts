import type pg from 'pg'
import type { CacheTable } from '../tables/cache-table.ts'
import { derivedFrom } from '../tables/derived-values.ts'
import { appendChanges } from './change-feed.ts'
import { deriveFrom, lockDerivedValues } from './derive.ts'

/** Which table of which tenant, for which run. */
export interface TombstoneTarget {
  readonly tenantId: string
  readonly table: CacheTable
  readonly runId: string
  /** Whether the change feed is told. */
  readonly announce: boolean
}

/**
 * Marks rows as deleted, and derives again what followed from them. Rows that are marked already stay as they are.
 * Call it in a transaction.
 * @returns how many were marked
 */
export async function writeTombstones(
  client: pg.ClientBase,
  { tenantId, table, runId, announce }: TombstoneTarget,
  ids: readonly string[],
  now: Date,
): Promise<number> {
  if (ids.length === 0) return 0
  await lockDerivedValues(client, tenantId, table.name)
  const derived = derivedFrom(table.name)
  const { rows } = await client.query<{ marked: number; parents: string[][] }>(
    `WITH marked AS (
       UPDATE raw.${table.name} SET deleted_at = $3, content_hash = '', updated_at = $3
        WHERE tenant_id = $1 AND st_id = ANY ($2::bigint[]) AND deleted_at IS NULL
       RETURNING st_id${derived.map(({ by }) => `, ${by}`).join('')}
     )${
       announce
         ? `,
     told AS MATERIALIZED (SELECT st_id, 'delete' AS op, '{}'::text[] AS changed_paths FROM marked),
     ${appendChanges(table.name, 'told', { tenant: '$1', at: '$3' })}`
         : ''
     }
     SELECT count(*)::integer AS marked,
            ARRAY[${derived.map(({ by }) => `(SELECT coalesce(json_agg(DISTINCT ${by}::text), '[]') FROM marked WHERE ${by} IS NOT NULL)`).join(', ')}]::json[] AS parents
       FROM marked`,
    [tenantId, ids, now],
  )
  const { marked, parents } = rows[0] as { marked: number; parents: string[][] }
  await deriveFrom(client, table.name, parents, { tenantId, now })
  await client.query(
    `UPDATE raw.sync_runs SET tombstoned = tombstoned + $3 WHERE tenant_id = $1 AND run_id = $2`,
    [tenantId, runId, marked],
  )
  return marked
}
