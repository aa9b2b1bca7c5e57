import type { ExternalData, Id } from '../../definition/record.ts'
import type { ResourceName } from '../../world/generated/resource-names.ts'
import type { WriteContext } from '../write-context.ts'

/** The external data of a body. In a PATCH a null value deletes its key, and `Merge` keeps the other keys. */
export type GivenExternalData = {
  applicationGuid: string
  externalData: { key: string; value?: string | null }[]
  patchMode?: 'Replace' | 'Merge' | null
}

/**
 * Stores the external data of a body, under its own guid only. The data of other applications is neither shown nor
 * changed.
 *
 * @returns the record's items under that guid, for the response
 */
export const putExternalData = (
  context: WriteContext,
  name: ResourceName,
  { id, given }: { id: Id; given: GivenExternalData | null | undefined },
): readonly ExternalData[] => {
  if (!given) return []
  const store = context.externalDataOf(name)
  const { applicationGuid: guid } = given
  const kept = given.patchMode === 'Merge' ? store.get(String(id), guid) : []
  const items = new Map(kept.map(({ key, value }) => [key, value]))
  for (const { key, value } of given.externalData) {
    if (value === null || value === undefined) items.delete(key)
    else items.set(key, value)
  }
  const stored = [...items].map(([key, value]) => ({ key, value }))
  store.set(String(id), guid, stored)
  return stored
}

/** What the book notes of the external data of a body. */
export const notedExternalData = (given: GivenExternalData | null | undefined): Record<string, unknown> =>
  given ? { externalData: given } : {}
