import { useQuery } from '@tanstack/react-query'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'

const pollMs = 5000

/** The sync state of each of the account's tables, refetched every few seconds. */
export function useSyncTables(account: Account) {
  return useQuery({
    queryKey: [account.tenantId, 'sync', 'tables'],
    queryFn: async ({ signal }) => (await clientOf(account).sync({ signal })).tables,
    refetchInterval: pollMs,
  })
}
