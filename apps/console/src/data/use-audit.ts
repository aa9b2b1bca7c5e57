import { useQuery } from '@tanstack/react-query'
import type { ApiClient } from 'api/client'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'
import { useList } from './use-list.ts'

const pollMs = 5000

/** The entries of the audit log that match the filters, newest first; for keys with the scope `admin`. */
export function useAudit(account: Account, filters: NonNullable<Parameters<ApiClient['audit']>[0]>) {
  return useList({
    queryKey: [account.tenantId, 'audit', filters],
    read: (paging, signal) => clientOf(account).audit({ ...filters, ...paging }, { signal }),
    refetchInterval: pollMs,
  })
}

/** An entry of the audit log, which does not change. */
export function useAuditEntry(account: Account, seq: string) {
  return useQuery({
    queryKey: [account.tenantId, 'audit', seq],
    queryFn: ({ signal }) => clientOf(account).auditEntry(seq, { signal }),
  })
}
