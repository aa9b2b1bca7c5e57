import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ApiClient, MetricsAnswer } from 'api/client'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'
import { useList } from './use-list.ts'

const pollMs = 5000
/** The definitions change with a release. */
const definitionsStaleMs = 600_000

type MetricsQuery = Parameters<ApiClient['queryMetrics']>[0]

/** The definitions of all metrics. */
export function useMetricDefinitions(account: Account) {
  return useQuery({
    queryKey: [account.tenantId, 'analytics', 'metrics'],
    queryFn: async ({ signal }) => (await clientOf(account).metrics({ signal })).data,
    staleTime: definitionsStaleMs,
  })
}

/** An answer with its question: while a new question is asked, the page shows the answer of the one before. */
export interface AnsweredMetrics {
  readonly asked: MetricsQuery
  readonly answer: MetricsAnswer
  /** When it arrived, in milliseconds. */
  readonly readAt: number
}

/** Metrics of a period, refetched every few seconds: the numbers follow the business day. */
export function useMetrics(account: Account, query: MetricsQuery) {
  return useQuery({
    queryKey: [account.tenantId, 'analytics', 'query', query],
    queryFn: async ({ signal }): Promise<AnsweredMetrics> => {
      const answer = await clientOf(account).queryMetrics(query, { signal })
      return { asked: query, answer, readAt: Date.now() }
    },
    placeholderData: keepPreviousData,
    refetchInterval: pollMs,
  })
}

/** The records behind a metric, newest first. */
export function useBehindMetric(account: Account, query: Parameters<ApiClient['behindMetric']>[0]) {
  return useList({
    queryKey: [account.tenantId, 'analytics', 'rows', query],
    read: (paging, signal) => clientOf(account).behindMetric({ ...query, ...paging }, { signal }),
    refetchInterval: pollMs,
  })
}

/** How far the facts of the metrics have followed the records. */
export function useAnalyticsStatus(account: Account) {
  return useQuery({
    queryKey: [account.tenantId, 'analytics', 'status'],
    queryFn: ({ signal }) => clientOf(account).analyticsStatus({ signal }),
    refetchInterval: pollMs,
  })
}
