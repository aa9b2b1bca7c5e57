import type { ColumnType } from 'catalog'
import { isArrayAt } from 'servicetitan'
import type { BinaryArray } from '../../postgres/binary-array.ts'
import { readInteger } from '../records/read-integer.ts'
import { readTimestamp } from './read-timestamp.ts'

/**
 * Adds a value of a JSON text, other than null, to an array; false: the value is irregular for the column's type, and
 * nothing was added.
 */
type Encoder = (array: BinaryArray, json: Buffer, start: number, end: number) => boolean

const QUOTE = 34
const COMMA = 44
const MINUS = 45
const POINT = 46
const BACKSLASH = 92
const F = 102
const T = 116

const isDigit = (byte: number) => byte >= 48 && byte <= 57

const isNoBackslash = (byte: number) => byte !== BACKSLASH
const isOfNumber = (byte: number) => isDigit(byte) || byte === MINUS || byte === POINT

const isString = (json: Buffer, start: number) => json[start] === QUOTE

function every(json: Buffer, start: number, end: number, is: (byte: number) => boolean): boolean {
  for (let i = start; i < end; i++) if (!is(json[i] as number)) return false
  return true
}

const encodeText: Encoder = (array, json, start, end) => {
  if (!isString(json, start)) return false
  if (every(json, start + 1, end - 1, isNoBackslash)) {
    array.addBytes(json, start + 1, end - 1)
    return true
  }
  const value = JSON.parse(json.toString('utf8', start, end)) as string
  // Half of a surrogate pair is not a character; PostgreSQL refuses the record.
  if (!value.isWellFormed()) return false
  array.addText(value)
  return true
}

const encodeBoolean: Encoder = (array, json, start) => {
  if (json[start] !== T && json[start] !== F) return false
  array.addBoolean(json[start] === T)
  return true
}

function encodeInteger(add: (array: BinaryArray, value: number) => void, limit: number): Encoder {
  return (array, json, start, end) => {
    const value = readInteger(json, start, end)
    if (value === null || value > limit || value < -limit) return false
    add(array, value)
    return true
  }
}

const encodeTimestamp: Encoder = (array, json, start, end) => {
  if (!isString(json, start)) return false
  const value = readTimestamp(json, start + 1, end - 1)
  if (Number.isNaN(value)) return false
  array.addInt64(value)
  return true
}

/** The day at the start of a timestamp's text. */
const encodeDate: Encoder = (array, json, start, end) => {
  if (!isString(json, start) || Number.isNaN(readTimestamp(json, start + 1, end - 1))) return false
  array.addBytes(json, start + 1, start + 11)
  return true
}

/** Numbers of up to this many bytes are exact in PostgreSQL's numeric. */
const LONGEST_NUMBER = 60

function isPlainNumber(json: Buffer, start: number, end: number): boolean {
  return end - start <= LONGEST_NUMBER && every(json, start, end, isOfNumber)
}

const encodeNumeric: Encoder = (array, json, start, end) => {
  if (!isPlainNumber(json, start, end)) return false
  array.addBytes(json, start, end)
  return true
}

const plainAmount = /^-?[0-9]{1,30}([.][0-9]{1,30})?$/

/** A number, or a string with one. */
const encodeAmount: Encoder = (array, json, start, end) => {
  if (!isString(json, start)) return encodeNumeric(array, json, start, end)
  const value = json.toString('utf8', start + 1, end - 1)
  if (!plainAmount.test(value)) return false
  array.addText(value)
  return true
}

function encodeDegrees(limit: number): Encoder {
  return (array, json, start, end) => {
    if (!isPlainNumber(json, start, end)) return false
    // jsonb has no negative zero.
    const value = Number(json.toString('latin1', start, end)) + 0
    if (Math.abs(value) > limit) return false
    array.addFloat64(value)
    return true
  }
}

/** `[1,2]` in PostgreSQL's notation: `{1,2}`. Integers of more than 18 digits may exceed int64. */
const encodeIntegers: Encoder = (array, json, start, end) => {
  if (!isArrayAt(json, start)) return false
  let digits = 0
  for (let i = start + 1; i < end - 1; i++) {
    const byte = json[i] as number
    digits = isDigit(byte) ? digits + 1 : 0
    if (digits > 18 || !(digits > 0 || byte === COMMA || byte === MINUS)) return false
  }
  array.addText(`{${json.toString('latin1', start + 1, end - 1)}}`)
  return true
}

const encodeTexts: Encoder = (array, json, start, end) => {
  const values: unknown = JSON.parse(json.toString('utf8', start, end))
  if (!Array.isArray(values) || !values.every((value) => typeof value === 'string' && value.isWellFormed())) {
    return false
  }
  array.addText(`{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`)
  return true
}

const encodeJson: Encoder = (array, json, start, end) => {
  array.addBytes(json, start, end)
  return true
}

export const encoders: Readonly<Record<ColumnType, Encoder>> = {
  text: encodeText,
  boolean: encodeBoolean,
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
  jsonb: encodeJson,
}
