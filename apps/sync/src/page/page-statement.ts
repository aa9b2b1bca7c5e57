import type { CacheTable, Column, DerivedValue } from '../tables/cache-table.ts'
import { derivedFrom, derivedIn } from '../tables/derived-values.ts'
import { appendChanges, changedPaths } from './change-feed.ts'
import { hasValue, nullColumn, readColumn } from './read-column.ts'

/** One row, what the page statement returns. Counts come as integers: a page is never that large. */
export interface PageOutcome {
  readonly fetched: number
  readonly inserted: number
  readonly updated: number
  /** For each of `typedColumns(table)`: how many written records had a value that it could not hold. */
  readonly drift: readonly number[]
  /** Fields that nobody knew, with the number of written records that had them. */
  readonly unknown: Readonly<Record<string, number>>
  /** Required fields that were not sent, with the number of written records that lacked them. */
  readonly missing: Readonly<Record<string, number>>
  /** Records without an id that can be read, as text. */
  readonly refused: readonly string[]
  /** For each of `derivedFrom(table)`: keys of the rows to derive again. */
  readonly parents: readonly (readonly string[])[]
}

/** The columns that read a field of the record, those that all cache tables share first. */
export function typedColumns(table: CacheTable): readonly Column[] {
  return [...sharedColumns, ...table.columns]
}

const modifiedOn: Column = { name: 'modified_on', path: 'modifiedOn', type: 'timestamptz' }
const sharedColumns: readonly Column[] = [
  { name: 'active', path: 'active', type: 'boolean' },
  { name: 'created_on', path: 'createdOn', type: 'timestamptz' },
  modifiedOn,
]

export interface PageStatementOptions {
  /** Whether the changes go to the change feed. */
  readonly announce: boolean
  /** How many nested paths are dropped: the last parameters. */
  readonly nestedDrops: number
  /** Columns to leave NULL, because this record's value cannot be cast. */
  readonly withoutColumns?: ReadonlySet<string>
}

/**
 * The statement that writes a page into its cache table. PostgreSQL takes the response apart, so that no
 * number passes through JavaScript. `$1` tenant, `$2` the response body, `$3` the time, `$4` the top-level fields
 * to drop, `$5` the fields that are known, `$6` those that are required, `$7` the number of the page within a full
 * pass or NULL, `$8…` the nested paths to drop.
 *
 * - `newest`: of a record that a page repeats, the newest version (a row cannot be written twice).
 * - `changed`: what is not stored already, told by the hash in the primary key. Unchanged records end
 *   here, before ON CONFLICT would lock their rows.
 * - `fresh`: what is not older than the stored version; a row with a tombstone takes any version.
 */
export function buildPageStatement(table: CacheTable, options: PageStatementOptions): string {
  const target = `raw.${table.name}`
  const without = options.withoutColumns ?? new Set<string>()
  const read = (column: Column) => (without.has(column.name) ? nullColumn(column) : readColumn(column))
  const derivedHere = derivedIn(table.name)
  const derivedElsewhere = derivedFrom(table.name)
  const columns = insertColumns(table, read)
  const updates = columns
    .filter(({ name }) => name !== 'created_at')
    .map(({ name }) => `${name} = excluded.${name}`)
  const stored = [
    ...new Set(['modified_on', 'deleted_at', ...derivedElsewhere.map(({ by }) => by)]),
    ...(options.announce ? ['full_data'] : []),
  ]
  const returned = [...new Set(['st_id', 'full_data', ...derivedElsewhere.map(({ by }) => by)])]

  return `
WITH record AS MATERIALIZED (
  SELECT d, ord, ${readId} AS st_id
    FROM (SELECT ${dropPaths(options.nestedDrops)} AS d, ord
            FROM jsonb_array_elements($2::jsonb -> 'data') WITH ORDINALITY AS element (d, ord)) AS kept
),
seen AS (
  INSERT INTO raw.full_sync_pages AS noted (tenant_id, table_name, page, st_ids)
  SELECT $1, '${table.name}', $7::bigint, coalesce(array_agg(st_id) FILTER (WHERE st_id IS NOT NULL), '{}')
    FROM record WHERE $7::bigint IS NOT NULL HAVING $7::bigint IS NOT NULL
  ON CONFLICT (tenant_id, table_name, page) DO UPDATE SET st_ids = noted.st_ids || excluded.st_ids
),
newest AS MATERIALIZED (
  SELECT DISTINCT ON (st_id) st_id, d, int8send(jsonb_hash_extended(d, 0)) AS content_hash, modified_on
    FROM (SELECT *, ${read(modifiedOn)} AS modified_on FROM record WHERE st_id IS NOT NULL) AS identified
   ORDER BY st_id, modified_on DESC NULLS LAST, ord DESC
),
changed AS MATERIALIZED (
  SELECT newest.*, stored.content_hash IS NOT NULL AS is_stored
    FROM newest ${storedBeside(target, 'newest', ['content_hash'])}
   WHERE stored.content_hash IS DISTINCT FROM newest.content_hash
),
fresh AS MATERIALIZED (
  SELECT changed.*, ${stored.map((column) => `stored.${column} AS ${column}_before`).join(', ')}
    FROM changed ${storedBeside(target, 'changed', stored, 'changed.is_stored')}
   WHERE coalesce(changed.modified_on >= stored.modified_on, true) OR stored.deleted_at IS NOT NULL
),
written AS (
  INSERT INTO ${target} AS stored (tenant_id, st_id, ${columns.map(({ name }) => name).join(', ')})
  SELECT $1, fresh.st_id, ${columns.map(({ sql }) => sql).join(',\n         ')}
    FROM fresh${derivedHere.map((value, index) => joinDerived(table, value, index, read)).join('')}
  ON CONFLICT (tenant_id, st_id) DO UPDATE SET ${updates.join(', ')}, deleted_at = NULL
   WHERE coalesce(excluded.modified_on >= stored.modified_on, true) OR stored.deleted_at IS NOT NULL
  RETURNING (xmax = 0) AS inserted, ${returned.join(', ')},
            ARRAY[${typedColumns(table).map(driftFlag).join(', ')}] AS drift
)${options.announce ? `,${feed(table)}` : ''}
SELECT (SELECT count(*)::integer FROM record) AS fetched,
       (count(*) FILTER (WHERE inserted))::integer AS inserted,
       (count(*) FILTER (WHERE NOT inserted))::integer AS updated,
       ARRAY[${typedColumns(table)
         .map((_, index) => `(count(*) FILTER (WHERE drift[${index + 1}]))::integer`)
         .join(', ')}] AS drift,
       ${countFields("full_data - $5::text[] <> '{}'", 'jsonb_object_keys(full_data - $5::text[])')} AS unknown,
       ${countFields('NOT full_data ?& $6::text[]', 'unnest($6::text[])', 'NOT full_data ? field')} AS missing,
       coalesce((SELECT array_agg(d::text) FROM record WHERE st_id IS NULL), '{}') AS refused,
       ARRAY[${derivedElsewhere.map(({ by }) => parentsOf(by)).join(', ')}]::json[] AS parents
  FROM written`
}

/** The fields of written records that are flagged, each with how many records: a JSON object. */
function countFields(flag: string, fields: string, condition = 'true'): string {
  return `(SELECT coalesce(json_object_agg(field, records), '{}')
          FROM (SELECT field, count(*) AS records FROM written CROSS JOIN LATERAL ${fields} AS field
                 WHERE ${flag} AND ${condition} GROUP BY field) AS counted)`
}

/** The CTEs that tell the change feed what was written. */
function feed(table: CacheTable): string {
  return `
told AS MATERIALIZED (
  SELECT st_id, CASE WHEN inserted THEN 'insert' WHEN deleted_at_before IS NOT NULL THEN 'restore' ELSE 'update' END AS op,
         CASE WHEN inserted THEN '{}'::text[] ELSE ${changedPaths('full_data_before', 'full_data')} END AS changed_paths
    FROM written JOIN fresh USING (st_id)
),${appendChanges(table.name, 'told', { tenant: '$1', at: '$3' })}`
}

/**
 * The stored row of each record, looked up by primary key. The LIMIT keeps the planner from joining in another
 * way: on a table that grew since it was analyzed it would read all of the tenant's rows for every page.
 */
function storedBeside(target: string, source: string, columns: readonly string[], when = 'true'): string {
  return `LEFT JOIN LATERAL (
         SELECT ${columns.join(', ')} FROM ${target} AS row
          WHERE row.tenant_id = $1 AND row.st_id = ${source}.st_id AND ${when} LIMIT 1
       ) AS stored ON true`
}

function insertColumns(table: CacheTable, read: (column: Column) => string): { name: string; sql: string }[] {
  const fields = derivedIn(table.name).flatMap(({ fields }) => Object.entries(fields))
  const added = fields.map(([field, column]) => ` || jsonb_build_object('${field}', ${column})`).join('')
  return [
    { name: 'active', sql: `coalesce(${read(sharedColumns[0] as Column)}, true)` },
    { name: 'created_on', sql: read(sharedColumns[1] as Column) },
    { name: 'modified_on', sql: 'fresh.modified_on' },
    ...table.columns.map((column) => ({ name: column.name, sql: read(column) })),
    ...derivedIn(table.name).flatMap(({ columns }) => columns.map((name) => ({ name, sql: name }))),
    { name: 'full_data', sql: `d${added}` },
    { name: 'content_hash', sql: 'fresh.content_hash' },
    { name: 'synced_at', sql: '$3' },
    { name: 'created_at', sql: '$3' },
    { name: 'updated_at', sql: '$3' },
  ]
}

function joinDerived(
  table: CacheTable,
  { key, query }: DerivedValue,
  index: number,
  read: (column: Column) => string,
): string {
  const column = table.columns.find(({ name }) => name === key)
  const value = column ? read(column) : 'fresh.st_id'
  return `\n    CROSS JOIN LATERAL (${query.replaceAll('$key', value)}) AS derived_${index}`
}

/** Both the row's key now and the one it had before, as a JSON array: arrays of arrays must be even. */
function parentsOf(by: string): string {
  return `(SELECT coalesce(json_agg(key::text), '[]')
            FROM (SELECT ${by} AS key FROM written UNION SELECT ${by}_before FROM fresh) AS keys WHERE key IS NOT NULL)`
}

const driftFlag = (column: Column): string =>
  column.name === 'active'
    ? `jsonb_typeof(full_data -> 'active') <> 'boolean'`
    : `CASE WHEN stored.${column.name} IS NULL THEN ${hasValue(column, 'full_data')} END`

/** Only an integer within int64 is an id. */
const readId = `CASE WHEN jsonb_typeof(d -> 'id') = 'number' THEN
    CASE WHEN (d -> 'id')::numeric BETWEEN -9223372036854775808 AND 9223372036854775807 AND (d -> 'id')::numeric % 1 = 0
         THEN (d -> 'id')::bigint END END`

function dropPaths(nested: number): string {
  const nestedDrops = Array.from({ length: nested }, (_, index) => ` #- $${index + 8}::text[]`).join('')
  return `CASE WHEN jsonb_typeof(d) = 'object' THEN d - $4::text[]${nestedDrops} ELSE d END`
}
