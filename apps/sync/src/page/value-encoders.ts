import type { ColumnType } from '../tables/cache-table.ts'
import type { BinaryArray } from './binary-array.ts'
import { readInteger } from './read-integer.ts'
import { readDay, readTimestamp } from './read-timestamp.ts'

/**
 * Adds the value that stands in a JSON text, and is not null, to an array; false: it is not plainly of the column's
 * type, and nothing was added.
 */
type Encoder = (array: BinaryArray, text: string, start: number, end: number) => boolean

const QUOTE = 34
const isString = (text: string, start: number) => text.charCodeAt(start) === QUOTE

const encodeText: Encoder = (array, text, start, end) => {
  if (!isString(text, start)) return false
  const source = text.slice(start + 1, end - 1)
  const value = source.includes('\\') ? (JSON.parse(`"${source}"`) as string) : source
  // Half of a surrogate pair is no character; PostgreSQL refuses the record.
  if (!value.isWellFormed()) return false
  array.addText(value)
  return true
}

function encodeInteger(add: (array: BinaryArray, value: number) => void, limit: number): Encoder {
  return (array, text, start, end) => {
    const value = readInteger(text, start, end)
    if (value === null || value > limit || value < -limit) return false
    add(array, value)
    return true
  }
}

const encodeTimestamp: Encoder = (array, text, start, end) => {
  if (!isString(text, start)) return false
  const value = readTimestamp(text, start + 1, end - 1)
  if (Number.isNaN(value)) return false
  array.addInt64(value)
  return true
}

/** The day that a moment's text begins with. */
const encodeDate: Encoder = (array, text, start, end) => {
  if (!isString(text, start) || Number.isNaN(readTimestamp(text, start + 1, end - 1))) return false
  if (Number.isNaN(readDay(text, start + 1))) return false
  array.addText(text.slice(start + 1, start + 11))
  return true
}

const plainNumber = /^-?[0-9]{1,30}([.][0-9]{1,30})?$/

const encodeNumeric: Encoder = (array, text, start, end) => {
  const value = text.slice(start, end)
  if (!plainNumber.test(value)) return false
  array.addText(value)
  return true
}

/** A number, or a text of one. */
const encodeAmount: Encoder = (array, text, start, end) =>
  isString(text, start)
    ? encodeNumeric(array, text, start + 1, end - 1)
    : encodeNumeric(array, text, start, end)

function encodeDegrees(limit: number): Encoder {
  return (array, text, start, end) => {
    const source = text.slice(start, end)
    const value = Number(source)
    if (!plainNumber.test(source) || Math.abs(value) > limit) return false
    array.addFloat64(value)
    return true
  }
}

const plainIntegers = /^\[(?:-?[0-9]{1,18}(?:,-?[0-9]{1,18})*)?\]$/

const encodeIntegers: Encoder = (array, text, start, end) => {
  const source = text.slice(start, end)
  if (!plainIntegers.test(source)) return false
  array.addText(`{${source.slice(1, -1)}}`)
  return true
}

const encodeTexts: Encoder = (array, text, start, end) => {
  const values: unknown = JSON.parse(text.slice(start, end))
  if (!Array.isArray(values) || !values.every((value) => typeof value === 'string' && value.isWellFormed())) {
    return false
  }
  array.addText(`{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`)
  return true
}

export const encoders: Readonly<Record<ColumnType, Encoder>> = {
  text: encodeText,
  boolean(array, text, start) {
    const isTrue = text.startsWith('true', start)
    if (!isTrue && !text.startsWith('false', start)) return false
    array.addBoolean(isTrue)
    return true
  },
  bigint: encodeInteger((array, value) => array.addInt64(value), Number.MAX_SAFE_INTEGER),
  integer: encodeInteger((array, value) => array.addInt32(value), 2 ** 31 - 1),
  numeric: encodeNumeric,
  amount: encodeAmount,
  timestamptz: encodeTimestamp,
  date: encodeDate,
  latitude: encodeDegrees(90),
  longitude: encodeDegrees(180),
  'bigint[]': encodeIntegers,
  'text[]': encodeTexts,
  jsonb(array, text, start, end) {
    array.addText(text.slice(start, end))
    return true
  },
}
