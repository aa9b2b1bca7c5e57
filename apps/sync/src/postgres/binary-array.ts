import { releaseMemory } from 'servicetitan'

/**
 * A one-dimensional array of PostgreSQL in its binary form (array_recv in src/backend/utils/adt/arrayfuncs.c): a
 * parameter that the server need not parse.
 */
export interface BinaryArray {
  addNull(): void
  /** One byte. */
  addBoolean(value: boolean): void
  addInt32(value: number): void
  /** @param value an integer that JavaScript represents exactly */
  addInt64(value: number): void
  addFloat64(value: number): void
  addText(value: string): void
  /** Writes the 64 bits, as a bytea or as PostgreSQL's signed bigint. */
  addUint64(value: bigint): void
  addBytes(source: Buffer, start: number, end: number): void
  /** Adds the text of an object, from members whose texts are in `json` and from added ones. */
  addObject(json: Buffer, members: ObjectMembers): void
  /** Ends the array; later elements are added to another one, in the same memory. */
  cut(): void
  /** Returns the arrays as parameters. No elements can be added afterwards. */
  end(): [Buffer, ...Buffer[]]
  /** Releases the memory, once the parameters have been sent. */
  release(): void
}

/** The members of an object, in the order in which they are written. */
export interface ObjectMembers {
  /** Indexes of `starts` and `ends`; -1, -2, …: the first, second … of `added`. */
  readonly order: readonly number[]
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly added: readonly Buffer[]
}

/** The OIDs of the types (src/include/catalog/pg_type.dat). */
const elementTypes = {
  boolean: 16,
  bytea: 17,
  bigint: 20,
  integer: 23,
  text: 25,
  float8: 701,
  timestamptz: 1184,
} as const

export type ElementType = keyof typeof elementTypes

const HEADER_BYTES = 20
const OPEN = 123
const CLOSE = 125
const COMMA = 44

/** @param expectedBytes the initial capacity; the buffer grows when it is full */
export function createBinaryArray(type: ElementType, expectedBytes = 16_384): BinaryArray {
  // Not from Node's pool, so that the memory can be released.
  let buffer = Buffer.allocUnsafeSlow(HEADER_BYTES + expectedBytes)
  let view = viewOf(buffer)
  let source: Buffer = buffer
  let sourceView = view
  const cuts: number[] = []
  let first = 0
  let at = HEADER_BYTES
  let count = 0
  let hasNull = 0

  function makeRoom(bytes: number): void {
    if (at + bytes <= buffer.length) return
    const larger = Buffer.allocUnsafeSlow(Math.ceil((at + bytes) * 1.5))
    buffer.copy(larger, 0, 0, at)
    releaseMemory(buffer)
    buffer = larger
    view = viewOf(buffer)
  }

  /** Makes room for an element and writes its length; -1: NULL. */
  function begin(length: number, bytes = length): void {
    makeRoom(4 + bytes)
    view.setInt32(at, length)
    at += 4
    count += 1
  }

  function writeHeader(): void {
    view.setInt32(first, 1)
    view.setInt32(first + 4, hasNull)
    view.setInt32(first + 8, elementTypes[type])
    view.setInt32(first + 12, count)
    view.setInt32(first + 16, 1)
  }

  /** Copies short texts four bytes at a time, which is faster than `Buffer.copy`. */
  function copy(from: Buffer, start: number, end: number): void {
    if (end - start > 48) {
      at += from.copy(buffer, at, start, end)
      return
    }
    if (from !== source) {
      source = from
      sourceView = viewOf(from)
    }
    const target = view
    const bytes = buffer
    const texts = sourceView
    let to = at
    let i = start
    for (; i + 4 <= end; i += 4, to += 4) target.setInt32(to, texts.getInt32(i))
    for (; i < end; i += 1, to += 1) bytes[to] = from[i] as number
    at = to
  }

  return {
    addNull() {
      begin(-1, 0)
      hasNull = 1
    },
    addBoolean(value) {
      begin(1)
      view.setUint8(at, value ? 1 : 0)
      at += 1
    },
    addInt32(value) {
      begin(4)
      view.setInt32(at, value)
      at += 4
    },
    addInt64(value) {
      begin(8)
      view.setInt32(at, Math.floor(value / 2 ** 32))
      view.setUint32(at + 4, value >>> 0)
      at += 8
    },
    addFloat64(value) {
      begin(8)
      view.setFloat64(at, value)
      at += 8
    },
    addText(value) {
      // A UTF-16 code unit needs at most three bytes in UTF-8.
      begin(0, value.length * 3)
      const length = buffer.write(value, at, 'utf8')
      view.setInt32(at - 4, length)
      at += length
    },
    addUint64(value) {
      begin(8)
      view.setBigUint64(at, value)
      at += 8
    },
    addBytes(source, start, end) {
      begin(end - start)
      copy(source, start, end)
    },
    addObject(json, { order, starts, ends, added }) {
      // By index: an iterator would allocate an object for each member of each record.
      let length = 2 + Math.max(order.length - 1, 0)
      for (let i = 0; i < order.length; i++) {
        const member = order[i] as number
        length +=
          member < 0
            ? (added[~member] as Buffer).length
            : (ends[member] as number) - (starts[member] as number)
      }
      begin(length)
      buffer[at++] = OPEN
      for (let i = 0; i < order.length; i++) {
        const member = order[i] as number
        if (i > 0) buffer[at++] = COMMA
        if (member < 0) at += (added[~member] as Buffer).copy(buffer, at)
        else copy(json, starts[member] as number, ends[member] as number)
      }
      buffer[at++] = CLOSE
    },
    cut() {
      writeHeader()
      cuts.push(at)
      makeRoom(HEADER_BYTES)
      first = at
      at += HEADER_BYTES
      count = 0
      hasNull = 0
    },
    end() {
      writeHeader()
      const parts = [...cuts, at].map((end, index) => buffer.subarray(cuts[index - 1] ?? 0, end))
      return parts as [Buffer, ...Buffer[]]
    },
    release: () => releaseMemory(buffer),
  }
}

const viewOf = (buffer: Buffer) => new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength)
