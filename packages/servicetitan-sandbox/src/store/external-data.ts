import type { ExternalData } from '../definition/record.ts'

/** The external data of one resource's records, which each application reads and writes under its own guid. */
export type ExternalDataStore = {
  /** A record's items under a guid, in any case of its letters. */
  get: (id: string, guid: string) => readonly ExternalData[]
  /** Replaces a record's items under a guid. */
  set: (id: string, guid: string, items: readonly ExternalData[]) => void
}

export const createExternalData = (): ExternalDataStore => {
  const items = new Map<string, readonly ExternalData[]>()
  const keyOf = (id: string, guid: string): string => `${id}/${guid.toLowerCase()}`
  return {
    get: (id, guid) => items.get(keyOf(id, guid)) ?? [],
    set: (id, guid, replaced) => {
      items.set(keyOf(id, guid), replaced)
    },
  }
}
