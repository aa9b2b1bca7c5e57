import { parseExactly } from '../records/exact-json.ts'
import type { ErasableTable } from './erasable-tables.ts'

/** What stays of a record about a person: what ServiceTitan and LAZI refer to it by, and when it existed. */
const keptOfPerson = ['id', 'customerId', 'locationId', 'createdOn', 'modifiedOn', 'mergedToId']

/** Members whose texts are states and numbers of documents; texts of all others are removed, except for times. */
const keptTexts = new Set([
  'status',
  'oldStatus',
  'newStatus',
  'billingFrequency',
  'direction',
  'duration',
  'jobStatus',
  'reviewStatus',
  'syncStatus',
  'jobNumber',
  'priority',
  'type',
])
/** Members that are removed whole, numbers included. */
const removed =
  /address|latitude|longitude|customFields|externalData|technicianAssignments|email|phone|^name$/i
/** ServiceTitan sends some amounts as texts. */
const amount = /(?:total|price|amount|balance|cost|quantity|qty|tax|rate|hours|percent|discount)$/i
const decimal = /^-?\d{1,15}(?:\.\d{1,15})?$/
const time = /^\d{4}-\d{2}-\d{2}(?:[T ][\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/

/**
 * A record without what may identify a person. It is decided by what may stay, and not by what must go: the custom
 * texts of an account are not known. Every number keeps its digits.
 * @param record JSON text of a record
 * @example
 * withoutPersonalData('{"id":7,"total":10.50,"summary":"Dana's heater"}', { isPersonal: false })
 */
export function withoutPersonalData(
  record: string,
  { isPersonal, number }: Pick<ErasableTable, 'isPersonal' | 'number'>,
): string {
  const parsed = parsedObject(record)
  if (!isPersonal) {
    const kept = number !== undefined && number in parsed ? { [number]: parsed[number] } : {}
    return JSON.stringify(Object.assign(withoutTexts(parsed) as object, kept))
  }
  const kept = keptOfPerson.filter((name) => name in parsed).map((name) => [name, parsed[name]])
  return JSON.stringify({
    ...Object.fromEntries(kept),
    ...('name' in parsed && { name: erasedName }),
    active: false,
  })
}

/** The name of an erased customer or location, and the value of a contact that must have one. */
export const erasedName = 'Erased'

function parsedObject(record: string): Record<string, unknown> {
  const parsed = parseExactly(record)
  if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>
  throw new TypeError('Expected a record to be an object')
}

function withoutTexts(value: unknown, name = ''): unknown {
  if (removed.test(name)) return null
  if (typeof value === 'string') return mayStay(name, value) ? value : null
  if (Array.isArray(value)) return value.map((part) => withoutTexts(part, name))
  if (typeof value !== 'object' || value === null || JSON.isRawJSON(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutTexts(part, key)]))
}

function mayStay(name: string, text: string): boolean {
  return keptTexts.has(name) || time.test(text) || (amount.test(name) && decimal.test(text))
}
