import type { AnyRecord } from '../definition/record.ts'
import { hash } from '../lib/random.ts'

// Every supported Node has JSON.rawJSON, but TypeScript's library does not declare it yet.
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown }

const writeBigInt = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? rawJSON(String(value)) : value

/** The JSON text of a value, which may contain bigints. */
export const writeJson = (value: unknown): string => JSON.stringify(value, writeBigInt)

const stringify = (record: object): string => {
  try {
    return JSON.stringify(record)
  } catch (error) {
    // Only ids that tests insert are bigints; a replacer for every record would slow down every page.
    if (error instanceof TypeError) return writeJson(record)
    throw error
  }
}

/**
 * A record's JSON text. A quarter of the records have decimals with trailing zeros, like some of the live API's:
 * JavaScript numbers cannot represent these zeros, so they are added to the text.
 */
export const writeRecord = (
  resource: { decimals: readonly string[] },
  record: Record<string, unknown>,
): string => {
  if (resource.decimals.length === 0 || hash(Number(record.id), 0, 0xdec) % 4 !== 0) return stringify(record)
  const printed = { ...record }
  for (const field of resource.decimals) {
    const value = printed[field]
    if (typeof value === 'number') printed[field] = rawJSON(value.toFixed(10))
  }
  return stringify(printed)
}

/** A record as returned by a list or a get: without the fields that only the export has. */
export const asListed = (
  resource: { exportOnly: readonly string[] },
  record: AnyRecord,
): Record<string, unknown> => withoutFields(record, resource.exportOnly)

/** A record without some of its fields. */
export const withoutFields = (
  record: Record<string, unknown>,
  fields: readonly string[],
): Record<string, unknown> =>
  // JSON omits undefined fields.
  fields.length === 0
    ? record
    : { ...record, ...Object.fromEntries(fields.map((field) => [field, undefined])) }

/** One of so many records keeps the fields that the export may leave null. */
const KEPT_EVERY = 50

/** A record as returned by an export that leaves some fields null. */
export const withBlanks = <R extends AnyRecord>(
  resource: { mayBeBlank: readonly (keyof R)[] },
  record: R,
): R => {
  if (resource.mayBeBlank.length === 0 || hash(Number(record.id), 0, 0xb1a) % KEPT_EVERY === 0) return record
  return { ...record, ...Object.fromEntries(resource.mayBeBlank.map((field) => [field, null])) }
}
