import {
  endOfValue,
  isArrayAt,
  isObjectAt,
  type MemberVisitor,
  skipSpace,
  walkArray,
  walkObject,
} from 'servicetitan'
import xxhash from 'xxhash-wasm'
import { createBinaryArray } from './binary-array.ts'
import { withoutPaths } from './exact-json.ts'
import { readInteger } from './read-integer.ts'
import type { RowEncoder } from './row-encoder.ts'

/** A record of a page. */
export interface PageRecord {
  /** Its JSON text as it was received, in UTF-8, less what is dropped. */
  readonly json: Buffer
  /** Its id, where it is plainly an integer; null: PostgreSQL has to look whether there is one. */
  readonly id: number | null
  /** 64 bits that tell one text from another. */
  readonly hash: bigint
}

/** The records of a page, by their places: thousands of objects would be more than what they hold. */
export interface PageRecords {
  readonly length: number
  /** Their ids, in order. */
  readonly ids: readonly (number | null)[]
  /** Ids and hashes as parameters of type `bigint[]`; an id that is not plain is NULL. */
  readonly idArray: Buffer
  readonly hashArray: Buffer
  at(place: number): PageRecord
}

/**
 * The records of a response body.
 * @param droppedPaths what is left out: names of top-level fields, or paths with dots
 * @param encoder is shown every member of every record; null: rows are not encoded
 * @throws when the body has no array `data`
 */
export function readRecords(
  body: Buffer,
  droppedPaths: readonly string[],
  encoder: RowEncoder | null,
): PageRecords {
  const ids: (number | null)[] = []
  const starts: number[] = []
  const ends: number[] = []
  const idArray = createBinaryArray('bigint')
  const hashArray = createBinaryArray('bigint')
  let hasData = false
  let id: number | null = null
  const textOf = (start: number, end: number) => {
    const received = body.subarray(start, end)
    return droppedPaths.length === 0 ? received : dropPaths(received, droppedPaths)
  }
  // One visitor for all records, as there are thousands.
  const readMember: MemberVisitor = (_, keyStart, keyEnd, start) => {
    const after = encoder ? encoder.readMember(body, keyStart, keyEnd, start) : endOfValue(body, start)
    // The last one counts, as in PostgreSQL.
    if (isId(body, keyStart, keyEnd)) id = readInteger(body, start, after)
    return after
  }
  const readRecord = (start: number) => {
    id = null
    const end = isObjectAt(body, start) ? walkObject(body, start, readMember) : endOfValue(body, start)
    ids.push(id)
    starts.push(start)
    ends.push(end)
    if (id === null) idArray.addNull()
    else idArray.addInt64(id)
    hashArray.addUint64(h64Raw(textOf(start, end)))
    encoder?.endRecord(body, { id, start, end })
    return end
  }
  walkObject(body, skipSpace(body, 0), (_, keyStart, keyEnd, start) => {
    const isData = body.toString('latin1', keyStart, keyEnd) === 'data' && isArrayAt(body, start)
    hasData ||= isData
    return isData ? walkArray(body, start, readRecord) : endOfValue(body, start)
  })
  if (!hasData) throw new Error('Expected a response with an array `data`.')
  return {
    ...{ length: ids.length, ids, idArray: idArray.end(), hashArray: hashArray.end() },
    at(place) {
      const json = textOf(starts[place] as number, ends[place] as number)
      return { json, id: ids[place] ?? null, hash: h64Raw(json) }
    },
  }
}

// XXH64: it tells changes, and guards nothing. A cryptographic hash costs five times as much.
const { h64Raw } = await xxhash()

const dropPaths = (json: Buffer, paths: readonly string[]) =>
  Buffer.from(withoutPaths(json.toString(), paths))

const I = 105
const D = 100
const isId = (json: Buffer, keyStart: number, keyEnd: number) =>
  keyEnd - keyStart === 2 && json[keyStart] === I && json[keyStart + 1] === D

/** The text of each record of a response body, as it was received: its hash is that of the feed's record. */
export function splitRecords(body: Buffer): string[] {
  const records = readRecords(body, [], null)
  return records.ids.map((_, place) => records.at(place).json.toString())
}

/** The hashes of records, as a parameter of type `bigint[]`. */
export function hashesOf(records: readonly PageRecord[]): Buffer {
  const hashes = createBinaryArray('bigint')
  for (const { hash } of records) hashes.addUint64(hash)
  return hashes.end()
}

/** The ids that more than one record has. */
export function repeatedIds(ids: readonly (number | null)[]): ReadonlySet<number> {
  const sorted = Float64Array.from(ids.filter((id) => id !== null)).sort()
  return new Set(sorted.filter((id, index) => id === sorted[index - 1]))
}
