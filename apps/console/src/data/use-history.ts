import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { RecordName } from 'api/client'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'

const pageSize = 50

/** The changes of a record loaded so far, newest first, by ServiceTitan and by people, and the moment from which its history is complete. */
export function useHistory(account: Account, resource: RecordName, id: string) {
  return useInfiniteQuery({
    queryKey: [account.tenantId, 'history', resource, id],
    queryFn: ({ pageParam, signal }) =>
      clientOf(account).history(resource, id, { limit: pageSize, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    select: ({ pages }) => ({
      items: pages.flatMap(({ data }) => data),
      knownSince: pages[0]?.knownSince ?? null,
    }),
    meta: { watches: [resource] },
  })
}

/** A record as it was at a moment, even with a tombstone. */
export function useRecordAt(account: Account, resource: RecordName, id: string, asOf: string) {
  return useQuery({
    queryKey: [account.tenantId, 'history', resource, id, asOf],
    queryFn: ({ signal }) =>
      clientOf(account).getAsOf(resource, id, asOf, { includeDeleted: true }, { signal }),
  })
}
