import type { Reader } from './old-tables.ts'
import { isWrittenTimestamp, readInteger } from './read-value.ts'

// Converts old column values to the JSON that ServiceTitan would have sent, for the readers of full_data. Unparseable
// text stays a JSON string: readers return NULL for it, and a full_data built from the row preserves it.

type Family =
  | 'text'
  | 'number'
  | 'boolean'
  | 'timestamp'
  | 'timestamptz'
  | 'date'
  | 'interval'
  | 'json'
  | 'list'

const families: Readonly<Record<string, Family>> = {
  'character varying': 'text',
  character: 'text',
  text: 'text',
  smallint: 'number',
  integer: 'number',
  bigint: 'number',
  numeric: 'number',
  real: 'number',
  'double precision': 'number',
  boolean: 'boolean',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
  date: 'date',
  interval: 'interval',
  jsonb: 'json',
  'character varying[]': 'list',
  'text[]': 'list',
  'integer[]': 'list',
  'bigint[]': 'list',
}

type Conversion = (column: string) => string

const json: Conversion = (column) => `to_jsonb(${column})`
const filled: Conversion = (column) => `nullif(btrim(${column}), '')`
const iso = (utc: string) => `to_jsonb(to_char(${utc}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))`

const integerText: Conversion = (column) =>
  `coalesce(to_jsonb(${readInteger(`${column}::text`)}), to_jsonb(${filled(`${column}::text`)}))`
const numberText: Conversion = (column) =>
  `CASE WHEN btrim(${column}) ~ '^-?[0-9]{1,40}([.][0-9]{1,40})?$' THEN to_jsonb(btrim(${column})::numeric) ELSE to_jsonb(${filled(column)}) END`
const booleanText: Conversion = (column) =>
  `CASE WHEN lower(btrim(${column})) IN ('true', 't', 'yes', 'y', '1') THEN 'true'::jsonb WHEN lower(btrim(${column})) IN ('false', 'f', 'no', 'n', '0') THEN 'false'::jsonb ELSE to_jsonb(${filled(column)}) END`
const timeText: Conversion = (column) =>
  `CASE WHEN ${isWrittenTimestamp(`btrim(${column})`)} THEN ${iso(`btrim(${column})::timestamptz AT TIME ZONE 'UTC'`)} ELSE to_jsonb(${filled(column)}) END`
/** Only years of four digits, as in the API; neither infinity nor BC. */
const finite = (column: string, sql: string) =>
  `CASE WHEN ${column} >= '0001-01-02' AND ${column} < '9999-12-31' THEN ${sql} ELSE to_jsonb(${column}::text) END`

const times: Partial<Record<Family, Conversion>> = {
  text: timeText,
  timestamptz: (column) => finite(column, iso(`${column} AT TIME ZONE 'UTC'`)),
  // Has no time zone; ServiceTitan's times are UTC.
  timestamp: (column) => finite(column, iso(column)),
  date: (column) => finite(column, iso(`${column}::timestamp`)),
}
const numbers: Partial<Record<Family, Conversion>> = { number: json, text: numberText }
const lists: Partial<Record<Family, Conversion>> = { list: json, json: (column) => column }

const conversions: Readonly<Record<Reader, Partial<Record<Family, Conversion>>>> = {
  text: { text: json, number: (column) => `to_jsonb(${column}::text)` },
  boolean: { boolean: json, text: booleanText },
  bigint: { number: integerText, text: integerText },
  integer: {
    number: integerText,
    text: integerText,
    interval: (column) => `to_jsonb(round(extract(epoch FROM ${column}) / 60))`,
  },
  numeric: numbers,
  latitude: numbers,
  longitude: numbers,
  timestamptz: times,
  date: times,
  'bigint[]': lists,
  'text[]': lists,
  jsonb: lists,
}

/** `character varying(50)` as `character varying`. */
export const withoutLength = (type: string) => type.replace(/\([\d,]+\)/, '')

/** SQL of an old column's value as JSON; undefined if its type cannot be converted to the new column. */
export function oldValue(reader: Reader, column: string, type: string): string | undefined {
  const family = families[withoutLength(type)]
  return family && conversions[reader][family]?.(column)
}

/** SQL of an old time column as timestamptz; undefined for other types. */
export function oldTime(column: string, type: string): string | undefined {
  const base = withoutLength(type)
  if (base === 'timestamp with time zone') return column
  return base === 'timestamp without time zone' ? `(${column} AT TIME ZONE 'UTC')` : undefined
}

/** Whether ids can be read from a column of this type. */
export function isIdType(type: string): boolean {
  return ['character varying', 'character', 'text', 'bigint', 'integer', 'numeric'].includes(
    withoutLength(type),
  )
}
