import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'

/** Jobs by number, customers, locations and technicians by the beginning of their name. */
export function useSearch(account: Account | undefined, text: string) {
  return useQuery({
    queryKey: [account?.tenantId, 'search', text],
    queryFn: async ({ signal }) =>
      account ? (await clientOf(account).search(text, { signal })).results : [],
    enabled: account !== undefined && text !== '',
    placeholderData: keepPreviousData,
  })
}
