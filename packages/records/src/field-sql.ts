import { rowsAt } from './lookup.ts'
import type { Field, RecordTable, Source } from './table.ts'

/** Alias of the cached row in the statements of this package. */
export const cached = 'cached'

/**
 * SQL of a value of the cached row. A value at a JSON path has its type, or is NULL: an id beyond int64 is no id.
 */
function sourceSql(source: Source): string {
  if ('column' in source) return `${cached}.${source.column}`
  const json = `${cached}.full_data -> '${source.path}'`
  const text = `${cached}.full_data ->> '${source.path}'`
  if (source.type === 'jsonb') return `nullif(${json}, 'null')`
  if (source.type === 'text') return `CASE WHEN jsonb_typeof(${json}) = 'string' THEN ${text} END`
  return `CASE WHEN jsonb_typeof(${json}) = 'number' AND ${text} ~ '^[0-9]{1,18}$' THEN (${text})::bigint END`
}

/** Alias of the record that a field refers to. */
const recordOf = (field: string) => `record_of_${field}`

/** SQL of a field. It reads the cached row, and the records of {@link joinsOf}. `$1` is the tenant. */
export function fieldSql(name: string, field: Field): string {
  switch (field.kind) {
    case 'value':
      return sourceSql(field.from)
    case 'record':
      return `${recordOf(name)}.id`
    case 'records':
      return recordsSql(field.of, sourceSql(field.from))
    case 'viewed':
      return `lazi.projected_id($1, '${field.of}', ${sourceSql(field.from)})`
    case 'customFields':
      return customFieldsSql
    case 'copy':
      return `${recordOf(field.through)}.${field.field}`
    case 'live':
      return liveSql(recordOf(field.through))
  }
}

// Most rows have neither tags nor custom fields: they do without a subquery.

const recordsSql = (of: string, source: string) => `CASE WHEN ${source} = '{}' THEN '{}'
           WHEN ${source} IS NOT NULL THEN ARRAY(
           SELECT known.id FROM unnest(${source}) WITH ORDINALITY AS needed (st_id, place)
             JOIN lazi.${of} AS known ON known.tenant_id = $1 AND known.st_id = needed.st_id
            ORDER BY needed.place) END`

const customFieldsSql = `CASE WHEN jsonb_typeof(${cached}.full_data -> 'customFields') = 'array'
                              AND ${cached}.full_data -> 'customFields' <> '[]' THEN coalesce((
           SELECT jsonb_object_agg(custom.field ->> 'typeId', custom.field -> 'value')
             FROM jsonb_array_elements(${cached}.full_data -> 'customFields') AS custom (field)
            WHERE custom.field ->> 'typeId' IS NOT NULL), '{}') ELSE '{}' END`

const liveSql = (parent: string) => `(${cached}.active AND ${cached}.deleted_at IS NULL
           AND coalesce(${parent}.active AND ${parent}.deleted_at IS NULL
                        AND ${parent}.status IS DISTINCT FROM 'Canceled', false))`

/** Alias of the ids that the cached row refers to by its JSON: read once per row, and not by each join. */
const referred = 'referred'

/** SQL of the id that a field refers to. */
const neededSql = (name: string, source: Source) =>
  'path' in source ? `${referred}.${name}` : sourceSql(source)

/** SQL that joins the records to which the fields of a table refer. */
export function joinsOf({ fields }: Pick<RecordTable, 'fields'>): string {
  const references = Object.entries(fields).flatMap(([name, field]) =>
    field.kind === 'record' ? [{ name, of: field.of, source: field.from }] : [],
  )
  const read = references
    .filter(({ source }) => 'path' in source)
    .map(({ name, source }) => `${sourceSql(source)} AS ${name}`)
  return [
    // OFFSET keeps the expressions from moving into the joins.
    ...(read.length > 0
      ? [`\n    CROSS JOIN LATERAL (SELECT ${read.join(', ')} OFFSET 0) AS ${referred}`]
      : []),
    ...references.map(({ name, of, source }) => joinOf(recordOf(name), of, neededSql(name, source))),
  ].join('')
}

/** SQL that joins the record with this id of ServiceTitan, if it exists. */
export function joinOf(alias: string, of: string, stId: string): string {
  return `\n    LEFT JOIN LATERAL ${rowsAt(`lazi.${of}`, 'st_id', stId)} AS ${alias} ON true`
}

/** A reference of a row to records: the field that has their ids, and SQL of the ids that ServiceTitan has. */
export interface Reference {
  readonly field: string
  readonly of: string
  readonly isMany: boolean
  readonly needed: string
}

/** The references of a table's rows. */
export function referencesOf({ fields }: Pick<RecordTable, 'fields'>): readonly Reference[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    if (field.kind !== 'record' && field.kind !== 'records') return []
    const isMany = field.kind === 'records'
    const needed = isMany ? sourceSql(field.from) : neededSql(name, field.from)
    return [{ field: name, of: field.of, isMany, needed }]
  })
}
