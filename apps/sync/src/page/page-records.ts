import { hash } from 'node:crypto'
import { withoutPaths } from './exact-json.ts'
import { readInteger } from './read-integer.ts'
import type { RowEncoder } from './row-encoder.ts'
import { endOfValue, isArrayAt, isObjectAt, skipSpace, walkArray, walkObject } from './scan-json.ts'

/** A record of a page. */
export interface PageRecord {
  /** Its JSON text as it was received, less what is dropped. */
  readonly text: string
  /** Its id, where it is plainly an integer; null: PostgreSQL has to look whether there is one. */
  readonly id: number | null
  /** 8 bytes that tell one text from another. */
  readonly hash: Buffer
}

/**
 * The records of a response body.
 * @param droppedPaths what is left out: names of top-level fields, or paths with dots
 * @param encoder is shown every member of every record; null: rows are not encoded
 * @throws when the body has no array `data`
 */
export function readRecords(
  body: string,
  droppedPaths: readonly string[],
  encoder: RowEncoder | null,
): PageRecord[] {
  const records: PageRecord[] = []
  let data = -1
  walkObject(body, skipSpace(body, 0), (keyStart, keyEnd, start) => {
    if (body.slice(keyStart, keyEnd) !== 'data' || !isArrayAt(body, start)) return endOfValue(body, start)
    data = start
    return walkArray(body, start, (at) => {
      const { id, end } = readRecord(body, at, encoder)
      const received = body.slice(at, end)
      const text = droppedPaths.length === 0 ? received : withoutPaths(received, droppedPaths)
      const record = { text, id, hash: hashOf(text) }
      encoder?.endRecord(body, record)
      records.push(record)
      return end
    })
  })
  if (data === -1) throw new Error('Expected a response with an array `data`.')
  return records
}

/** It guards nothing: 64 bits are enough. */
const hashOf = (text: string) => hash('sha1', text, 'buffer').subarray(0, 8)

function readRecord(
  body: string,
  at: number,
  encoder: RowEncoder | null,
): { id: number | null; end: number } {
  if (!isObjectAt(body, at)) return { id: null, end: endOfValue(body, at) }
  let id: number | null = null
  const end = walkObject(body, at, (keyStart, keyEnd, start) => {
    const after = encoder?.readMember(body, keyStart, keyEnd, start) ?? endOfValue(body, start)
    // The last one counts, as in PostgreSQL.
    if (keyEnd - keyStart === 2 && body.startsWith('id', keyStart)) id = readInteger(body, start, after)
    return after
  })
  return { id, end }
}
