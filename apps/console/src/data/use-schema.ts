import { useQuery } from '@tanstack/react-query'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'

const staleTimeMs = 60_000

/** The database's tables and migrations, and whether the schema matches the migrations. */
export function useSchema(account: Account) {
  return useQuery({
    queryKey: [account.tenantId, 'schema'],
    queryFn: ({ signal }) => clientOf(account).schema({ signal }),
    staleTime: staleTimeMs,
  })
}
