import { useQuery } from '@tanstack/react-query'
import type { Page } from 'api/client'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'
import type { NamedResource } from './resources.ts'

interface Named {
  readonly id: string
  readonly name: string | null
}

/** Maximum number of rows of one page of the API. */
const pageSize = 500
const staleTimeMs = 600_000
const none: ReadonlyMap<string, string> = new Map()

/**
 * The names of a small resource by id.
 * @param active `any`: inactive ones too, to which old records refer; `true`: those that can be chosen for a record
 */
export function useNames(
  account: Account,
  resource: NamedResource,
  active: 'any' | 'true' = 'any',
): ReadonlyMap<string, string> {
  const { data = none } = useQuery({
    queryKey: [account.tenantId, 'rows', resource, 'names', active],
    queryFn: ({ signal }) => readNames(account, resource, active, signal),
    select: toNames,
    staleTime: staleTimeMs,
    meta: { watches: [resource] },
  })
  return data
}

/** The name for an id, or the id itself if the name is unknown. */
export function nameOf(names: ReadonlyMap<string, string>, id: string | null): string | null {
  return id && (names.get(id) ?? id)
}

async function readNames(
  account: Account,
  resource: NamedResource,
  active: 'any' | 'true',
  signal: AbortSignal,
): Promise<readonly Named[]> {
  const names: Named[] = []
  let cursor: string | undefined
  do {
    const query = { fields: 'name', active, limit: pageSize, cursor }
    const page: Page<Named> = await clientOf(account).list(resource, query, { signal })
    names.push(...page.data)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return names
}

/** Names by id; the id stands for a missing name. */
export function toNames(rows: readonly Named[]): ReadonlyMap<string, string> {
  return new Map(rows.map(({ id, name }) => [id, name ?? id]))
}
