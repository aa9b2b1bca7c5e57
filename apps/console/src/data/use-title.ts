import { useQuery } from '@tanstack/react-query'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'

/** The kinds of records that are found by typing the beginning of their name or number. */
export type SearchedResource = 'customers' | 'locations' | 'jobs'

/** The name or number of a record by its id; undefined until it is known, or without an id. */
export function useTitle(account: Account, resource: SearchedResource, id: string): string | undefined {
  const { data } = useQuery({
    queryKey: [account.tenantId, 'rows', resource, id, 'title'],
    queryFn: async ({ signal }) => {
      const client = clientOf(account)
      const query = { includeDeleted: true }
      if (resource === 'jobs') return (await client.get('jobs', id, query, { signal })).number ?? id
      return (await client.get(resource, id, query, { signal })).name ?? id
    },
    enabled: id !== '',
    meta: { watches: [resource] },
  })
  return data
}
