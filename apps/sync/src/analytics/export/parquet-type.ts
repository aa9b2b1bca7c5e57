import type { SchemaElement } from 'hyparquet-writer'
import pg from 'pg'

/** How values of a PostgreSQL type are stored in Parquet. */
export interface ParquetType {
  readonly element: Omit<SchemaElement, 'name' | 'repetition_type'>
  /** The value of PostgreSQL's text; null: the type cannot hold it. */
  readonly parse: (text: string) => boolean | number | bigint | string | null
  /** Whether the value is a rounded one. @default never */
  readonly isRounded?: (text: string) => boolean
}

/**
 * Digits after the point. PostgreSQL's numeric has any number of them, and Parquet's decimal one number per column. Amounts
 * have two, products of them a few more; only quotients that ServiceTitan sends, such as a month's costs by day, have up to
 * 28. With so many, readers could neither multiply nor add up large amounts: decimals have 38 digits.
 */
const SCALE = 10
const PRECISION = 38
const beyondScale = new RegExp(`\\.\\d{${SCALE}}\\d*[1-9]`)

const DAY_MS = 86_400_000
const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const

const types: ReadonlyMap<number, ParquetType> = new Map<number, ParquetType>([
  [pg.types.builtins.BOOL, { element: { type: 'BOOLEAN' }, parse: (value) => value === 't' }],
  [pg.types.builtins.INT4, { element: { type: 'INT32' }, parse: Number }],
  [pg.types.builtins.INT8, { element: { type: 'INT64' }, parse: BigInt }],
  [pg.types.builtins.TEXT, { element: text, parse: (value) => value }],
  [
    pg.types.builtins.UUID,
    {
      element: { type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16, logical_type: { type: 'UUID' } },
      parse: (value) => value,
    },
  ],
  [pg.types.builtins.DATE, { element: { type: 'INT32', converted_type: 'DATE' }, parse: daysOf }],
  [
    pg.types.builtins.TIMESTAMPTZ,
    {
      element: {
        type: 'INT64',
        converted_type: 'TIMESTAMP_MICROS',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
      },
      parse: microsOf,
    },
  ],
  [
    pg.types.builtins.NUMERIC,
    {
      element: {
        type: 'FIXED_LEN_BYTE_ARRAY',
        type_length: 16,
        converted_type: 'DECIMAL',
        precision: PRECISION,
        scale: SCALE,
      },
      parse: unscaled,
      isRounded: (value) => beyondScale.test(value),
    },
  ],
])

/** The Parquet type of a PostgreSQL type. @throws when there is none: columns of other types are not exported yet */
export function parquetTypeOf(oid: number): ParquetType {
  const type = types.get(oid)
  if (!type) throw new Error(`There is no Parquet type for the PostgreSQL type with oid ${oid}.`)
  return type
}

/** Days since 1970-01-01 of `2026-11-01`. */
function daysOf(value: string): number | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return null
  return Date.parse(`${value}T00:00:00Z`) / DAY_MS
}

/** Microseconds since 1970 of `2026-11-01 05:30:00.123456+00`, as a session in UTC has it. */
function microsOf(value: string): bigint | null {
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/.exec(value)
  if (!parts) return null
  const [, day, time, fraction = ''] = parts
  return BigInt(Date.parse(`${day}T${time}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0'))
}

/** A numeric as the integer that Parquet stores: the value times ten to the power of the scale, rounded as PostgreSQL does. */
function unscaled(value: string): bigint | null {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value)
  if (!parts) return null
  const [, sign, whole = '', fraction = ''] = parts
  const up = fraction.charAt(SCALE) >= '5' ? 1n : 0n
  const scaled = BigInt(`${whole}${fraction.slice(0, SCALE).padEnd(SCALE, '0')}`) + up
  if (scaled >= 10n ** BigInt(PRECISION)) return null
  return sign === '-' ? -scaled : scaled
}
