import { modifiedOnColumn, nullColumn, readColumn } from 'records'
import type { CacheTable, Column } from '../../cache/cache-table.ts'
import { derivedFrom } from '../../cache/derived-values.ts'
import { typedColumns } from '../../cache/typed-columns.ts'
import { recordDifferences } from './changed-paths.ts'
import { countDrift, type DriftCheck, isIrregular } from './drift-statement.ts'
import { changedColumns, formerColumns } from './former-values.ts'

import { derivedColumns, joinDerived, rowColumns } from './row-columns.ts'
import { joinStored } from './stored-row.ts'

/** The single row that the page statement returns. Counts are cast to integer, which is large enough for a page. */
export interface PageOutcome {
  readonly fetched: number
  readonly inserted: number
  readonly updated: number
  /** Records that were skipped because the stored version is newer. */
  readonly outdated: number
  /** Paths at which written records differed from the documentation, with the number of those records. */
  readonly drift: readonly { path: string; kind: 'unknown' | 'missing' | 'type'; records: number }[]
  /** Records without a valid id, as text. */
  readonly refused: readonly string[]
  /** For each of `derivedFrom(table)`: keys of the rows to derive again. */
  readonly parents: readonly (readonly string[])[]
  /** The changes to publish in the change feed, as JSON text; null: none. */
  readonly changes: string | null
}

export interface PageStatementOptions {
  /** Whether changes are returned for the change feed. */
  readonly isPublished: boolean
  /** Required top-level fields of the record. */
  readonly required: readonly string[]
  /** Columns to leave NULL, because the record's value cannot be cast. */
  readonly withoutColumns?: ReadonlySet<string>
  /**
   * Number of paths in `$9`, which is given only if there are any: the fields that are excluded from the records, and
   * that a record which was stored before they were excluded still has. @default 0
   */
  readonly droppedPaths?: number
  /** Fields of which the stored value is kept where the record has none. @default none */
  readonly keptFields?: readonly string[]
}

const pageParameters = {
  tenant: '$1',
  body: '$2',
  now: '$3',
  hashes: '$4',
  knownFields: '$5',
  requiredFields: '$6',
  untypedFields: '$7',
  /** Number of the page within a full pass; NULL: its ids are not recorded. */
  seenPage: '$8',
  droppedPaths: '$9',
} as const

/**
 * The statement that writes a page into its cache table. PostgreSQL parses the response, so that no number passes
 * through JavaScript.
 *
 * - `newest`: the newest version of each record, since a page may repeat a record and a row cannot be written twice.
 * - `changed`: the new and changed records, detected by the content hash in the primary key's index. Unchanged records
 *   are skipped before a write would lock their rows.
 * - `incoming`: the records that are not older than the stored version; a row with a tombstone accepts any version.
 * - `ready`: the columns of each row. The transaction has locked the table's row of `raw.sync_state`, so a new row needs
 *   no ON CONFLICT, and a stored one is still the version that `incoming` was compared with.
 */
export function buildPageStatement(table: CacheTable, options: PageStatementOptions): string {
  const target = `raw.${table.name}`
  const without = options.withoutColumns ?? new Set<string>()
  const read = (column: Column) => (without.has(column.name) ? nullColumn(column) : readColumn(column))
  const derivedElsewhere = derivedFrom(table.name)
  const kept = options.keptFields ?? []
  const columns = rowColumns(table, read, { record: withKept('d', 'full_data_before', kept) })
  const names = columns.map(({ name }) => name)
  const before = storedColumns(table, options.isPublished || kept.length > 0)
  const returned = ['st_id', ...new Set(derivedElsewhere.map(({ by }) => by))]
  const drift: DriftCheck = { columns: typedColumns(table), required: options.required, lists: driftLists }
  const insert = (which: string) => `
  INSERT INTO ${target} AS stored (tenant_id, st_id, ${names.join(', ')})
  SELECT $1, st_id, ${names.join(', ')} FROM ready WHERE ${which}`
  const returning = `
  RETURNING ${returned.map((name) => `stored.${name}`).join(', ')},
    CASE WHEN ${isIrregular('stored', drift)} THEN stored.full_data END AS irregular`

  return `
WITH record AS MATERIALIZED (
  SELECT d, ord, ${readId} AS st_id
    FROM (SELECT d, ord, d -> 'id' AS id
            FROM jsonb_array_elements($2::jsonb -> 'data') WITH ORDINALITY AS element (d, ord)
          OFFSET 0) AS identified
),
seen AS (
  INSERT INTO raw.full_sync_pages AS noted (tenant_id, table_name, page, st_ids)
  SELECT $1, '${table.name}', $8::bigint, coalesce(array_agg(st_id) FILTER (WHERE st_id IS NOT NULL), '{}')
    FROM record WHERE $8::bigint IS NOT NULL HAVING $8::bigint IS NOT NULL
  ON CONFLICT (tenant_id, table_name, page) DO UPDATE SET st_ids = noted.st_ids || excluded.st_ids
),
newest AS MATERIALIZED (
  SELECT DISTINCT ON (st_id) st_id, d, int8send(($4::bigint[])[ord]) AS content_hash, modified_on
    FROM (SELECT *, ${read(modifiedOnColumn)} AS modified_on FROM record WHERE st_id IS NOT NULL) AS identified
   ORDER BY st_id, modified_on DESC NULLS LAST, ord DESC
),
changed AS MATERIALIZED (
  SELECT newest.*, stored.content_hash IS NOT NULL AS is_stored
    FROM newest ${joinStored(target, 'newest', ['content_hash'])}
   WHERE stored.content_hash IS DISTINCT FROM newest.content_hash
),
ready AS MATERIALIZED (
  SELECT incoming.st_id, is_stored, ${before.map((name) => `${name}_before`).join(', ')},
         ${columns.map(({ name, sql }) => `${sql} AS ${name}`).join(',\n         ')}
    FROM (SELECT changed.*, ${before.map((name) => `stored.${name} AS ${name}_before`).join(', ')}
            FROM changed ${joinStored(target, 'changed', before, 'changed.is_stored')}
           WHERE ${isNotOlder}
          OFFSET 0) AS incoming${joinDerived(table, read)}
),
inserted AS (${insert('NOT is_stored')}${returning}
),
updated AS (${insert('is_stored')}
  ON CONFLICT (tenant_id, st_id) DO UPDATE
     SET ${names
       .filter((name) => name !== 'created_at')
       .map((name) => `${name} = excluded.${name}`)
       .join(', ')}, deleted_at = NULL${returning}
),
written AS MATERIALIZED (SELECT * FROM inserted UNION ALL SELECT * FROM updated)
SELECT (SELECT count(*)::integer FROM record) AS fetched,
       (SELECT count(*)::integer FROM inserted) AS inserted,
       (SELECT count(*)::integer FROM updated) AS updated,
       (SELECT count(*)::integer FROM changed) - (SELECT count(*)::integer FROM written) AS outdated,
       ${countDrift('SELECT irregular AS d FROM written WHERE irregular IS NOT NULL', drift, read)} AS drift,
       coalesce((SELECT array_agg(d::text) FROM record WHERE st_id IS NULL), '{}') AS refused,
       ARRAY[${derivedElsewhere.map(({ by }) => parentsOf(by)).join(', ')}]::json[] AS parents,
       ${options.isPublished ? changesOf(table, options.droppedPaths ?? 0) : 'NULL'} AS changes`
}

/**
 * Whether a version may replace the stored one. A stored time in the future proves nothing: a clock was ahead when the
 * record was changed.
 */
const isNotOlder = `(coalesce(changed.modified_on >= stored.modified_on OR stored.modified_on > now() + interval '5 minutes', true)
            OR stored.deleted_at IS NOT NULL)`

const driftLists = {
  known: pageParameters.knownFields,
  required: pageParameters.requiredFields,
  untyped: pageParameters.untypedFields,
}

/** SQL of a record with the stored values of fields that it leaves null; a field that is null in both stays null. */
function withKept(record: string, stored: string, fields: readonly string[]): string {
  if (fields.length === 0) return record
  const values = fields.map(
    (field) =>
      `'${field}', CASE WHEN coalesce(${record} -> '${field}', 'null') = 'null' THEN ${stored} -> '${field}' END`,
  )
  return `(${record} || jsonb_strip_nulls(jsonb_build_object(${values.join(', ')})))`
}

/** The columns to read of the stored version of a changed record. */
function storedColumns(table: CacheTable, readsRecord: boolean): string[] {
  const parents = derivedFrom(table.name).map(({ by }) => by)
  const published = readsRecord ? ['full_data', ...derivedColumns(table)] : []
  return [...new Set(['modified_on', 'deleted_at', ...parents, ...published])]
}

/**
 * The row's new and former keys, as a JSON array, because the arrays of a multidimensional array must have equal
 * lengths.
 */
function parentsOf(by: string): string {
  return `(SELECT coalesce(json_agg(key::text), '[]')
            FROM (SELECT ${by} AS key FROM written UNION SELECT ${by}_before FROM ready) AS keys WHERE key IS NOT NULL)`
}

/**
 * A row that is rewritten with equal values, such as one of an adopted table, is not a change. The keys of each change are
 * those of `Changes`.
 */
function changesOf(table: CacheTable, droppedPaths: number): string {
  const derived = derivedColumns(table).map((name) => ({ name, before: `${name}_before`, after: name }))
  const columns = [...derived, { name: 'deleted_at', before: 'deleted_at_before', after: 'NULL' }]
  const excluded = Array.from(
    { length: droppedPaths },
    (_, i) => ` #- string_to_array((${pageParameters.droppedPaths}::text[])[${i + 1}], '.')`,
  )
  return `(SELECT coalesce(json_agg(published), '[]')::text
          FROM (SELECT st_id,
                       CASE WHEN NOT is_stored THEN 'insert' WHEN deleted_at_before IS NULL THEN 'update' ELSE 'restore' END AS op,
                       CASE WHEN is_stored THEN difference.changed_paths || ${changedColumns(derived)} ELSE '{}' END AS changed_paths,
                       CASE WHEN is_stored THEN (difference.before${excluded.join('')})::text END AS before,
                       difference.added,
                       CASE WHEN is_stored THEN ${formerColumns(columns)} END AS before_columns
                  FROM ready CROSS JOIN LATERAL ${recordDifferences('full_data_before', 'full_data')} AS difference) AS published
         WHERE op <> 'update' OR changed_paths <> '{}')`
}

/** Only an integer within int64 is an id. */
const readId = `CASE WHEN jsonb_typeof(id) = 'number' THEN
    CASE WHEN id::numeric BETWEEN -9223372036854775808 AND 9223372036854775807 AND id::numeric % 1 = 0
         THEN id::bigint END END`
