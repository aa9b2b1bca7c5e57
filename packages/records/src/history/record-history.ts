import { cacheTableOf, type ResourceName } from 'catalog'
import { isAt } from '../lookup.ts'

// The history of one cached row, from raw.changes. In the statements of this folder `$1` is the tenant, and
// `(SELECT st_id FROM target)` the row's id.

/** The most changes of a row that are read; its history is not known beyond them. */
export const mostChanges = 10_000

/** SQL of the row's id. */
export const targetId = '(SELECT st_id FROM target)'

/**
 * The query `known`: `after_seq`, the number of the snapshot after which changes were written, and `since`, the moment
 * from which all of them are kept: that of the table's last snapshot or, once this was removed, that of the oldest
 * change that is left; NULL while the table's changes are not written. It always has one row.
 */
export function knownHistory(resource: ResourceName): string {
  const table = cacheTableOf({ name: resource })
  return `known AS MATERIALIZED (
  SELECT coalesce(snapshot.seq, 0) AS after_seq,
         CASE WHEN state.last_full_sync IS NOT NULL THEN coalesce(snapshot.at,
           CASE WHEN position.trimmed_seq > 0 THEN coalesce(oldest.at, position.updated_at) END) END AS since
    FROM (VALUES ($1::bigint)) AS tenant (tenant_id)
    LEFT JOIN raw.sync_state AS state ON state.tenant_id = $1 AND state.table_name = '${table}'
    LEFT JOIN raw.change_positions AS position ON position.tenant_id = $1
    LEFT JOIN LATERAL (
         SELECT seq, at FROM raw.changes
          WHERE tenant_id = $1 AND table_name = '${table}' AND st_id IS NULL
          ORDER BY st_id, seq DESC LIMIT 1) AS snapshot ON true
    LEFT JOIN LATERAL (
         SELECT at FROM raw.changes
          WHERE tenant_id = $1 AND seq > position.trimmed_seq ORDER BY seq LIMIT 1) AS oldest ON true
)`
}

/**
 * The query `change`: the changes of the row, newest first, at most {@link mostChanges}. `columns` has the former
 * values of columns that are not read from the record; `is_break`: what the change replaced is not known.
 * @param after SQL of the number after which they are read
 */
export function changesOfRow(resource: ResourceName, after: string): string {
  return `change AS MATERIALIZED (
  SELECT seq, at, op, run_id, before, added, op IN ('update', 'restore') AND before IS NULL AS is_break,
         CASE op WHEN 'delete' THEN '{"deleted_at": null}' ELSE before_columns END AS columns
    FROM raw.changes
   WHERE ${isChangeOfRow(resource)} AND seq > ${after}
   ORDER BY st_id, seq DESC LIMIT ${mostChanges}
)`
}

/** SQL that is true for the changes of the row: only the index of a record's changes has them in the order of `seq`. */
export const isChangeOfRow = (resource: ResourceName): string =>
  `tenant_id = $1 AND table_name = '${cacheTableOf({ name: resource })}' AND ${isAt('st_id', targetId)}`

/** SQL of the top-level fields that a change replaced: `key`, and `value`, which is NULL where there was none. */
export const replacedFields = (change: string): string =>
  `(SELECT key, value FROM jsonb_each(${change}.before) UNION ALL SELECT key, NULL FROM unnest(${change}.added) AS key)`
