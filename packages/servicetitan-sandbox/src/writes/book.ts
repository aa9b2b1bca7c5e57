import type { Id } from '../definition/record.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'

/** One record that a write inserted, changed or deleted. */
export type BookEntry = {
  /** 1 for the first entry of the book. */
  sequence: number
  /** The number of the write: the entries of one request have the same. The first of them is its own record. */
  write: number
  /** Milliseconds since 1970, on the sandbox's clock. */
  time: number
  tenantId: number
  /** A client of the API, or a person in the office. */
  by: 'api' | 'person'
  /** The client's id, if a client wrote. */
  clientId: string | undefined
  method: string
  path: string
  /** The request's `x-request-id`, if it had one. */
  requestId: string | undefined
  /** `delete`: the record is inactive from then on. */
  op: 'insert' | 'update' | 'delete'
  resource: ResourceName
  id: Id
  /** The values written, as they are stored; with `externalData` if the request had it. */
  values: Readonly<Record<string, unknown>>
  /** The former values of the same fields; empty for an inserted record. */
  before: Readonly<Record<string, unknown>>
}

/** The origin of a write. */
export type WriteOrigin = Pick<BookEntry, 'tenantId' | 'by' | 'clientId' | 'method' | 'path' | 'requestId'>

type Change = Pick<BookEntry, 'op' | 'resource' | 'id' | 'values' | 'before'>

/** What was written through the API and by persons, in order. */
export type Book = {
  all: readonly BookEntry[]
  /** @returns a function that returns a tenant's entries since its last call, or since now */
  reader: (tenantId: number) => () => readonly BookEntry[]
  /** Begins a write. @returns a function that notes each of its changes */
  begin: (origin: WriteOrigin) => (change: Change) => void
}

export const createBook = (now: () => number): Book => {
  const all: BookEntry[] = []
  let writes = 0
  return {
    all,
    reader: (tenantId) => {
      let read = all.length
      return () => {
        const entries = all.slice(read).filter((entry) => entry.tenantId === tenantId)
        read = all.length
        return entries
      }
    },
    begin: (origin) => {
      let write = 0
      return (change) => {
        // A refused write has no number.
        if (write === 0) {
          writes += 1
          write = writes
        }
        all.push({ sequence: all.length + 1, write, time: now(), ...origin, ...change })
      }
    },
  }
}
