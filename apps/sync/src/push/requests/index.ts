import type { SetChange, Values } from 'records/merge'
import { appointments } from './appointments.ts'
import { customerContacts, locationContacts } from './contacts.ts'
import { customers, locations } from './customers.ts'
import { jobs } from './jobs.ts'
import {
  type Blocked,
  BlockedError,
  type ListedWith,
  type PushedTable,
  type PushRequest,
  type RelatedList,
  type RemovalInput,
  type RequestInput,
} from './request.ts'

export type { PushRequest, RelatedList } from './request.ts'

// What ServiceTitan's API takes of each table, from the vendor's OpenAPI files: which fields one request changes together,
// under which names, and what it responds with.

const tables: Readonly<Record<string, PushedTable>> = {
  customers,
  customer_contacts: customerContacts,
  locations,
  location_contacts: locationContacts,
  jobs,
  appointments,
}

function pushedTable(name: string): PushedTable {
  const table = tables[name]
  if (table === undefined) throw new Error(`Records of ${name} are not exchanged.`)
  return table
}

/**
 * The next request of a record. Fields that the API takes together are one request.
 * @returns undefined when there is nothing to send
 * @throws {Error} when the table is not exchanged
 * @example
 * const next = nextRequest('customers', { stId: '41', toSend: { name: 'Ada Park' }, local, remote, stIds })
 */
export function nextRequest(name: string, input: RequestInput): PushRequest | Blocked | undefined {
  try {
    for (const step of pushedTable(name).steps) {
      const request = step(input)
      if (request !== undefined) return request
    }
    return undefined
  } catch (error) {
    if (error instanceof BlockedError) return { blockedBy: error.by }
    throw error
  }
}

/** The request that removes a record. @throws {Error} when the API has none: LAZI does not remove such records */
export function removeRequest(name: string, input: RemovalInput): PushRequest {
  const request = pushedTable(name).remove?.(input)
  if (request === undefined) throw new Error(`Records of ${name} are not removed in ServiceTitan.`)
  return request
}

/** Where records of a table are listed; undefined: each is read alone. @throws {Error} when the table is not exchanged */
export const listedWith = (name: string): ListedWith | undefined => pushedTable(name).listedWith

/** The lists to read with a record. @param fields those that differ */
export const relatedLists = (name: string, fields: readonly string[]): readonly RelatedList[] =>
  fields.flatMap((field) => pushedTable(name).related?.[field] ?? [])

/**
 * LAZI's ids of records to which values refer, by table.
 * @throws {Error} when the table is not exchanged
 */
export function referencesIn(name: string, values: Values): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const [field, table] of Object.entries(pushedTable(name).references)) {
    const ids = idsIn(values[field])
    if (ids.length > 0) found.set(table, [...(found.get(table) ?? []), ...ids])
  }
  return found
}

function idsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  const { added = [], removed = [] } = (value ?? {}) as Partial<SetChange>
  return [...added, ...removed]
}
