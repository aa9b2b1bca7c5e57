import { type ColumnType, sqlTypeOf } from 'catalog'
import type { TypedColumn } from './typed-columns.ts'

/**
 * SQL that reads a column of the cache from a record of ServiceTitan. A value of another JSON type becomes NULL; a value
 * of the right type that cannot be cast (an integer beyond int64, a 30th of February) raises an error, see
 * {@link readIfPossible}.
 * @param source SQL of the record as jsonb. @default 'd'
 * @example
 * readColumn({ name: 'address_zip', path: 'address.zip', type: 'text' })
 */
export function readColumn(column: TypedColumn, source?: string): string {
  const { json, text } = locate(column.path, source)
  return readers[column.type](json, text)
}

/**
 * As {@link readColumn}, but a value that cannot be cast becomes NULL, as the sync stores it. A time is read if it has
 * the form of ISO 8601, which is what ServiceTitan sends.
 * @example
 * readIfPossible({ name: 'job_id', path: 'jobId', type: 'bigint' }, 'former.full_data')
 */
export function readIfPossible(column: TypedColumn, source?: string): string {
  const { json, text } = locate(column.path, source)
  const guard = guards[column.type]
  const read = readers[column.type](json, text)
  return guard === undefined ? read : `CASE WHEN ${guard(json, text)} THEN ${read} END`
}

/**
 * SQL that is true if the record `source` has a value other than null at the column's path.
 * @example
 * hasValue({ name: 'active', path: 'active', type: 'boolean' }, 'stored.full_data')
 */
export function hasValue(column: TypedColumn, source: string): string {
  return `${locate(column.path, source).text} IS NOT NULL`
}

/**
 * SQL that is true if the record `source` has no value, or a value other than null, at the column's path.
 * @example
 * isNotJsonNull({ name: 'active', path: 'active', type: 'boolean' }, 'stored.full_data')
 */
export function isNotJsonNull(column: TypedColumn, source: string): string {
  return `${locate(column.path, source).json} IS DISTINCT FROM 'null'::jsonb`
}

/**
 * SQL of a NULL of the column's type.
 * @example
 * nullColumn({ name: 'total', path: 'total', type: 'amount' }) // 'NULL::numeric'
 */
export function nullColumn(column: TypedColumn): string {
  return `NULL::${sqlTypeOf(column.type)}`
}

/** SQL of the value at the column's path, as jsonb. */
export function jsonAt(column: TypedColumn, source: string): string {
  return locate(column.path, source).json
}

/** Paths come from the catalog, never from input; their parts are plain words. */
function locate(path: string, source = 'd'): { json: string; text: string } {
  const parts = path.split('.')
  if (!parts.every((part) => /^[A-Za-z]+$/.test(part))) {
    throw new Error(`Expected a JSON path of plain words, got ${path}.`)
  }
  const holder = [source, ...parts.slice(0, -1).map((part) => `'${part}'`)].join(' -> ')
  const last = `'${parts.at(-1)}'`
  return { json: `(${holder} -> ${last})`, text: `(${holder} ->> ${last})` }
}

const when = (json: string, type: string, sql: string) =>
  `CASE WHEN jsonb_typeof${json} = '${type}' THEN ${sql} END`

const within = (limit: number) => (json: string, text: string) =>
  when(json, 'number', `CASE WHEN ${json}::numeric BETWEEN -${limit} AND ${limit} THEN ${text}::float8 END`)

const timestampText = (json: string, text: string, cast: string) =>
  when(json, 'string', `CASE WHEN ${text} LIKE '____-__-__T__:__:__%' THEN ${text}::${cast} END`)

const readers: Record<ColumnType, (json: string, text: string) => string> = {
  text: (json, text) => when(json, 'string', text),
  boolean: (json, text) => when(json, 'boolean', `${text}::boolean`),
  bigint: (json, text) => when(json, 'number', `${text}::bigint`),
  integer: (json, text) => when(json, 'number', `${text}::integer`),
  numeric: (json, text) => when(json, 'number', `${text}::numeric`),
  // Accounting sends amounts as strings, such as "125.00".
  amount: (json, text) =>
    `CASE jsonb_typeof${json} WHEN 'number' THEN ${text}::numeric
          WHEN 'string' THEN CASE WHEN ${text} ~ '^-?[0-9]{1,30}([.][0-9]{1,30})?$' THEN ${text}::numeric END END`,
  timestamptz: (json, text) => timestampText(json, text, 'timestamptz'),
  // A date-only value is sent as midnight UTC: the day is read from the text, independent of the session's time zone.
  date: (json, text) => timestampText(json, `left(${text}, 19)`, 'timestamp::date'),
  latitude: within(90),
  longitude: within(180),
  // [1, 2] and {1, 2} differ in the brackets only; an element that is not an integer raises an error.
  'bigint[]': (json, text) => when(json, 'array', `translate(${text}, '[]', '{}')::bigint[]`),
  'text[]': (json) => when(json, 'array', `ARRAY(SELECT jsonb_array_elements_text(${json}))`),
  jsonb: (json) => `nullif(${json}, 'null')`,
}

/** SQL that is true unless the reader of a type would raise an error; without one it never does. */
const guards: Partial<Record<ColumnType, (json: string, text: string) => string>> = {
  bigint: (json, text) => isInteger(json, text, ['-9223372036854775808', '9223372036854775807']),
  integer: (json, text) => isInteger(json, text, ['-2147483648', '2147483647']),
  'bigint[]': (json) => `CASE WHEN jsonb_typeof${json} = 'array' THEN NOT EXISTS (
           SELECT FROM jsonb_array_elements(${json}) AS element (value)
            WHERE jsonb_typeof(value) <> 'null'
              AND (${isInteger('(value)', `(value #>> '{}')`, ['-9223372036854775808', '9223372036854775807'])}) IS NOT TRUE) END`,
  timestamptz: isTime,
  date: (json, text) => isTime(json, `left(${text}, 19)`),
  latitude: isDouble,
  longitude: isDouble,
}

function isInteger(json: string, text: string, [least, greatest]: readonly [string, string]): string {
  return `CASE WHEN jsonb_typeof${json} = 'number' THEN ${text} ~ '^-?[0-9]{1,19}$' AND ${json}::numeric BETWEEN ${least} AND ${greatest} END`
}

/** A number too close to 0 for a double precision cannot be cast to it. */
function isDouble(json: string): string {
  return `CASE WHEN jsonb_typeof${json} = 'number' THEN ${json}::numeric = 0 OR abs(${json}::numeric) >= 5e-324 END`
}

const timeForm =
  '^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T(([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)([.][0-9]{0,20})?|24:00:00([.]0*)?)(Z|z|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)?$'

/** Of the right form, and its month has the day: counted from the 1st, it is still in that month. */
function isTime(json: string, text: string): string {
  return `CASE WHEN jsonb_typeof${json} = 'string' AND ${text} ~ '${timeForm}' THEN
           extract(month FROM make_date(left(${text}, 4)::integer, substr(${text}, 6, 2)::integer, 1)
                              + substr(${text}, 9, 2)::integer - 1) = substr(${text}, 6, 2)::integer END`
}
