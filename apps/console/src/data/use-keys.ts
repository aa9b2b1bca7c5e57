import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Key } from 'api/client'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'
import { useList } from './use-list.ts'

const pollMs = 5000

/** The keys of the account, newest first; for keys with the scope `admin`. */
export function useKeys(account: Account) {
  return useList({
    queryKey: [account.tenantId, 'keys'],
    read: (paging, signal) => clientOf(account).keys(paging, { signal }),
    refetchInterval: pollMs,
  })
}

export interface RevokeKeyOptions {
  readonly onRevoked: (key: Key) => void
  readonly onRefused: (error: Error) => void
}

/** Revokes a key. When it is the account's own, the next request finds that the session has ended. */
export function useRevokeKey(account: Account, { onRevoked, onRefused }: RevokeKeyOptions) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ id, reason }: { readonly id: string; readonly reason: string | undefined }) =>
      clientOf(account).revokeKey(id, { reason }),
    onSuccess: onRevoked,
    onError: onRefused,
    onSettled: () => queries.invalidateQueries({ queryKey: [account.tenantId] }),
  })
}
