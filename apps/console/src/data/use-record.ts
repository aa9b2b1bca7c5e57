import { useQuery } from '@tanstack/react-query'
import {
  type IncludeName,
  type RecordName,
  type ResourceName,
  type RowWith,
  recordSources,
  type SyncOfRecord,
} from 'api/client'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'

export interface RecordQuery<Name extends RecordName, Include> {
  readonly resource: Name
  /** LAZI's id, or `st:` and ServiceTitan's, or ServiceTitan's alone, as in addresses of earlier versions. */
  readonly id: string
  /** The related records to include. */
  readonly include: readonly Include[]
}

/** A record by its id, even with a tombstone, with the records related to it. */
export function useRecord<Name extends RecordName, Include extends IncludeName<Name>>(
  account: Account,
  { resource, id, include }: RecordQuery<Name, Include>,
) {
  const keyOf = (of: string) => [account.tenantId, 'rows', resource, of, include.join()]
  return useQuery({
    queryKey: keyOf(id),
    queryFn: async ({ signal, client }) => {
      const query = { include, includeDeleted: true }
      const record = await clientOf(account).get(resource, referenceOf(id), query, { signal })
      // The page goes on to the address with LAZI's id, and need not read the record again.
      if (record.id !== id) client.setQueryData<RowWith<Name, Include>>(keyOf(record.id), record)
      return record
    },
    // What becomes of its changes is no change of the record, so the feed does not report it.
    refetchInterval: ({ state: { data } }) => (data && isOnItsWay(data) ? onItsWayMs : false),
    meta: { watches: recordSources[resource] },
  })
}

const onItsWayMs = 2_000

const isOnItsWay = ({ sync }: { readonly sync: SyncOfRecord }) =>
  sync.state === 'pending' || sync.state === 'sending' || sync.state === 'unknown'

function referenceOf(id: string): string {
  return /^\d+$/.test(id) ? `st:${id}` : id
}

const pollMs = 5000

/**
 * What ServiceTitan has of a record, as the sync read it last, even with a tombstone. The feed does not tell of changes
 * that the record does not show, so it is polled.
 */
export function useCachedRow(account: Account, resource: ResourceName, serviceTitanId: string) {
  return useQuery({
    queryKey: [account.tenantId, 'servicetitan', resource, serviceTitanId],
    queryFn: ({ signal }) => {
      const query = { fullData: true, includeDeleted: true }
      return clientOf(account).serviceTitan.get(resource, serviceTitanId, query, { signal })
    },
    refetchInterval: pollMs,
    meta: { watches: [resource] },
  })
}
