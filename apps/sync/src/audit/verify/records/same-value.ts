import { isDeepStrictEqual } from 'node:util'
import type { ValueKind } from 'records'

/**
 * Whether a value of an entry is that of a row. An entry has values as they were given, and a row as PostgreSQL writes
 * them: an instant with its microseconds, a decimal without leading zeros, no list in place of an empty one.
 */
export function isSameValue(kind: ValueKind, entered: unknown, stored: unknown): boolean {
  return isDeepStrictEqual(canonical(kind, entered), canonical(kind, stored))
}

function canonical(kind: ValueKind, value: unknown): unknown {
  switch (kind) {
    case 'instant':
      return typeof value === 'string' ? inMicroseconds(value) : value
    case 'decimal':
      return typeof value === 'string'
        ? value.replace(/^(-?)0+(?=\d)/, '$1').replace(/^-(0(\.0*)?)$/, '$1')
        : value
    case 'uuids':
      return value ?? []
    case 'json':
      return value ?? {}
    default:
      return value ?? null
  }
}

/** Null where it is no instant. */
function inMicroseconds(text: string): string | null {
  const time = Date.parse(text)
  if (Number.isNaN(time)) return null
  const micros = /\.\d{3}(\d{1,3})/.exec(text)?.[1] ?? ''
  return `${time}${micros.padEnd(3, '0')}`
}
