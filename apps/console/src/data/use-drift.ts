import { useQuery } from '@tanstack/react-query'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'

/** Where ServiceTitan sends other fields or types than were known. */
export function useDrift(account: Account) {
  return useQuery({
    queryKey: [account.tenantId, 'sync', 'drift'],
    queryFn: async ({ signal }) => (await clientOf(account).drift({ signal })).data,
  })
}
