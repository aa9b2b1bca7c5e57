import { fieldSql, joinsOf, type Reference, referencesOf } from './field-sql.ts'
import { isAt, rowsOf } from './lookup.ts'
import { cachedRows } from './project-statement.ts'
import type { Field, RecordTable } from './table.ts'

/** A record whose references were filled in. */
export interface Filled {
  readonly id: string
  /** The columns that changed. */
  readonly changed: readonly string[]
  /** The references by column, before and after. */
  readonly before: Readonly<Record<string, unknown>>
  readonly after: Readonly<Record<string, unknown>>
}

/** The columns of an appointment that follow from its assignments. */
const derived = ['technician_id', 'technician_ids']

/**
 * The statement that fills in references of records that people change in LAZI: those that had to wait for the record to
 * which ServiceTitan refers, and are still empty. What a person has set stays; to a list the id is added. `$1` is the
 * tenant, `$2` the ids in the cache, `$3` the time, `$4` JSON of what has arrived: an array of `{st_id, needs_table,
 * needs_st_id}`. It returns {@link Filled}.
 */
export function fillStatement(table: RecordTable): string {
  const references = referencesOf(table).filter(
    ({ field }) => table.name !== 'appointments' || !derived.includes(field),
  )
  const names = new Set(references.map(({ field }) => field))
  const copies = Object.entries(table.fields).flatMap(([name, field]) => {
    const reference = 'through' in field && references.find((one) => one.field === field.through)
    return reference ? [{ name, field, reference }] : []
  })
  const values = [
    ...references.map((reference) => ({ name: reference.field, sql: filledValue(reference) })),
    ...copies.map(({ name, reference }) => ({
      name,
      sql: `CASE WHEN ${isFilled(reference)} THEN read.${name} ELSE locked.${name} END`,
    })),
  ]
  const read = [...names, ...copies.map(({ name }) => name)].map(
    (name) => `${fieldSql(name, table.fields[name] as Field)} AS ${name}`,
  )
  const objectOf = (rows: string) =>
    `json_build_object(${[...names].map((name) => `'${name}', ${rows}.${name}`).join(', ')})`
  return `
WITH due AS MATERIALIZED (
  SELECT * FROM json_to_recordset($4::json) AS due (st_id bigint, needs_table text, needs_st_id bigint)
),
known AS MATERIALIZED (
  SELECT record.id FROM ${rowsOf(`lazi.${table.name}`, 'st_id', { ids: '$2::bigint[]', name: 'record' })} ORDER BY record.id
),
locked AS MATERIALIZED (
  SELECT record.* FROM known CROSS JOIN LATERAL (
         SELECT * FROM lazi.${table.name} WHERE tenant_id = $1 AND ${isAt('id', 'known.id')} FOR NO KEY UPDATE) AS record
   WHERE record.deleted_at IS NULL
),
read AS MATERIALIZED (
  SELECT cached.st_id, ${[...read, ...references.map(({ field, needed }) => `${needed} AS ${neededOf(field)}`)].join(',\n         ')}
    FROM ${cachedRows(table)}${joinsOf(table)}
),
valued AS MATERIALIZED (
  SELECT locked.id, ${values.map(({ name, sql }) => `${sql} AS ${name}`).join(',\n         ')}
    FROM locked JOIN read ON read.st_id = locked.st_id
),
filled AS MATERIALIZED (
  SELECT valued.*, ${objectOf('locked')} AS before, array_remove(ARRAY[
           ${values.map(({ name }) => `CASE WHEN locked.${name} IS DISTINCT FROM valued.${name} THEN '${name}' END`).join(',\n           ')}]::text[], NULL) AS changed
    FROM valued JOIN locked ON locked.id = valued.id
),
updated AS (
  UPDATE lazi.${table.name} AS stored
     SET ${values.map(({ name }) => `${name} = filled.${name}`).join(', ')},
         version = stored.version + 1, updated_at = $3::timestamptz, updated_by = 'servicetitan'
    FROM filled WHERE stored.tenant_id = $1 AND stored.id = filled.id AND filled.changed <> '{}'
)
SELECT id::text, changed, before, ${objectOf('filled')} AS after FROM filled WHERE changed <> '{}' ORDER BY id`
}

const neededOf = (field: string) => `${field}_needed`

const dueFor = ({ of }: Reference) => `due.st_id = read.st_id AND due.needs_table = '${of}'`

/** SQL of whether a reference is empty, and its record has arrived. */
const isFilled = (reference: Reference) =>
  `locked.${reference.field} IS NULL AND EXISTS (
           SELECT FROM due WHERE ${dueFor(reference)} AND due.needs_st_id = read.${neededOf(reference.field)})`

function filledValue(reference: Reference): string {
  const { field, of, isMany } = reference
  if (!isMany) return `CASE WHEN ${isFilled(reference)} THEN read.${field} ELSE locked.${field} END`
  return `locked.${field} || nullif(ARRAY(
           SELECT arrived.id FROM due JOIN lazi.${of} AS arrived
                  ON arrived.tenant_id = $1 AND arrived.st_id = due.needs_st_id
            WHERE ${dueFor(reference)} AND due.needs_st_id = ANY (read.${neededOf(field)})
              AND NOT arrived.id = ANY (coalesce(locked.${field}, '{}')) ORDER BY arrived.id), '{}')`
}
