import { useQuery } from '@tanstack/react-query'
import type { Domains } from 'api/client'
import { type Account, allows } from '../../session/account.ts'
import { clientOf } from '../../session/client-of.ts'

type Domain = Domains['data'][number]['domain']
type Mode = Domains['data'][number]['mode']
type Modes = ReadonlyMap<Domain, Mode>
type WriteScope = 'write:dispatch' | 'write:records'

/** A switch of a domain is rare, and is no change of a record, so that the feed does not report it. */
const pollMs = 30_000
const none: Modes = new Map()

/** Which side owns the records of each domain; empty while it is not known. */
function useModes(account: Account): Modes {
  const { data = none } = useQuery({ ...queryOf(account), select: modesOf })
  return data
}

/** Each domain with whether its changes are sent; empty while it is not known. */
export function useDomainStates(account: Account): Domains['data'] {
  const { data } = useQuery(queryOf(account))
  return data?.data ?? []
}

function queryOf(account: Account) {
  return {
    queryKey: [account.tenantId, 'domains'],
    queryFn: ({ signal }: { readonly signal: AbortSignal }) => clientOf(account).domains({ signal }),
    staleTime: pollMs,
    refetchInterval: pollMs,
  }
}

const modesOf = ({ data }: Domains): Modes => new Map(data.map(({ domain, mode }) => [domain, mode]))

/** Whether both sides change the records of a domain. */
export const useIsHybrid = (account: Account, domain: Domain) => useModes(account).get(domain) === 'hybrid'

/**
 * Whether the user may change records of a domain: LAZI owns them, and the key has the scope.
 * @param options.inHybrid whether it can be done while both sides change them, too. @default false
 */
export function useMayChange(
  account: Account,
  domain: Domain,
  scope: WriteScope,
  { inHybrid = false } = {},
): boolean {
  const mode = useModes(account).get(domain)
  return (mode === 'lazi' || (inHybrid && mode === 'hybrid')) && allows(account, scope)
}
