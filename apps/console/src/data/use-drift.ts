import { useQuery } from '@tanstack/react-query'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'

/** The API drift of an account: unknown fields and unexpected types. */
export function useDrift(account: Account) {
  return useQuery({
    queryKey: [account.tenantId, 'sync', 'drift'],
    queryFn: async ({ signal }) => (await clientOf(account).drift({ signal })).data,
  })
}
