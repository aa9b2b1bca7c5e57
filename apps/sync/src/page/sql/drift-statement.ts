import { activeColumn, hasValue, isNotJsonNull } from 'records'
import type { Column } from '../../cache/cache-table.ts'

/** Names of unknown fields are cut to this length, because ServiceTitan may send any. */
const LONGEST_NAME = 200
/** The maximum number of paths that are recorded per page. */
const MOST_PATHS = 100

export interface DriftCheck {
  readonly columns: readonly Column[]
  /** Fields that a record must have. */
  readonly required: readonly string[]
  /** SQL of the lists of fields, each a parameter; `untyped` has the required fields that no column reads. */
  readonly lists: { readonly known: string; readonly required: string; readonly untyped: string }
}

/** The required fields that no column reads. The presence of the others follows from a column that is not NULL. */
export function untypedFields(columns: readonly Column[], required: readonly string[]): string[] {
  const read = new Set(columns.map(({ path }) => path))
  return required.filter((field) => !read.has(field))
}

/**
 * SQL that is true when a written row differs from the documentation and must be examined. It runs for every row, so
 * columns with a value are not compared with the record.
 */
export function isIrregular(row: string, { columns, required, lists }: DriftCheck): string {
  const record = `${row}.full_data`
  const flags = columns.map((column) => {
    const isRequired = required.includes(column.path)
    if (column === activeColumn) return isIrregularActive(record, isRequired)
    const look = isRequired ? isNotJsonNull(column, record) : hasValue(column, record)
    return `${row}.${column.name} IS NULL AND ${look}`
  })
  return `${flags.join('\n    OR ')}
    OR ${record} - ${lists.known}::text[] <> '{}' OR NOT ${record} ?& ${lists.untyped}::text[]`
}

/** The column of `active` is never NULL: a record without the field counts as active. */
function isIrregularActive(record: string, isRequired: boolean): string {
  const type = `jsonb_typeof(${record} -> 'active')`
  return `${isRequired ? `coalesce(${type}, 'nothing')` : type} NOT IN ('boolean', 'null')`
}

/**
 * SQL of a JSON array of `{path, kind, records}`: the drift of the irregular records of `source` (their JSON in its
 * column `d`), the most frequent first.
 * @param read SQL that reads a column from `d`
 */
export function countDrift(source: string, check: DriftCheck, read: (column: Column) => string): string {
  const typed = check.columns.map((column) => {
    const isWrong =
      column === activeColumn
        ? isIrregularActive('d', false)
        : `${read(column)} IS NULL AND ${hasValue(column, 'd')}`
    return `('${column.path}', ${isWrong})`
  })
  return `(SELECT coalesce(json_agg(counted), '[]')
          FROM (SELECT path, kind, count(*) AS records
                  FROM (${source}) AS irregular
                 CROSS JOIN LATERAL (
                   SELECT path, 'type' AS kind FROM (VALUES ${typed.join(', ')}) AS typed (path, is_wrong) WHERE is_wrong
                   UNION ALL
                   SELECT left(field, ${LONGEST_NAME}), 'unknown' FROM jsonb_object_keys(d - ${check.lists.known}::text[]) AS field
                   UNION ALL
                   SELECT field, 'missing' FROM unnest(${check.lists.required}::text[]) AS field WHERE NOT d ? field
                 ) AS finding
                 GROUP BY path, kind ORDER BY count(*) DESC, path LIMIT ${MOST_PATHS}) AS counted)`
}
