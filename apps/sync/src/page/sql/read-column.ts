import type { ColumnType } from 'catalog'
import type { Column } from '../../cache/cache-table.ts'

/**
 * SQL that reads a column from the record `d`. A value of another JSON type becomes NULL; a value of the right type
 * that cannot be cast (an integer beyond int64, a 30th of February) raises an error, and the record is written
 * separately.
 */
export function readColumn(column: Column): string {
  const { json, text } = locate(column.path)
  return readers[column.type](json, text)
}

/** SQL that is true if the record `source` has a value other than null at the column's path. */
export function hasValue(column: Column, source: string): string {
  return `${locate(column.path, source).text} IS NOT NULL`
}

/** SQL that is true if the record `source` has no value, or a value other than null, at the column's path. */
export function isNotJsonNull(column: Column, source: string): string {
  return `${locate(column.path, source).json} IS DISTINCT FROM 'null'::jsonb`
}

/** SQL of a NULL of the column's type. */
export function nullColumn(column: Column): string {
  return `NULL::${sqlTypes[column.type] ?? column.type}`
}

const sqlTypes: Partial<Record<ColumnType, string>> = {
  latitude: 'float8',
  longitude: 'float8',
  amount: 'numeric',
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
