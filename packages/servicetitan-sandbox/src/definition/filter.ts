import { parseTicks } from '../lib/ticks.ts'
import type { World } from '../world/world.ts'
import type { AnyRecord } from './record.ts'

/** Whether a record passes the filter. */
export type Predicate<R extends AnyRecord> = (record: R) => boolean

/** A query parameter that filters a list. */
export type Filter<R extends AnyRecord> = {
  parameter: string
  /** The predicate for the parameter's text, or undefined if the text is not valid. */
  parse: (text: string) => Predicate<R> | undefined
  /** The ranks of all base records that can pass, if they can be computed without a scan. */
  ranks?: (world: World, text: string) => number[]
}

type Read<R extends AnyRecord> = (record: R) => unknown

const INTEGER = /^[+-]?\d+$/

/** The maximum number of values in one comma-separated lookup. Source: every list operation's `ids`, "maximum 50". */
export const MAX_IDS = 50

/** Comma-separated integers as their canonical texts, or undefined if one is not an integer. */
export const parseIds = (text: string): string[] | undefined => {
  const parts = text.split(',').map((part) => part.trim())
  return parts.every((part) => INTEGER.test(part)) ? parts.map((part) => String(BigInt(part))) : undefined
}

/** Equal to one integer. */
export const isInteger = <R extends AnyRecord>(parameter: string, read: Read<R>): Filter<R> => ({
  parameter,
  parse: (text) => {
    if (!INTEGER.test(text.trim())) return undefined
    const wanted = String(BigInt(text.trim()))
    return (record) => String(read(record)) === wanted
  },
})

/** Equal to one number that may have a fraction. */
export const isNumber = <R extends AnyRecord>(parameter: string, read: Read<R>): Filter<R> => ({
  parameter,
  parse: (text) => {
    const wanted = Number(text)
    return text.trim() === '' || Number.isNaN(wanted) ? undefined : (record) => read(record) === wanted
  },
})

/** Equal text, ignoring case. */
export const isText = <R extends AnyRecord>(parameter: string, read: Read<R>): Filter<R> => ({
  parameter,
  parse: (text) => {
    const wanted = text.toLowerCase()
    return (record) => String(read(record) ?? '').toLowerCase() === wanted
  },
})

/** Contains the text, ignoring case. */
export const containsText = <R extends AnyRecord>(parameter: string, read: Read<R>): Filter<R> => ({
  parameter,
  parse: (text) => {
    const wanted = text.toLowerCase()
    return (record) =>
      String(read(record) ?? '')
        .toLowerCase()
        .includes(wanted)
  },
})

/** The list of texts contains the text. */
export const isAnyText = <R extends AnyRecord>(parameter: string, read: Read<R>): Filter<R> => ({
  parameter,
  parse: (text) => (record) => [read(record)].flat().includes(text),
})

/** Compares a number, which may be written as a text, with a bound. */
const numberFilter = <R extends AnyRecord>(
  parameter: string,
  read: Read<R>,
  passes: (value: number, bound: number) => boolean,
): Filter<R> => ({
  parameter,
  parse: (text) => {
    const bound = Number(text)
    if (text.trim() === '' || Number.isNaN(bound)) return undefined
    return (record) => {
      const value = read(record)
      return value !== null && value !== undefined && passes(Number(value), bound)
    }
  },
})

export const isAtLeast = <R extends AnyRecord>(parameter: string, read: Read<R>): Filter<R> =>
  numberFilter(parameter, read, (value, bound) => value >= bound)

export const isAtMost = <R extends AnyRecord>(parameter: string, read: Read<R>): Filter<R> =>
  numberFilter(parameter, read, (value, bound) => value <= bound)

export const isGreater = <R extends AnyRecord>(parameter: string, read: Read<R>): Filter<R> =>
  numberFilter(parameter, read, (value, bound) => value > bound)

export const isLess = <R extends AnyRecord>(parameter: string, read: Read<R>): Filter<R> =>
  numberFilter(parameter, read, (value, bound) => value < bound)

/** One of several words, comma-separated or in repeated parameters, ignoring case. */
export const isOneOfMany = <R extends AnyRecord>(
  parameter: string,
  words: readonly string[],
  read: Read<R>,
): Filter<R> => ({
  parameter,
  parse: (text) => {
    const named = (one: string) => words.find((word) => word.toLowerCase() === one.trim().toLowerCase())
    const wanted = text.split(',').map(named)
    return wanted.includes(undefined) ? undefined : (record) => wanted.includes(String(read(record)))
  },
})

/** One of a fixed set of words, ignoring case. */
export const isOneOf = <R extends AnyRecord>(
  parameter: string,
  words: string[],
  read: Read<R>,
): Filter<R> => ({
  parameter,
  parse: (text) => {
    const wanted = words.find((word) => word.toLowerCase() === text.toLowerCase())
    return wanted === undefined ? undefined : (record) => read(record) === wanted
  },
})

const flags: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
])

export const parseFlag = (text: string): boolean | undefined => flags.get(text.trim().toLowerCase())

export const isFlag = <R extends AnyRecord>(parameter: string, read: Read<R>): Filter<R> => ({
  parameter,
  parse: (text) => {
    const wanted = parseFlag(text)
    return wanted === undefined ? undefined : (record) => read(record) === wanted
  },
})

/** One of the comma-separated integers, or, for a field that is a list, any of them in it. */
export const isAmong = <R extends AnyRecord>(parameter: string, read: Read<R>): Filter<R> => ({
  parameter,
  parse: (text) => {
    const wanted = new Set(parseIds(text))
    if (wanted.size === 0) return undefined
    return (record) => [read(record)].flat().some((value) => wanted.has(String(value)))
  },
})

/** Bounds of times: a null passes none of them. Most ranges are half-open: the upper bound is not included. */
export const isOnOrAfter = <R extends AnyRecord>(parameter: string, read: Read<R>): Filter<R> =>
  timeFilter(parameter, read, (time, bound) => time >= bound)

export const isBefore = <R extends AnyRecord>(parameter: string, read: Read<R>): Filter<R> =>
  timeFilter(parameter, read, (time, bound) => time < bound)

export const isOnOrBefore = <R extends AnyRecord>(parameter: string, read: Read<R>): Filter<R> =>
  timeFilter(parameter, read, (time, bound) => time <= bound)

const timeFilter = <R extends AnyRecord>(
  parameter: string,
  read: Read<R>,
  passes: (time: number, bound: number) => boolean,
): Filter<R> => ({
  parameter,
  parse: (text) => {
    const bound = parseTicks(text)
    if (bound === undefined) return undefined
    return (record) => {
      const value = read(record)
      const time = typeof value === 'string' ? parseTicks(value) : undefined
      return time !== undefined && passes(time, bound)
    }
  },
})
