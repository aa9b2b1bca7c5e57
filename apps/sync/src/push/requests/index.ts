import type { SetChange, Values } from 'records/merge'
import { customerContacts, locationContacts } from './contacts.ts'
import { customers, locations } from './customers.ts'
import {
  type Blocked,
  BlockedError,
  type PushedTable,
  type PushRequest,
  type RemovalInput,
  type RequestInput,
} from './request.ts'

export type { PushRequest } from './request.ts'

// What ServiceTitan's API takes of each table, from the vendor's OpenAPI files: which fields one request changes together,
// under which names, and what it responds with.

const tables: Readonly<Record<string, PushedTable>> = {
  customers,
  customer_contacts: customerContacts,
  locations,
  location_contacts: locationContacts,
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
 * const next = nextRequest('customers', { stId: '41', toSend: { name: 'Ada Park' }, remote, stIds })
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

/** The request that deletes a record. @throws {Error} when records of the table are not deleted */
export function removalRequest(name: string, input: RemovalInput): PushRequest {
  const { remove } = pushedTable(name)
  if (remove === undefined) throw new Error(`Records of ${name} are not deleted.`)
  return remove(input)
}

/**
 * LAZI's ids of records to which what is to be sent refers, by table.
 * @throws {Error} when the table is not exchanged
 */
export function referencesToSend(name: string, toSend: Values): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const [field, table] of Object.entries(pushedTable(name).references)) {
    const ids = idsIn(toSend[field])
    if (ids.length > 0) found.set(table, [...(found.get(table) ?? []), ...ids])
  }
  return found
}

function idsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  const { added = [], removed = [] } = (value ?? {}) as Partial<SetChange>
  return [...added, ...removed]
}
