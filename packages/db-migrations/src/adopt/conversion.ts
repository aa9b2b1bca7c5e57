import { type ExtraColumn, extraValues, keptValues, oldRow } from './extra-columns.ts'
import type { AdoptedColumn, AdoptedTable } from './old-tables.ts'
import { oldTime, oldValue } from './old-value.ts'
import { nullValue, readInteger, readValue } from './read-value.ts'

/** A table to read. */
export interface Source {
  /** Qualified name. */
  readonly from: string
  /** Types of the columns to convert, by name. */
  readonly types: ReadonlyMap<string, string>
  /** The columns to keep as they are. */
  readonly extra: readonly ExtraColumn[]
}

/** Why a row is quarantined, by the `reason` of a classified row. */
export const reasons = {
  tenant: 'tenant_id is no int64',
  id: 'st_id is no int64',
  duplicate: 'a newer row has the same tenant and id',
} as const
/** Why the full_data of a kept row is quarantined. */
const notAnObject = 'full_data is no JSON object: the row was kept and its full_data built from its columns'

const isObject = `jsonb_typeof(f.f) = 'object'`
/** `f.f`: full_data, detoasted once per row instead of once per field. */
const fetched = `CROSS JOIN LATERAL (SELECT o.full_data #> '{}' AS f OFFSET 0) AS f`

/**
 * Each row's ids with the reason to quarantine it, if any: narrow, so that sorting is cheap, and joined back by ctid.
 * Of rows with the same id, the newest is kept.
 */
export function classified(table: AdoptedTable, { from, types }: Source): string {
  const modified = table.columns.find(({ name }) => name === 'modified_on') as AdoptedColumn
  const old = oldColumn(modified, types)
  const own = `f.f -> 'modifiedOn'`
  return `
classified AS MATERIALIZED (
  SELECT i.*, CASE WHEN tenant IS NULL THEN 'tenant' WHEN st IS NULL THEN 'id'
                   WHEN row_number() OVER (PARTITION BY tenant, st ORDER BY modified DESC NULLS LAST, written DESC NULLS LAST,
                          tenant_text = tenant::text AND st_text = st::text DESC, tenant_text COLLATE "C", st_text COLLATE "C", row_ctid) > 1
                   THEN 'duplicate' END AS reason
    FROM (SELECT o.ctid AS row_ctid, ${readInteger('o.tenant_id::text')} AS tenant, ${readInteger('o.st_id::text')} AS st,
                 o.tenant_id::text AS tenant_text, o.st_id::text AS st_text,
                 ${readValue(modified, 'm.json')} AS modified,
                 ${time(['synced_at', 'updated_at', 'created_at'], types, 'NULL::timestamptz')} AS written,
                 coalesce(jsonb_typeof(f.f) NOT IN ('object', 'null'), false) AS not_object
            FROM ${from} AS o ${fetched}
           CROSS JOIN LATERAL (SELECT coalesce(${[own, ...(old ? [old] : [])].join(', ')}) AS json OFFSET 0) AS m OFFSET 0) AS i
)`
}

/**
 * The old rows with `r.d`, the new full_data, and `v`, each column's value as JSON: from full_data if it has the field,
 * else from the old column. OFFSET 0 keeps the planner from inlining the expressions of `r` into those of `v`.
 */
export function values(table: AdoptedTable, { from, types }: Source): string {
  const sources = table.columns.map((column) => `${jsonOf(column, types)} AS ${column.name}`)
  return `classified AS j JOIN ${from} AS o ON o.ctid = j.row_ctid ${fetched}
  CROSS JOIN LATERAL (SELECT ${record(table, types)} AS d OFFSET 0) AS r
  CROSS JOIN LATERAL (SELECT ${sources.join(',\n         ')} OFFSET 0) AS v`
}

/** SQL of a column's value, over {@link values}. */
export function typed(column: AdoptedColumn): string {
  const value = readValue(column, `v.${column.name}`)
  return column.name === 'active' ? `coalesce(${value}, true)` : `coalesce(${value}, ${nullValue(column)})`
}

/** SQL condition: full_data is built from the row's columns, in full or in part. */
export const isRebuilt = `jsonb_typeof(f.f -> 'id') IS DISTINCT FROM 'number'`

/**
 * The statement that fills a new cache table from the old one; `$1` is the time. `content_hash` stays empty: it matches
 * no record, so the next full sync rewrites each row with its derived values.
 */
export function convertTable(table: AdoptedTable, source: Source): string {
  const { types, extra } = source
  const extraQuery = `SELECT j.tenant, j.st, e.values FROM classified AS j JOIN ${source.from} AS o ON o.ctid = j.row_ctid
   CROSS JOIN LATERAL (SELECT ${extraValues(extra)} OFFSET 0) AS e (values)
   WHERE j.reason IS NULL AND e.values <> '{}'`
  const columns = table.columns.map((column) => ({ name: column.name, sql: typed(column) }))
  const target = [
    { name: 'tenant_id', sql: 'j.tenant' },
    { name: 'st_id', sql: 'j.st' },
    ...columns,
    { name: 'full_data', sql: stored(table) },
    { name: 'content_hash', sql: `''::bytea` },
    { name: 'synced_at', sql: time(['synced_at', 'updated_at', 'created_at'], types, '$1::timestamptz') },
    { name: 'created_at', sql: time(['created_at'], types, '$1::timestamptz') },
    { name: 'updated_at', sql: time(['updated_at', 'created_at'], types, '$1::timestamptz') },
    { name: 'deleted_at', sql: time(['deleted_at'], types, 'NULL::timestamptz') },
  ]
  const payload = `${oldRow(source)} || jsonb_build_object('full_data', ${stripped(table)})`
  return `
WITH ${classified(table, source)},
kept AS (
  INSERT INTO raw.${table.name} (${target.map(({ name }) => name).join(', ')})
  SELECT ${target.map(({ sql }) => sql).join(',\n         ')}
    FROM ${values(table, source)}
   WHERE j.reason IS NULL
  RETURNING 1
),${extra.length > 0 ? `${keptValues(table.name, extraQuery)},` : ''}
${quarantined(table.name, `SELECT j.*, ${payload} AS payload FROM classified AS j JOIN ${source.from} AS o ON o.ctid = j.row_ctid ${fetched} WHERE j.reason IS NOT NULL OR j.not_object`)}
SELECT count(*)::float8 AS rows, (SELECT count(*) FROM kept)::float8 AS kept,
       (count(*) FILTER (WHERE reason IS NOT NULL))::float8 AS quarantined,
       (count(*) FILTER (WHERE reason IS NULL AND not_object))::float8 AS "setAside",
       (SELECT count(*) FROM entered)::float8 AS entries
  FROM classified`
}

/**
 * `entered`: the rows of `query` (tenant, tenant_text, st_text, reason, payload) as quarantine entries. A non-numeric
 * tenant is stored as 0, which is never a ServiceTitan tenant; the payload has the original.
 */
export function quarantined(
  tableName: string,
  query: string,
  texts: Readonly<Record<keyof typeof reasons, string>> = reasons,
): string {
  const cases = Object.entries(texts).map(([reason, text]) => `WHEN '${reason}' THEN '${text}'`)
  return `
entered AS (
  INSERT INTO raw.quarantine (tenant_id, table_name, record_key, payload, error, first_seen_at, last_seen_at)
  SELECT tenant_id, '${tableName}', CASE WHEN occurrence = 1 THEN record_key ELSE record_key || '#' || occurrence END, payload::json,
         CASE reason ${cases.join(' ')} ELSE '${notAnObject}' END || '; found when the database was adopted', $1::timestamptz, $1::timestamptz
    FROM (SELECT *, row_number() OVER (PARTITION BY tenant_id, record_key ORDER BY tenant_text COLLATE "C", payload::text COLLATE "C") AS occurrence
            FROM (SELECT coalesce(tenant, 0) AS tenant_id, tenant_text, payload, reason,
                         coalesce(CASE WHEN btrim(st_text) = '' THEN NULL WHEN tenant::text = tenant_text THEN st_text
                                       ELSE tenant_text || '/' || st_text END,
                                  'sha256:' || encode(sha256(convert_to(payload::text, 'UTF8')), 'hex')) AS record_key
                    FROM (${query}) AS refused) AS keyed) AS entry
  RETURNING 1
)`
}

function stripped({ droppedFields }: AdoptedTable): string {
  if (droppedFields.length === 0) return 'f.f'
  const list = droppedFields.map((field) => `'${field}'`).join(', ')
  return `CASE WHEN ${isObject} THEN f.f - ARRAY[${list}] ELSE f.f END`
}

/** full_data if it is a record; else one built from the columns, in which the fields of full_data take precedence. */
function record(table: AdoptedTable, types: Source['types']): string {
  const built = build(table, types)
  const own = stripped(table)
  return `CASE WHEN NOT ${isRebuilt} THEN ${own}
         WHEN ${isObject} THEN ${built} || ${own} || jsonb_build_object('id', j.st) ELSE ${built} END`
}

/** An unchanged value is copied as stored, since compressing it again would dominate the cost. */
function stored({ droppedFields }: AdoptedTable): string {
  return droppedFields.length > 0 ? 'r.d' : `CASE WHEN ${isRebuilt} THEN r.d ELSE o.full_data END`
}

function build(table: AdoptedTable, types: Source['types']): string {
  const flat: string[] = [`'id', j.st`]
  const nested = new Map<string, string[]>()
  for (const column of table.columns) {
    const value = oldColumn(column, types)
    const [head, tail] = column.path ?? []
    if (value === undefined || head === undefined) continue
    if (tail === undefined) flat.push(`'${head}', ${value}`)
    else nested.set(head, [...(nested.get(head) ?? []), `'${tail}', ${value}`])
  }
  for (const [head, parts] of nested) flat.push(`'${head}', jsonb_build_object(${parts.join(', ')})`)
  return `jsonb_build_object(${flat.join(', ')})`
}

/**
 * `modified_on` is read from the record only: the sync never replaces a row by an older version, so an old column that
 * is hours ahead would block the correct one.
 */
function jsonOf(column: AdoptedColumn, types: Source['types']): string {
  const old = oldColumn(column, types)
  if (column.path === undefined) return old ?? 'NULL::jsonb'
  if (column.name === 'modified_on') return `f.f -> 'modifiedOn'`
  const [head, tail] = column.path
  const own = tail === undefined ? `r.d -> '${head}'` : `r.d #> '{${head},${tail}}'`
  return old === undefined ? own : `coalesce(${own}, ${old})`
}

function oldColumn({ name, reader }: AdoptedColumn, types: Source['types']): string | undefined {
  const type = types.get(name)
  return type === undefined ? undefined : oldValue(reader, `o.${name}`, type)
}

/** SQL of the first non-NULL of the time columns that exist, else `otherwise`. */
export function time(names: readonly string[], types: Source['types'], otherwise: string): string {
  const found = names.flatMap((name) => oldTime(`o.${name}`, types.get(name) ?? '') ?? [])
  return `coalesce(${[...found, otherwise].join(', ')})`
}
