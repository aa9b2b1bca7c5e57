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
  /** Characters that are a byte each. */
  addLatin1(value: string): void
  addBytes(source: Buffer, start: number, end: number): void
  /** An object as jsonb: its text with `ending` in place of its last byte. */
  addJsonb(object: Buffer, ending: Buffer): void
  /** The parameter. Nothing can be added afterwards. */
  end(): Buffer
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
  let buffer = Buffer.allocUnsafe(HEADER_BYTES + expectedBytes)
  let at = HEADER_BYTES
  let count = 0
  let hasNull = 0

  function begin(bytes: number): void {
    if (at + 4 + bytes > buffer.length) {
      const larger = Buffer.allocUnsafe(Math.ceil((at + 4 + bytes) * 1.5))
      buffer.copy(larger, 0, 0, at)
      buffer = larger
    }
    buffer.writeInt32BE(bytes, at)
    at += 4
    count += 1
  }

  return {
    addNull() {
      begin(0)
      buffer.writeInt32BE(-1, at - 4)
      hasNull = 1
    },
    addBoolean(value) {
      begin(1)
      buffer[at] = value ? 1 : 0
      at += 1
    },
    addInt32(value) {
      begin(4)
      at = buffer.writeInt32BE(value, at)
    },
    addInt64(value) {
      begin(8)
      at = buffer.writeInt32BE(Math.floor(value / 2 ** 32), at)
      at = buffer.writeUInt32BE(value >>> 0, at)
    },
    addFloat64(value) {
      begin(8)
      at = buffer.writeDoubleBE(value, at)
    },
    addText(value) {
      // A character of UTF-16 is at most three bytes of UTF-8.
      begin(value.length * 3)
      const start = at
      at += buffer.write(value, at, 'utf8')
      buffer.writeInt32BE(at - start, start - 4)
    },
    addLatin1(value) {
      begin(value.length)
      at += buffer.write(value, at, 'latin1')
    },
    addBytes(source, start, end) {
      begin(end - start)
      at += source.copy(buffer, at, start, end)
    },
    addJsonb(object, ending) {
      begin(1 + object.length - 1 + ending.length)
      at = buffer.writeUInt8(JSONB_VERSION, at)
      at += object.copy(buffer, at, 0, object.length - 1)
      at += ending.copy(buffer, at)
    },
    end() {
      buffer.writeInt32BE(1, 0)
      buffer.writeInt32BE(hasNull, 4)
      buffer.writeInt32BE(elementTypes[type], 8)
      buffer.writeInt32BE(count, 12)
      buffer.writeInt32BE(1, 16)
      return buffer.subarray(0, at)
    },
  }
}
