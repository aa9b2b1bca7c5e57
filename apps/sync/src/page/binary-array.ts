import { releaseMemory } from 'servicetitan'

/**
 * A one-dimensional array of PostgreSQL in its binary form (array_recv in src/backend/utils/adt/arrayfuncs.c): a
 * parameter that the server takes as it is, without reading texts.
 */
export interface BinaryArray {
  addNull(): void
  /** One byte. */
  addBoolean(value: boolean): void
  addInt32(value: number): void
  /** @param value an integer that JavaScript holds exactly */
  addInt64(value: number): void
  addFloat64(value: number): void
  addText(value: string): void
  /** The same 64 bits, as PostgreSQL's signed bigint. */
  addUint64(value: bigint): void
  addBytes(source: Buffer, start: number, end: number): void
  /** An object as jsonb: its text with `ending` in place of its last byte. */
  addJsonb(object: Buffer, ending: Buffer): void
  /** The parameter. Nothing can be added afterwards. */
  end(): Buffer
  /** Gives its memory back, once the parameter has been sent. */
  release(): void
}

/** Types by their fixed numbers (src/include/catalog/pg_type.dat). */
const elementTypes = {
  boolean: 16,
  bigint: 20,
  integer: 23,
  text: 25,
  float8: 701,
  timestamptz: 1184,
  jsonb: 3802,
} as const

export type ElementType = keyof typeof elementTypes

const HEADER_BYTES = 20
/** Comes before the text of a jsonb (jsonb_recv in src/backend/utils/adt/jsonb.c). */
const JSONB_VERSION = 1

/** @param expectedBytes how much room to make; it grows when it is not enough */
export function createBinaryArray(type: ElementType, expectedBytes = 16_384): BinaryArray {
  // Not out of Node's pool, so that it can be given back.
  let buffer = Buffer.allocUnsafeSlow(HEADER_BYTES + expectedBytes)
  let view = viewOf(buffer)
  let at = HEADER_BYTES
  let count = 0
  let hasNull = 0

  /** Makes room for an element and writes how long it is; -1: NULL. */
  function begin(length: number, bytes = length): void {
    if (at + 4 + bytes > buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.ceil((at + 4 + bytes) * 1.5))
      buffer.copy(larger, 0, 0, at)
      releaseMemory(buffer)
      buffer = larger
      view = viewOf(buffer)
    }
    view.setInt32(at, length)
    at += 4
    count += 1
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
      // A character of UTF-16 is at most three bytes of UTF-8.
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
      // Faster than a copy by the library for a few bytes.
      if (end - start > 64) at += source.copy(buffer, at, start, end)
      else for (let i = start; i < end; i++) buffer[at++] = source[i] as number
    },
    addJsonb(object, ending) {
      begin(1 + object.length - 1 + ending.length)
      view.setUint8(at, JSONB_VERSION)
      at += 1
      at += object.copy(buffer, at, 0, object.length - 1)
      at += ending.copy(buffer, at)
    },
    end() {
      view.setInt32(0, 1)
      view.setInt32(4, hasNull)
      view.setInt32(8, elementTypes[type])
      view.setInt32(12, count)
      view.setInt32(16, 1)
      return buffer.subarray(0, at)
    },
    release: () => releaseMemory(buffer),
  }
}

const viewOf = (buffer: Buffer) => new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength)
