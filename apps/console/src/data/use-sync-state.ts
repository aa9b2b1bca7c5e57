import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { SyncState } from 'api/client'
import { useEffect } from 'react'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'
import { waitingFor } from '../session/is-refusal.ts'

const pollMs = 5000

/** The state of the account's sync: workers, pause and tables; refetched every few seconds. */
export function useSyncState(account: Account) {
  return useQuery(queryOf(account))
}

/** The sync state of each of the account's tables, refetched every few seconds. */
export function useSyncTables(account: Account) {
  return useQuery({ ...queryOf(account), select: tablesOf })
}

/**
 * The state of the account's sync while tables of LAZI's records are not complete: once they are, everything that waited
 * for tables is read again.
 * @param tables the names of the tables, such as `jobs`
 */
export function useFilling(account: Account, tables: readonly string[]) {
  const client = useQueryClient()
  const query = useSyncState(account)
  const { data, dataUpdatedAt } = query
  useEffect(() => {
    const ready = new Set(data?.records.tables.flatMap(({ table, ready }) => (ready ? table : [])))
    if (!tables.every((table) => ready.has(table))) return
    void client.invalidateQueries({
      predicate: ({ queryKey, state: { error } }) =>
        queryKey[0] === account.tenantId && waitingFor(error) !== undefined,
    })
  }, [client, account.tenantId, tables, data, dataUpdatedAt])
  return query
}

const tablesOf = ({ tables }: SyncState) => tables

function queryOf(account: Account) {
  return {
    queryKey: [account.tenantId, 'sync', 'state'],
    queryFn: ({ signal }: { readonly signal: AbortSignal }) => clientOf(account).sync({ signal }),
    refetchInterval: pollMs,
  }
}
