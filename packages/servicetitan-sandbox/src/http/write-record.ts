import type { AnyRecord } from '../definition/record.ts'
import { hash } from '../lib/random.ts'

// JSON.rawJSON is in every Node this package runs on, but not yet in TypeScript's library.
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown }

const writeBigInt = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? rawJSON(String(value)) : value

const stringify = (record: object): string => {
  try {
    return JSON.stringify(record)
  } catch (error) {
    // Only ids that tests insert are bigints; a replacer for every record would slow down every page.
    if (error instanceof TypeError) return JSON.stringify(record, writeBigInt)
    throw error
  }
}

/**
 * A record's JSON text. A quarter of the records print their decimals with trailing zeros, as the live API sometimes
 * does: JavaScript numbers cannot represent those, so they are added to the text here.
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

/** A record as a list or a get serves it: without the fields that only the export has. */
export const asListed = (
  resource: { exportOnly: readonly string[] },
  record: AnyRecord,
): Record<string, unknown> => {
  if (resource.exportOnly.length === 0) return record
  // JSON omits undefined fields.
  return { ...record, ...Object.fromEntries(resource.exportOnly.map((field) => [field, undefined])) }
}
