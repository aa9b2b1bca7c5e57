import { cacheTableOf } from 'catalog'
import { cached, fieldSql, joinsOf, type Reference, referencesOf } from './field-sql.ts'
import { rowsAt } from './lookup.ts'
import type { RecordTable } from './table.ts'

/** What a projection of rows has written, from the single row that its statement returns. */
export interface Projected {
  /** The number of rows that exist in the cache. */
  readonly found: number
  /** The ids there of the new records. */
  readonly inserted: readonly string[]
  /** The ids of the records that were changed. */
  readonly updated: readonly string[]
  /** The changes for `lazi.changes`, as JSON text: an array of `{id, op, changed_paths}`. */
  readonly changes: string
  /** The references to records that do not exist, as JSON text: an array of `{st_id, needs_table, needs_st_id}`. */
  readonly missing: string
}

/** The columns that every record has, with the SQL of the cached row that they come from. */
const shared = {
  active: `${cached}.active`,
  created_at: `${cached}.created_on`,
  deleted_at: `${cached}.deleted_at`,
}

/** The fields whose changes raise the version, in the order of the table. */
const versionedFields = (table: Pick<RecordTable, 'fields'>): readonly string[] => [
  'active',
  ...Object.keys(table.fields),
  'created_at',
  'deleted_at',
]

/**
 * The statement that projects rows of a cache table into its table of schema `lazi`, as they are now. `$1` is the
 * tenant, `$2` the ids there, `$3` the time.
 *
 * - `read`: the fields of the cached rows; a reference to a record that does not exist is NULL. Materialized, because each
 *   is used twice, and would be computed twice.
 * - `compared`: the same beside the stored records. Equal ones are skipped before a write would lock their rows.
 * - `newer`: those to update. Materialized, because the planner may read all records of a tenant that its statistics do
 *   not list, and would compare each with every row.
 *
 * A record whose `modifiedOn` alone has changed is updated, and keeps its version: nothing that LAZI shows differs.
 */
export function projectStatement(table: RecordTable): string {
  const target = `lazi.${table.name}`
  const fields = versionedFields(table)
  const written = [...fields, 'st_modified_on']
  return `
WITH ${compareRows(table)},
inserted AS (
  INSERT INTO ${target} (tenant_id, id, st_id, source, ${written.join(', ')}, created_by, updated_at, updated_by)
  SELECT $1, lazi.projected_id($1, '${table.name}', st_id), st_id, 'servicetitan', ${written.join(', ')},
         'servicetitan', $3::timestamptz, 'servicetitan'
    FROM compared WHERE stored_id IS NULL
  RETURNING id, st_id
),
newer AS MATERIALIZED (
  SELECT * FROM compared WHERE stored_id IS NOT NULL AND (changed <> '{}' OR is_newer)
),
updated AS (
  UPDATE ${target} AS stored
     SET ${written.map((name) => `${name} = newer.${name}`).join(', ')},
         version = stored.version + (newer.changed <> '{}')::integer,
         updated_at = CASE WHEN newer.changed = '{}' THEN stored.updated_at ELSE $3 END,
         updated_by = CASE WHEN newer.changed = '{}' THEN stored.updated_by ELSE 'servicetitan' END
    FROM newer
   WHERE stored.tenant_id = $1 AND stored.id = newer.stored_id
  RETURNING stored.id, newer.changed, newer.was_deleted, stored.deleted_at IS NOT NULL AS is_deleted
),
change AS (
  SELECT id, 'insert' AS op, ARRAY[]::text[] AS changed_paths FROM inserted
  UNION ALL
  SELECT id, CASE WHEN is_deleted AND NOT was_deleted THEN 'delete' WHEN was_deleted AND NOT is_deleted THEN 'restore'
                  ELSE 'update' END, changed
    FROM updated WHERE changed <> '{}'
)
SELECT (SELECT count(*)::integer FROM compared) AS found,
       coalesce((SELECT array_agg(st_id::text) FROM inserted), '{}') AS inserted,
       coalesce((SELECT array_agg(id::text) FROM updated WHERE changed <> '{}'), '{}') AS updated,
       coalesce((SELECT json_agg(change ORDER BY id) FROM change), '[]')::text AS changes,
       ${missingSql('compared', referencesOf(table))} AS missing`
}

/**
 * The statement that counts the rows whose record is missing or differs, without writing. `$1` is the tenant, `$2` the
 * ids there. It returns `found`, `absent`, `differing` and `fields`, the fields that differ.
 */
export function compareStatement(table: RecordTable): string {
  return `
WITH ${compareRows(table)}
SELECT count(*)::integer AS found,
       coalesce(array_agg(st_id::text) FILTER (WHERE stored_id IS NULL), '{}') AS absent,
       coalesce(array_agg(st_id::text) FILTER (WHERE changed <> '{}'), '{}') AS differing,
       ARRAY(SELECT DISTINCT field FROM compared, unnest(changed) AS field ORDER BY 1) AS fields
  FROM compared`
}

function compareRows(table: RecordTable): string {
  const values = {
    active: shared.active,
    ...Object.fromEntries(Object.entries(table.fields).map(([name, field]) => [name, fieldSql(name, field)])),
    created_at: shared.created_at,
    deleted_at: shared.deleted_at,
  }
  const references = referencesOf(table)
  return `
read AS MATERIALIZED (
  SELECT ${cached}.st_id, ${Object.entries(values)
    .map(([name, sql]) => `${sql} AS ${name}`)
    .join(',\n         ')},
         ${cached}.modified_on AS st_modified_on${references
           .map(({ field, needed }) => `,\n         ${needed} AS ${neededOf(field)}`)
           .join('')}
    FROM raw.${cacheTableOf({ name: table.resource })} AS ${cached}${joinsOf(table)}
   WHERE ${cached}.tenant_id = $1 AND ${cached}.st_id = ANY ($2::bigint[])
),
compared AS MATERIALIZED (
  SELECT read.*, stored.id AS stored_id, stored.deleted_at IS NOT NULL AS was_deleted,
         stored.st_modified_on IS DISTINCT FROM read.st_modified_on AS is_newer,
         CASE WHEN stored.id IS NULL THEN '{}' ELSE array_remove(ARRAY[
           ${versionedFields(table)
             .map((name) => `CASE WHEN stored.${name} IS DISTINCT FROM read.${name} THEN '${name}' END`)
             .join(',\n           ')}]::text[], NULL) END AS changed
    FROM read LEFT JOIN LATERAL ${rowsAt(`lazi.${table.name}`, 'st_id', 'read.st_id')} AS stored ON true
)`
}

const neededOf = (field: string) => `${field}_needed`

/** SQL of the references in `rows` whose records do not exist, as JSON text. */
export function missingSql(rows: string, references: readonly Reference[]): string {
  if (references.length === 0) return `'[]'::text`
  const lists = references.map(({ field, of, isMany }) =>
    isMany
      ? `SELECT st_id, '${of}' AS needs_table, needs_st_id
             FROM ${rows} CROSS JOIN LATERAL unnest(${neededOf(field)}) AS needs_st_id
            WHERE cardinality(${field}) < cardinality(${neededOf(field)}) AND needs_st_id IS NOT NULL
              AND NOT EXISTS (SELECT FROM lazi.${of} AS known
                               WHERE known.tenant_id = $1 AND known.st_id = needs_st_id)`
      : `SELECT st_id, '${of}' AS needs_table, ${neededOf(field)} AS needs_st_id
             FROM ${rows} WHERE ${field} IS NULL AND ${neededOf(field)} IS NOT NULL`,
  )
  return `coalesce((SELECT json_agg(reference) FROM (${lists.join('\n            UNION\n           ')}) AS reference), '[]')::text`
}
