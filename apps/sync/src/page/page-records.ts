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
): PageRecord[] {
  const records: PageRecord[] = []
  let hasData = false
  let id: number | null = null
  // One visitor for all records, as there are thousands.
  const readMember: MemberVisitor = (_, keyStart, keyEnd, start) => {
    const after = encoder ? encoder.readMember(body, keyStart, keyEnd, start) : endOfValue(body, start)
    // The last one counts, as in PostgreSQL.
    if (isId(body, keyStart, keyEnd)) id = readInteger(body, start, after)
    return after
  }
  const readRecord = (at: number) => {
    id = null
    const end = isObjectAt(body, at) ? walkObject(body, at, readMember) : endOfValue(body, at)
    const received = body.subarray(at, end)
    const json = droppedPaths.length === 0 ? received : dropPaths(received, droppedPaths)
    const record = { json, id, hash: h64Raw(json) }
    encoder?.endRecord(body, record)
    records.push(record)
    return end
  }
  walkObject(body, skipSpace(body, 0), (_, keyStart, keyEnd, start) => {
    const isData = body.toString('latin1', keyStart, keyEnd) === 'data' && isArrayAt(body, start)
    hasData ||= isData
    return isData ? walkArray(body, start, readRecord) : endOfValue(body, start)
  })
  if (!hasData) throw new Error('Expected a response with an array `data`.')
  return records
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
  return readRecords(body, [], null).map(({ json }) => json.toString())
}

/** The hashes of records, as a parameter of type `bigint[]`. */
export function hashesOf(records: readonly PageRecord[]): Buffer {
  const hashes = createBinaryArray('bigint', records.length * ELEMENT_BYTES)
  for (const { hash } of records) hashes.addUint64(hash)
  return hashes.end()
}

/** Their ids likewise; of a record without one that is plain, NULL. */
export function idsOf(records: readonly PageRecord[]): Buffer {
  const ids = createBinaryArray('bigint', records.length * ELEMENT_BYTES)
  for (const { id } of records) {
    if (id === null) ids.addNull()
    else ids.addInt64(id)
  }
  return ids.end()
}

/** A bigint with its length before it. */
const ELEMENT_BYTES = 12

/** The ids that more than one of the records has. */
export function repeatedIds(records: readonly PageRecord[]): ReadonlySet<number> {
  const seen = new Set<number>()
  const repeated = new Set<number>()
  for (const { id } of records) {
    if (id === null) continue
    if (seen.has(id)) repeated.add(id)
    seen.add(id)
  }
  return repeated
}
