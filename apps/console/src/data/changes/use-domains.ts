import { useQuery } from '@tanstack/react-query'
import type { Domains } from 'api/client'
import { type Account, allows } from '../../session/account.ts'
import { clientOf } from '../../session/client-of.ts'

type Domain = Domains['data'][number]['domain']
type WriteScope = 'write:dispatch' | 'write:records'

/** A switch of a domain is rare, and is no change of a record, so that the feed does not report it. */
const pollMs = 30_000
const none: ReadonlySet<Domain> = new Set()

/** The domains of the account whose records LAZI owns; none while they are not known. */
function useOwnedDomains(account: Account): ReadonlySet<Domain> {
  const { data = none } = useQuery({
    queryKey: [account.tenantId, 'domains'],
    queryFn: ({ signal }) => clientOf(account).domains({ signal }),
    select: ownedOf,
    staleTime: pollMs,
    refetchInterval: pollMs,
  })
  return data
}

const ownedOf = ({ data }: Domains): ReadonlySet<Domain> =>
  new Set(data.filter(({ mode }) => mode === 'lazi').map(({ domain }) => domain))

/** Whether the user may change records of a domain: LAZI owns them, and the key has the scope. */
export function useMayChange(account: Account, domain: Domain, scope: WriteScope): boolean {
  return useOwnedDomains(account).has(domain) && allows(account, scope)
}
