import { cacheTableOf, type ResourceName } from 'catalog'
import { derivedColumnsOf } from '../columns/typed-columns.ts'
import { rowsAt } from '../lookup.ts'
import { changesOfRow, knownHistory, mostChanges, replacedFields, targetId } from './record-history.ts'

/** A page of the changes of a row, as parts of a statement. `$1` is the tenant. */
export interface ChangesOfRow {
  /**
   * The queries of its WITH clause, after a query `target`, which has the row's `st_id`. Among them are `present`, the
   * row, empty if there is none; `page`, the changes (`seq`, `at`, `op`, `run_id`, `is_break`); and `replaced`, what they
   * changed: `seq`, `is_column`, `key`, `old` and `new`, as jsonb. A value that did not exist is NULL.
   */
  readonly queries: string
  /** SQL of the moment from which the history is known; NULL: none is. */
  readonly knownSince: string
}

/**
 * The parts of a statement that reads changes of a cached row, newest first, with the values before and after. The
 * value after a change is the one that the next change of the field replaced or, if there is none, that of now.
 * `key` is a top-level field of the record or, with `is_column`, a column that is not read from it.
 * @param options SQL: `before`, a bigint, the number of the oldest change of the previous page; `count`, how many
 * @example
 * const { queries } = changesOfRecord('jobs', { before: '$3::bigint', count: '$4::integer' })
 * const sql = `WITH target AS (SELECT $2::bigint AS st_id), ${queries} SELECT seq, key, old, new FROM replaced`
 */
export function changesOfRecord(
  resource: ResourceName,
  { before, count }: { readonly before: string; readonly count: string },
): ChangesOfRow {
  const columns = [...derivedColumnsOf(resource).map(({ name }) => name), 'deleted_at']
  const snapshot = `(SELECT CASE WHEN since IS NOT NULL THEN after_seq ELSE ${none} END FROM known)`
  return {
    queries: `${knownHistory(resource)},
${changesOfRow(resource, snapshot)},
version AS MATERIALIZED (
  SELECT * FROM change WHERE seq >= coalesce((SELECT max(seq) FROM change WHERE is_break), 0)
),
page AS MATERIALIZED (
  SELECT * FROM version WHERE seq < ${before} ORDER BY seq DESC LIMIT ${count}
),
present AS MATERIALIZED (
  SELECT st_id, full_data || '{}' AS full_data, jsonb_build_object(${columns.map((name) => `'${name}', ${name}`).join(', ')}) AS columns
    FROM ${rowsAt(`raw.${cacheTableOf({ name: resource })}`, 'st_id', targetId)} AS row
),
field AS MATERIALIZED (
  SELECT seq, false AS is_column, key, value
    FROM version CROSS JOIN LATERAL ${replacedFields('version')} AS field
   WHERE seq >= (SELECT min(seq) FROM page)
   UNION ALL
  SELECT seq, true, key, value
    FROM version CROSS JOIN LATERAL jsonb_each(version.columns) AS field
   WHERE seq >= (SELECT min(seq) FROM page)
),
replaced AS MATERIALIZED (
  SELECT seq, is_column, key, old, new
    FROM (SELECT seq, is_column, key, value AS old,
                 lead(value) OVER (PARTITION BY is_column, key ORDER BY seq) AS new
            FROM (SELECT * FROM field
                   UNION ALL
                  SELECT ${none}, is_column, key, CASE WHEN is_column THEN present.columns ELSE present.full_data END -> key
                    FROM (SELECT DISTINCT is_column, key FROM field) AS named CROSS JOIN present) AS value) AS chain
   WHERE seq < ${before}
)`,
    knownSince: `(SELECT CASE WHEN (SELECT since FROM known) IS NOT NULL THEN
              greatest((SELECT since FROM known), max(at) FILTER (WHERE is_break),
                       CASE WHEN count(*) = ${mostChanges} THEN min(at) END) END FROM change)`,
  }
}

/** Greater than the number of any change. */
const none = '9223372036854775807'
