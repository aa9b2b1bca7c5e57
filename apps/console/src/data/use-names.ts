import { useQuery } from '@tanstack/react-query'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'
import type { NamedResource } from './resources.ts'

interface Named {
  readonly id: string
  readonly name: string | null
}

const staleTimeMs = 600_000
const none: ReadonlyMap<string, string> = new Map()

/** The names of a small resource by id, including inactive ones: old records refer to them. */
export function useNames(account: Account, resource: NamedResource): ReadonlyMap<string, string> {
  const { data = none } = useQuery({
    queryKey: [account.tenantId, 'rows', resource, 'names'],
    queryFn: async ({ signal }): Promise<readonly Named[]> => {
      const query = { fields: 'name', active: 'any', limit: 500 } as const
      return (await clientOf(account).list(resource, query, { signal })).data
    },
    select: toMap,
    staleTime: staleTimeMs,
    meta: { watches: [resource] },
  })
  return data
}

/** The name for an id, or the id itself if the name is unknown. */
export function nameOf(names: ReadonlyMap<string, string>, id: string | null): string | null {
  return id && (names.get(id) ?? id)
}

function toMap(rows: readonly Named[]): ReadonlyMap<string, string> {
  return new Map(rows.map(({ id, name }) => [id, name ?? id]))
}
