import { useQuery } from '@tanstack/react-query'
import type { ApiClient } from 'api/client'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'
import { useList } from './use-list.ts'

const listPollMs = 5000
const runPollMs = 1000

/** The runs that match the filters, newest first. */
export function useRuns(account: Account, filters: NonNullable<Parameters<ApiClient['runs']>[0]>) {
  return useList({
    queryKey: [account.tenantId, 'sync', 'runs', filters],
    read: (paging, signal) => clientOf(account).runs({ ...filters, ...paging }, { signal }),
    refetchInterval: listPollMs,
  })
}

/** A run, refetched every second until it has finished. */
export function useRun(account: Account, id: string) {
  return useQuery({
    queryKey: [account.tenantId, 'sync', 'runs', id],
    queryFn: ({ signal }) => clientOf(account).run(id, { signal }),
    refetchInterval: ({ state: { data } }) => (data?.finishedAt === null ? runPollMs : false),
  })
}
