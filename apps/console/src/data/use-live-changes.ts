import { type Query, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Account } from '../session/account.ts'
import { followAccount, type LiveState } from './follow-account.ts'

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: {
      /** The resources whose changes make the query's data stale. */
      readonly watches?: readonly string[]
    }
  }
}

/** The minimum time between two refetches: changes arrive in pages of thousands. */
const settleMs = 1000

/** Refetches the queries of an account when its change feed reports a change of a resource that they watch. */
export function useLiveChanges(account: Account | undefined): LiveState | undefined {
  const client = useQueryClient()
  const [state, setState] = useState<LiveState>()
  useEffect(() => {
    if (!account) return setState(undefined)
    const stop = new AbortController()
    const changed = new Set<string>()
    let timer: ReturnType<typeof setTimeout> | undefined
    const isStale = ({ queryKey, meta }: Query) =>
      queryKey[0] === account.tenantId && (meta?.watches ?? []).some((resource) => changed.has(resource))
    const refetch = () => {
      timer = undefined
      void client.invalidateQueries({ predicate: isStale })
      changed.clear()
    }
    void followAccount({
      account,
      signal: stop.signal,
      onState: setState,
      onChange: (resource) => {
        changed.add(resource)
        timer ??= setTimeout(refetch, settleMs)
      },
      onGap: () => {
        // A query without data is still loading: it reads the data after the gap anyway.
        void client.invalidateQueries({
          predicate: ({ queryKey, meta, state: { dataUpdatedAt } }) =>
            queryKey[0] === account.tenantId && meta?.watches !== undefined && dataUpdatedAt > 0,
        })
      },
    })
    return () => {
      stop.abort()
      clearTimeout(timer)
    }
  }, [account, client])
  return state
}
