import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import type { ApiClient, MetricsAnswer } from 'api/client'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'
import { useList } from './use-list.ts'

const pollMs = 5000
const formerPollMs = 60_000
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

/** An answer, and when it arrived. */
export interface Answered<Answer> {
  readonly answer: Answer
  /** In milliseconds. */
  readonly readAt: number
}

/** An answer with its question: while a new question is asked, the page shows the answer of the one before. */
export interface AnsweredMetrics extends Answered<MetricsAnswer> {
  readonly asked: MetricsQuery
}

/** Metrics of a period, refetched every few seconds: the numbers follow the business day. */
export function useMetrics(account: Account, query: MetricsQuery) {
  return useQuery({
    queryKey: [account.tenantId, 'analytics', 'query', query],
    queryFn: async ({ signal }): Promise<AnsweredMetrics> => {
      return { asked: query, ...(await answered(clientOf(account).queryMetrics(query, { signal }))) }
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

export interface ReceivablesOptions {
  /** Whether the day is over for long, so that its numbers hardly change. @default false */
  readonly isFormer?: boolean
}

/** What was still to be paid at the end of a day. @param on YYYY-MM-DD */
export function useReceivables(account: Account, on: string, { isFormer = false }: ReceivablesOptions = {}) {
  return useQuery({
    queryKey: [account.tenantId, 'analytics', 'receivables', on],
    queryFn: ({ signal }) => answered(clientOf(account).receivables({ on }, { signal })),
    placeholderData: keepPreviousData,
    refetchInterval: isFormer ? formerPollMs : pollMs,
  })
}

/** The invoices that were still to be paid at the end of a day, those due first. @param on YYYY-MM-DD */
export function useOpenInvoices(account: Account, on: string) {
  return useList({
    queryKey: [account.tenantId, 'analytics', 'open-invoices', on],
    read: (paging, signal) => clientOf(account).openInvoices({ on, ...paging }, { signal }),
    refetchInterval: pollMs,
  })
}

/** The recalls of the jobs completed in a period, those of the newest jobs first. */
export function useRecalls(account: Account, query: Parameters<ApiClient['recalls']>[0]) {
  return useList({
    queryKey: [account.tenantId, 'analytics', 'recalls', query],
    read: (paging, signal) => clientOf(account).recalls({ ...query, ...paging }, { signal }),
    refetchInterval: pollMs,
  })
}

/** The customers of a period, and the cohorts of its months. */
export function useCustomersReport(
  account: Account,
  { from, to }: { readonly from: string; readonly to: string },
) {
  return useQuery({
    queryKey: [account.tenantId, 'analytics', 'customers', from, to],
    queryFn: ({ signal }) => answered(clientOf(account).customersReport({ from, to }, { signal })),
    placeholderData: keepPreviousData,
    refetchInterval: pollMs,
  })
}

/** The jobs that are open now. */
export function useBacklog(account: Account) {
  return useQuery({
    queryKey: [account.tenantId, 'analytics', 'backlog'],
    queryFn: ({ signal }) => answered(clientOf(account).backlog({ signal })),
    refetchInterval: pollMs,
  })
}

async function answered<Answer>(answer: Promise<Answer>): Promise<Answered<Answer>> {
  return { answer: await answer, readAt: Date.now() }
}

/** How far the facts of the metrics have followed the records. */
export function useAnalyticsStatus(account: Account) {
  return useQuery({
    queryKey: [account.tenantId, 'analytics', 'status'],
    queryFn: ({ signal }) => clientOf(account).analyticsStatus({ signal }),
    refetchInterval: pollMs,
  })
}

export interface CsvOptions {
  readonly onFile: (file: Blob) => void
  readonly onRefused: (error: Error) => void
}

/** Reads a report as CSV, by one of the client's methods. */
export type ReadCsv = (csv: ApiClient['csv']) => Promise<Blob>

/** Reads a report as CSV when it is asked to. */
export function useCsv(account: Account, { onFile, onRefused }: CsvOptions) {
  return useMutation({
    mutationFn: (read: ReadCsv) => read(clientOf(account).csv),
    onSuccess: onFile,
    onError: onRefused,
  })
}
