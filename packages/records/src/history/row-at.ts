import { cacheTableOf, type ResourceName, sqlTypeOf } from 'catalog'
import { jsonAt, readIfPossible } from '../columns/read-column.ts'
import {
  activeColumn,
  createdOnColumn,
  derivedColumnsOf,
  modifiedOnColumn,
  type TypedColumn,
  typedColumnsOf,
} from '../columns/typed-columns.ts'
import { cached } from '../field-sql.ts'
import { rowsAt } from '../lookup.ts'
import {
  changesOfRow,
  isChangeOfRow,
  knownHistory,
  mostChanges,
  replacedFields,
  targetId,
} from './record-history.ts'

/** A row of the cache as it was at a moment, as parts of a statement. `$1` is the tenant. */
export interface RowAt {
  /** The queries of its WITH clause, after a query `target`, which has the row's `st_id`. */
  readonly queries: string
  /**
   * SQL of the row in place of its table, as `cached`: `st_id`, `full_data`, the columns that come from the record or
   * from other tables, and `deleted_at`. No row: the cache has none.
   */
  readonly from: string
  /** SQL that is true if the row existed then. */
  readonly existed: string
  /** SQL of the moment from which the row's history is known; it is NULL or later than the given one if that is not. */
  readonly knownSince: string
}

/**
 * The parts of a statement that reads a cached row as it was at a moment: the row of now, with what each later change
 * replaced. Of several changes of a field the oldest has the value; so no state in between is built. A column whose
 * value in the record was another is read from it again.
 * @param moment SQL of a timestamptz
 * @example
 * const { queries, from } = rowAt('jobs', '$3::timestamptz')
 * const sql = `WITH target AS (SELECT $2::bigint AS st_id), ${queries} SELECT cached.status FROM ${from}`
 */
export function rowAt(resource: ResourceName, moment: string): RowAt {
  const upTo = `coalesce((
         SELECT seq FROM raw.changes WHERE ${isChangeOfRow(resource)} AND at <= ${moment}
          ORDER BY st_id, seq DESC LIMIT 1), 0)`
  return {
    queries: `${knownHistory(resource)},
${changesOfRow(resource, upTo)},
former_field AS MATERIALIZED (
  SELECT jsonb_object_agg(key, value) FILTER (WHERE value IS NOT NULL) AS present,
         array_agg(key) FILTER (WHERE value IS NULL) AS absent
    FROM (SELECT DISTINCT ON (key COLLATE "C") key, value
            FROM change CROSS JOIN LATERAL ${replacedFields('change')} AS field ORDER BY key COLLATE "C", seq) AS oldest
),
former_column AS MATERIALIZED (
  SELECT coalesce(jsonb_object_agg(key, value), '{}') AS columns
    FROM (SELECT DISTINCT ON (key COLLATE "C") key, value
            FROM change CROSS JOIN LATERAL jsonb_each(change.columns) AS field ORDER BY key COLLATE "C", seq) AS oldest
),
history AS MATERIALIZED (
  SELECT greatest((SELECT since FROM known), max(at) FILTER (WHERE is_break),
                  CASE WHEN count(*) = ${mostChanges} THEN min(at) END) AS known_since,
         count(*) FILTER (WHERE op = 'insert') = 0 AS existed
    FROM change
)`,
    from: cachedAt(resource),
    existed: '(SELECT existed FROM history)',
    knownSince: '(SELECT CASE WHEN (SELECT since FROM known) IS NOT NULL THEN known_since END FROM history)',
  }
}

function cachedAt(resource: ResourceName): string {
  const derived = [...derivedColumnsOf(resource), { name: 'deleted_at', type: 'timestamptz' as const }]
  const typed = [createdOnColumn, modifiedOnColumn, ...typedColumnsOf(resource)]
  const columns = [
    'present.st_id',
    'record.former AS full_data',
    `${formerValue(activeColumn, (sql) => `coalesce(${sql}, true)`)} AS active`,
    ...typed.map((column) => `${formerValue(column)} AS ${column.name}`),
    ...derived.map(
      ({ name }) =>
        `CASE WHEN former_column.columns ? '${name}' THEN former.${name} ELSE present.${name} END AS ${name}`,
    ),
  ]
  // Both records are unpacked once, behind OFFSET: each look-up of a field would unpack a stored one again.
  return `(
  SELECT ${columns.join(',\n         ')}
    FROM ${rowsAt(`raw.${cacheTableOf({ name: resource })}`, 'st_id', targetId)} AS present
   CROSS JOIN former_field CROSS JOIN former_column
   CROSS JOIN LATERAL (
         SELECT (present.full_data - coalesce(former_field.absent, '{}')) || coalesce(former_field.present, '{}') AS former,
                present.full_data || '{}' AS current OFFSET 0) AS record
   CROSS JOIN LATERAL jsonb_to_record(former_column.columns) AS former (${derived
     .map(({ name, type }) => `${name} ${sqlTypeOf(type)}`)
     .join(', ')})) AS ${cached}`
}

/** A column as it is now, unless its value in the record was another: the sync stores no value that an index refuses. */
function formerValue(column: TypedColumn, convert = (sql: string) => sql): string {
  return `CASE WHEN ${jsonAt(column, 'record.former')} IS NOT DISTINCT FROM ${jsonAt(column, 'record.current')}
              THEN present.${column.name} ELSE ${convert(readIfPossible(column, 'record.former'))} END`
}
