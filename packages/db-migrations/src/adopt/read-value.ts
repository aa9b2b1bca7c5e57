import { type AdoptedColumn, columnType, type Reader } from './old-tables.ts'

// SQL that never raises: one unreadable row must not fail a table of a million. PostgreSQL 15 cannot test whether a
// text is valid input, so texts are checked by pattern first; CASE guarantees the order.

const leapYear = '(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)'
const date = `(?:[0-9]{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)|${leapYear}-02-29)`
const hourMinute = '(?:[01][0-9]|2[0-3]):[0-5][0-9]'
const zone = '(?:[Zz]|[+-](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?)?'

/** What the sync reads as a date; anything may follow the time. */
const apiDay = `^${date}T${hourMinute}:[0-5][0-9]`
/** The timestamps that ServiceTitan sends and the sync casts. */
const apiTimestamp = `${apiDay}(?:[.][0-9]{1,12})?${zone}$`
/** Timestamps as found in text columns. */
const writtenTimestamp = `^${date}(?:[T ]${hourMinute}(?::[0-5][0-9](?:[.][0-9]{1,12})?)? ?${zone})?$`

const int64 = ['-9223372036854775808', '9223372036854775807'] as const
const int32 = ['-2147483648', '2147483647'] as const

const matches = (text: string, pattern: string) => `${text} ~ '${pattern}'`
/** There is no year 0; excluding it in the pattern would double the cost of matching. */
const isTimestamp = (text: string, pattern: string) =>
  `(${matches(text, pattern)} AND ${text} NOT LIKE '0000%')`

/** SQL of a text as an integer, or NULL; surrounding spaces and leading zeros are accepted. */
export function readInteger(text: string, [low, high]: readonly [string, string] = int64): string {
  const number = `btrim(${text}, E' \\t\\n\\r')`
  return `CASE WHEN ${matches(number, '^[+-]?[0-9]{1,50}$')} THEN CASE WHEN ${number}::numeric BETWEEN ${low} AND ${high} THEN ${number}::numeric::bigint END END`
}

/** SQL condition: the text can be cast to timestamptz. */
export const isWrittenTimestamp = (text: string): string => isTimestamp(text, writtenTimestamp)

/** SQL of the column's value from the JSON value `json`; NULL where the sync stores NULL. */
export function readValue({ reader, indexed }: AdoptedColumn, json: string): string {
  const value = readers[reader](json, `(${json} #>> '{}')`)
  if (!indexed) return value
  // Too long for an index: the sync stores NULL too.
  if (reader === 'text') return `CASE WHEN octet_length(${json} #>> '{}') <= 2000 THEN ${value} END`
  return `(${value})[1:100]`
}

/** SQL of a typed NULL of the column. */
export const nullValue = ({ reader }: AdoptedColumn): string => `NULL::${columnType(reader)}`

const when = (json: string, type: string, sql: string) =>
  `CASE WHEN jsonb_typeof(${json}) = '${type}' THEN ${sql} END`

const integer = (json: string, text: string, [low, high]: readonly [string, string], type: string) =>
  when(
    json,
    'number',
    `CASE WHEN ${matches(text, '^-?[0-9]{1,50}$')} THEN CASE WHEN ${text}::numeric BETWEEN ${low} AND ${high} THEN ${text}::${type} END END`,
  )

/** Underflow of a double raises, as overflow does. */
const degrees = (limit: number) => (json: string, text: string) =>
  when(
    json,
    'number',
    `CASE WHEN abs((${json})::numeric) BETWEEN 1e-300 AND ${limit} OR (${json})::numeric = 0 THEN ${text}::float8 END`,
  )

const whenMatches = (json: string, text: string, pattern: string, sql: string) =>
  when(json, 'string', `CASE WHEN ${isTimestamp(text, pattern)} THEN ${sql} END`)

const readers: Record<Reader, (json: string, text: string) => string> = {
  text: (json, text) => when(json, 'string', text),
  boolean: (json, text) => when(json, 'boolean', `${text}::boolean`),
  bigint: (json, text) => integer(json, text, int64, 'bigint'),
  integer: (json, text) => integer(json, text, int32, 'integer'),
  numeric: (json, text) => when(json, 'number', `${text}::numeric`),
  timestamptz: (json, text) => whenMatches(json, text, apiTimestamp, `${text}::timestamptz`),
  date: (json, text) => whenMatches(json, text, apiDay, `left(${text}, 19)::timestamp::date`),
  latitude: degrees(90),
  longitude: degrees(180),
  'bigint[]': (json, text) =>
    when(
      json,
      'array',
      `CASE WHEN (SELECT coalesce(bool_and((${readInteger('e')}) IS NOT NULL), true) FROM jsonb_array_elements_text(${json}) AS e WHERE e IS NOT NULL) THEN translate(${text}, '[]', '{}')::bigint[] END`,
    ),
  'text[]': (json) => when(json, 'array', `ARRAY(SELECT jsonb_array_elements_text(${json}))`),
  jsonb: (json) => `nullif(${json}, 'null')`,
}
