import { setImmediate } from 'node:timers/promises'
import { endOfMember, endOfValue, isObjectAt, partsOf, startOfValue, visitJson } from 'servicetitan'
import xxhash from 'xxhash-wasm'
import { createBinaryArray } from '../../postgres/binary-array.ts'
import { withoutPaths } from './exact-json.ts'
import { readInteger } from './read-integer.ts'

/** A record of a page. */
export interface PageRecord {
  /** Its JSON text as received, in UTF-8, without the excluded fields. */
  readonly json: Buffer
  /** Its id, if it is an integer that JavaScript represents exactly; null: PostgreSQL must read it. */
  readonly id: number | null
  /** The content hash: XXH64 of the text. */
  readonly hash: bigint
}

/** The records of a page, by index: thousands of objects would need more memory than their content. */
export interface PageRecords {
  readonly length: number
  /** The ids, in order. */
  readonly ids: readonly (number | null)[]
  /** Ids and hashes as parameters of type `bigint[]`; an id that JavaScript cannot represent exactly is NULL. */
  readonly idArray: Buffer
  readonly hashArray: Buffer
  at(recordIndex: number): PageRecord
}

/** A record that was read: its id and hash, as in `PageRecord`, and the range of its text in the page. */
interface ReadRecord {
  readonly id: number | null
  readonly hash: bigint
  readonly start: number
  readonly end: number
}

/** Called for each record while its text is read. */
export interface RecordVisitor {
  /** Reads a member of the current record. @returns the position after it @throws NotJsonError */
  readMember(at: number): number
  /** Ends the current record. */
  endRecord(record: ReadRecord): void
}

/** The bytes that are read in one step: some milliseconds, during which the event loop is blocked. */
const STEP_BYTES = 256 * 1024

/**
 * Reads the records of a page, in steps between which it yields to the event loop.
 * @param data a JSON array
 * @param droppedPaths the fields to drop: names of top-level fields, or paths with dots
 * @param visitor called for every member of every record; null: none
 */
export async function readRecords(
  data: Buffer,
  droppedPaths: readonly string[],
  visitor: RecordVisitor | null,
): Promise<PageRecords> {
  const ids: (number | null)[] = []
  const starts: number[] = []
  const ends: number[] = []
  const idArray = createBinaryArray('bigint')
  const hashArray = createBinaryArray('bigint')
  let id: number | null = null
  const textOf = (start: number, end: number) => {
    const received = data.subarray(start, end)
    return droppedPaths.length === 0 ? received : dropPaths(received, droppedPaths)
  }
  const readMember = (at: number) => {
    const end = visitor ? visitor.readMember(at) : endOfMember(data, at)
    // Like PostgreSQL, use the last of repeated ids.
    if (isId(data, at)) id = readInteger(data, startOfValue(data, at + ID_BYTES), end)
    return end
  }
  const readRecord = (start: number) => {
    id = null
    const end = isObjectAt(data, start) ? visitJson(data, start, readMember) : endOfValue(data, start)
    ids.push(id)
    starts.push(start)
    ends.push(end)
    if (id === null) idArray.addNull()
    else idArray.addInt64(id)
    const hash = h64Raw(textOf(start, end))
    hashArray.addUint64(hash)
    visitor?.endRecord({ id, hash, start, end })
    return end
  }
  const elements = partsOf(data, 0)
  let pauseAt = STEP_BYTES
  for (let element = elements.next(); !element.done; ) {
    const end = readRecord(element.value)
    if (end > pauseAt) {
      await setImmediate()
      pauseAt = end + STEP_BYTES
    }
    element = elements.next(end)
  }
  return {
    length: ids.length,
    ids,
    idArray: idArray.end()[0],
    hashArray: hashArray.end()[0],
    at(recordIndex) {
      const json = textOf(starts[recordIndex] as number, ends[recordIndex] as number)
      return { json, id: ids[recordIndex] ?? null, hash: h64Raw(json) }
    },
  }
}

// XXH64 detects changes; it need not resist attacks. A cryptographic hash costs five times as much.
const { h64Raw } = await xxhash()

const dropPaths = (json: Buffer, paths: readonly string[]) =>
  Buffer.from(withoutPaths(json.toString(), paths))

const [, I, D, QUOTE] = Buffer.from('"id"')
/** The length of the key, with its quotes. */
const ID_BYTES = 4
const isId = (json: Buffer, at: number) => json[at + 1] === I && json[at + 2] === D && json[at + 3] === QUOTE

/**
 * The text of each record of a page, as received, so that its hash is equal to that of the feed's record.
 * @param data a JSON array
 */
export function splitRecords(data: Buffer): string[] {
  const records: string[] = []
  visitJson(data, 0, (start) => {
    const end = endOfValue(data, start)
    records.push(data.toString('utf8', start, end))
    return end
  })
  return records
}

/** The hashes of records, as a parameter of type `bigint[]`. */
export function hashesOf(records: readonly PageRecord[]): Buffer {
  const hashes = createBinaryArray('bigint')
  for (const { hash } of records) hashes.addUint64(hash)
  return hashes.end()[0]
}

/** The ids that more than one record has. */
export function repeatedIds(ids: readonly (number | null)[]): ReadonlySet<number> {
  const sorted = Float64Array.from(ids.filter((id) => id !== null)).sort()
  return new Set(sorted.filter((id, index) => id === sorted[index - 1]))
}
