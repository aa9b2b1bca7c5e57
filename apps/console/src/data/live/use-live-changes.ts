import { type Query, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Account } from '../../session/account.ts'
import { isRefusal } from '../../session/is-refusal.ts'
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
/** The time for which the first change waits for those of the same transaction. */
const gatherMs = 50

/**
 * Refetches the queries of an account when its change feed reports a change of a resource that they watch, and the failed
 * ones whenever the feed says that the API responds.
 */
export function useLiveChanges(account: Account | undefined): LiveState | undefined {
  const client = useQueryClient()
  const [state, setState] = useState<LiveState>()
  useEffect(() => {
    if (!account) return setState(undefined)
    const stop = new AbortController()
    const changed = new Set<string>()
    let timer: ReturnType<typeof setTimeout> | undefined
    let refetchedAt = Number.NEGATIVE_INFINITY
    const isStale = ({ queryKey, meta }: Query) =>
      queryKey[0] === account.tenantId && (meta?.watches ?? []).some((resource) => changed.has(resource))
    // The API could not be reached, but responds again; what it refused, it would refuse again.
    const hasFailed = ({ queryKey, state: { error } }: Query) =>
      queryKey[0] === account.tenantId && error !== null && !isRefusal(error)
    const refetch = () => {
      timer = undefined
      refetchedAt = performance.now()
      void client.invalidateQueries({ predicate: (query) => isStale(query) || hasFailed(query) })
      changed.clear()
    }
    void followAccount({
      account,
      signal: stop.signal,
      onState: setState,
      onAlive: () => void client.invalidateQueries({ predicate: hasFailed }),
      onChange: (resource) => {
        changed.add(resource)
        timer ??= setTimeout(refetch, Math.max(gatherMs, refetchedAt + settleMs - performance.now()))
      },
      onGap: () => {
        // A query that is still loading reads the data after the gap anyway.
        void client.invalidateQueries({
          predicate: ({ queryKey, meta, state: { status } }) =>
            queryKey[0] === account.tenantId && meta?.watches !== undefined && status !== 'pending',
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
