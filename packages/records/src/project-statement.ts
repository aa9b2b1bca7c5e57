import { cacheTableOf } from 'catalog'
import { cached, fieldSql, joinsOf, type Reference, referencesOf } from './field-sql.ts'
import { rowsAt, rowsOf } from './lookup.ts'
import type { RecordTable } from './table.ts'

/** What a projection of rows has written, from the single row that its statement returns. */
export interface Projected {
  /** The ids in the cache of the new records. */
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
export const versionedFields = (table: Pick<RecordTable, 'fields'>): readonly string[] => [
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
 * - `newer`: those to update. They are upserted, and not updated by a join, because an upsert finds its rows by primary
 *   key; for a join the planner may read all records of a tenant that its statistics do not list.
 *
 * A record whose `modifiedOn` alone has changed is updated, and keeps its version: nothing that LAZI shows differs.
 */
export function projectStatement(table: RecordTable): string {
  const target = `lazi.${table.name}`
  const written = [...versionedFields(table), 'st_modified_on']
  const columns = ['tenant_id', 'id', 'st_id', 'source', ...written, 'created_by', 'updated_at', 'updated_by']
  const row = (id: string) =>
    `$1, ${id}, st_id, 'servicetitan', ${written.join(', ')}, 'servicetitan', $3::timestamptz, 'servicetitan'`
  const ifChanged = (column: string) =>
    `${column} = CASE WHEN excluded.version = 0 THEN stored.${column} ELSE excluded.${column} END`
  return `
WITH ${compareRows(table)},
inserted AS (
  INSERT INTO ${target} (${columns.join(', ')})
  SELECT ${row(`lazi.projected_id($1, '${table.name}', st_id)`)}
    FROM compared WHERE stored_id IS NULL
  RETURNING id, st_id
),
newer AS MATERIALIZED (
  SELECT * FROM compared WHERE stored_id IS NOT NULL AND (changed <> '{}' OR is_newer)
),
updated AS (
  -- The version of these rows is by how much it rises.
  INSERT INTO ${target} AS stored (${columns.join(', ')}, version)
  SELECT ${row('stored_id')}, (changed <> '{}')::integer FROM newer
  ON CONFLICT (tenant_id, id) DO UPDATE
     SET ${[...written.map((name) => `${name} = excluded.${name}`), ...reasonsIf(table, 'excluded.status')].join(', ')},
         version = stored.version + excluded.version, ${ifChanged('updated_at')}, ${ifChanged('updated_by')}
),
change AS (
  SELECT id, 'insert' AS op, ARRAY[]::text[] AS changed_paths FROM inserted
  UNION ALL
  SELECT stored_id, CASE WHEN deleted_at IS NOT NULL AND NOT was_deleted THEN 'delete'
                         WHEN was_deleted AND deleted_at IS NULL THEN 'restore' ELSE 'update' END, changed
    FROM newer WHERE changed <> '{}'
)
SELECT coalesce((SELECT array_agg(st_id::text) FROM inserted), '{}') AS inserted,
       coalesce((SELECT array_agg(stored_id::text) FROM newer WHERE changed <> '{}'), '{}') AS updated,
       coalesce((SELECT json_agg(change ORDER BY id) FROM change), '[]')::text AS changes,
       ${missingSql('compared', referencesOf(table))} AS missing`
}

/** SQL that empties the reasons of a status which a stored record has no longer. @param status SQL of its new one */
export const reasonsIf = ({ reasons }: Pick<RecordTable, 'reasons'>, status: string): string[] =>
  (reasons?.columns ?? []).map(
    (column) => `${column} = CASE WHEN ${status} = '${reasons?.status}' THEN stored.${column} END`,
  )

/**
 * The statement that counts the rows whose record is missing or differs, without writing. `$1` is the tenant, `$2` the
 * ids there. It returns `absent`, `differing` and `fields`, the fields that differ.
 */
export function compareStatement(table: RecordTable): string {
  return `
WITH ${compareRows(table)}
SELECT coalesce(array_agg(st_id::text) FILTER (WHERE stored_id IS NULL), '{}') AS absent,
       coalesce(array_agg(st_id::text) FILTER (WHERE changed <> '{}'), '{}') AS differing,
       ARRAY(SELECT DISTINCT field FROM compared, unnest(changed) AS field ORDER BY 1) AS fields
  FROM compared`
}

export function compareRows(table: RecordTable): string {
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
    FROM ${cachedRows(table)}${joinsOf(table)}
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

/** SQL of the rows of a cache table whose ids are in `$2`. */
export const cachedRows = ({ resource }: Pick<RecordTable, 'resource'>): string =>
  rowsOf(`raw.${cacheTableOf({ name: resource })}`, 'st_id', { ids: '$2::bigint[]', name: cached })

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
