/** The kinds of values that records have in JSON. */
export type ValueKind =
  | 'id'
  | 'uuid'
  | 'text'
  | 'boolean'
  | 'integer'
  | 'number'
  | 'decimal'
  | 'instant'
  | 'date'
  | 'ids'
  | 'uuids'
  | 'texts'
  | 'json'

/**
 * SQL of a timestamp as text, in UTC with microseconds.
 * @example
 * instantText('starts_at') // `to_char(starts_at AT TIME ZONE 'UTC', …)`
 */
export function instantText(sql: string): string {
  return `to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
}

/**
 * SQL of a column's JSON value, by kind: exact numbers and ids are texts.
 * @example
 * `json_build_object('total', ${valueJson.decimal('total')})`
 */
export const valueJson: Readonly<Record<ValueKind, (column: string) => string>> = {
  id: (column) => `${column}::text`,
  uuid: (column) => `${column}::text`,
  text: (column) => column,
  boolean: (column) => column,
  integer: (column) => column,
  number: (column) => column,
  decimal: (column) => `${column}::text`,
  instant: instantText,
  date: (column) => `to_char(${column}, 'YYYY-MM-DD')`,
  ids: (column) => `${column}::text[]`,
  uuids: (column) => `${column}::text[]`,
  texts: (column) => column,
  json: (column) => column,
}

/** The SQL type of the parameter from which a column of each kind is written. */
export const valueType: Readonly<Record<ValueKind, string>> = {
  id: 'bigint',
  uuid: 'uuid',
  text: 'text',
  boolean: 'boolean',
  integer: 'integer',
  number: 'double precision',
  decimal: 'numeric',
  instant: 'timestamptz',
  date: 'date',
  ids: 'bigint[]',
  uuids: 'uuid[]',
  texts: 'text[]',
  json: 'jsonb',
}

/**
 * A decimal number without zeros that say nothing: the same number is the same text.
 * @param text digits, with a sign and a fraction if it has them
 * @example
 * plainDecimal('-0129.950') // '-129.95'
 */
export function plainDecimal(text: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)0*(\d*)\.?(\d*?)0*$/.exec(text) ?? []
  const digits = `${whole || '0'}${fraction && `.${fraction}`}`
  return digits === '0' ? '0' : `${sign}${digits}`
}
