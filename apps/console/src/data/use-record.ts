import { useQuery } from '@tanstack/react-query'
import { type IncludeName, type ResourceName, recordSources } from 'api/client'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'

export interface RecordQuery<Name extends ResourceName, Include> {
  readonly resource: Name
  readonly id: string
  /** The related rows to include. */
  readonly include: readonly Include[]
}

/** A row by its id, even with a tombstone, with the rows related to it. */
export function useRecord<Name extends ResourceName, Include extends IncludeName<Name>>(
  account: Account,
  { resource, id, include }: RecordQuery<Name, Include>,
) {
  return useQuery({
    queryKey: [account.tenantId, 'rows', resource, id, include.join()],
    queryFn: ({ signal }) =>
      clientOf(account).get(resource, id, { include, includeDeleted: true }, { signal }),
    meta: { watches: recordSources[resource] },
  })
}

/** The complete record as ServiceTitan sent it, fetched once `isEnabled` is true. */
export function useFullData(account: Account, resource: ResourceName, id: string, isEnabled: boolean) {
  return useQuery({
    queryKey: [account.tenantId, 'rows', resource, id, 'full-data'],
    queryFn: async ({ signal }) => {
      const query = { fields: 'id', fullData: true, includeDeleted: true }
      const { fullData } = await clientOf(account).get(resource, id, query, { signal })
      return fullData ?? null
    },
    enabled: isEnabled,
    meta: { watches: [resource] },
  })
}
