import { useQuery } from '@tanstack/react-query'
import type { ApiClient } from 'api/client'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'
import { useList } from './use-list.ts'

const pollMs = 5000

/** The quarantine entries that match the filters. */
export function useQuarantine(
  account: Account,
  filters: NonNullable<Parameters<ApiClient['quarantine']>[0]>,
) {
  return useList({
    queryKey: [account.tenantId, 'sync', 'quarantine', filters],
    read: (paging, signal) => clientOf(account).quarantine({ ...filters, ...paging }, { signal }),
    refetchInterval: pollMs,
  })
}

/** A quarantine entry by its id; only keys with the scope `admin` receive its payload. */
export function useQuarantineEntry(account: Account, id: string) {
  return useQuery({
    queryKey: [account.tenantId, 'sync', 'quarantine', id],
    queryFn: ({ signal }) => clientOf(account).quarantineEntry(id, { signal }),
    // Each look at a payload is an entry in the audit log.
    refetchOnWindowFocus: false,
  })
}
