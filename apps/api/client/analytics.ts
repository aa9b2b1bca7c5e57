import type { Grain } from 'analytics'
import type {
  BehindRow,
  FactsState,
  MetricDefinition,
  MetricsAnswer,
} from '../src/analytics/analytics-schemas.ts'
import type {
  BacklogReport,
  CustomersReport,
  OpenInvoice,
  Recall,
  ReceivablesReport,
} from '../src/analytics/report-schemas.ts'
import type { Cancel, Page, Paging } from './paging.ts'
import type { createRequest, Query } from './request.ts'

type MetricsQuery = Period & {
  /** Names of metrics. */
  readonly metrics: readonly string[]
  readonly by?: MetricDefinition['dimensions'][number] | undefined
  readonly grain?: Grain | undefined
  readonly compare?: 'previous' | 'year' | undefined
} & MetricFilters
type Period = {
  /** The first day of the period. */
  readonly from: string
  /** The day after its last one. */
  readonly to: string
}
type BehindQuery = Period & { readonly metric: string } & MetricFilters
type JobFilters = {
  readonly businessUnitId?: string | undefined
  readonly jobTypeId?: string | undefined
  readonly campaignId?: string | undefined
}
type MetricFilters = JobFilters & { readonly technicianId?: string | undefined }
type RecallsQuery = Period & JobFilters
type DayQuery = { readonly on: string }

/** The metrics and reports of a tenant; part of `createClient`. */
export function createAnalytics(request: ReturnType<typeof createRequest>) {
  const get = <T>(path: string, query: Query = {}, { signal }: Cancel = {}) =>
    request<T>(`/analytics/${path}`, { query, signal })
  const csv = (path: string, query: Query = {}, { signal }: Cancel = {}) =>
    request<Blob>(`/analytics/${path}`, { query: { ...query, format: 'csv' }, accept: 'text/csv', signal })
  return {
    /** The definitions of all metrics. */
    metrics: (options?: Cancel) =>
      get<{ readonly data: readonly MetricDefinition[] }>('metrics', {}, options),
    /** How far the facts of the metrics have followed the records. */
    analyticsStatus: (options?: Cancel) =>
      get<{ readonly timeZone: string; readonly computedAt: string | null; readonly asOf: FactsState }>(
        'status',
        {},
        options,
      ),
    /** Metrics of a period, by a dimension and in parts. */
    queryMetrics: (query: MetricsQuery, options?: Cancel) =>
      get<MetricsAnswer>('query', joined(query), options),
    /** The records behind a metric, newest first. */
    behindMetric: (query: Paging & BehindQuery, options?: Cancel) =>
      get<Page<BehindRow>>('rows', query, options),
    /** What was still to be paid at the end of a day. */
    receivables: (query: DayQuery, options?: Cancel) => get<ReceivablesReport>('receivables', query, options),
    openInvoices: (query: Paging & DayQuery, options?: Cancel) =>
      get<Page<OpenInvoice>>('receivables/invoices', query, options),
    /** The recalls of the jobs completed in a period, each with both jobs, those of the newest jobs first. */
    recalls: (query: Paging & RecallsQuery, options?: Cancel) => get<Page<Recall>>('recalls', query, options),
    /** The jobs that are open now. */
    backlog: (options?: Cancel) => get<BacklogReport>('backlog', {}, options),
    /** The customers of a period, and the cohorts of its months. */
    customersReport: (query: Period, options?: Cancel) => get<CustomersReport>('customers', query, options),
    /** The same as CSV, each with all of its rows. */
    csv: {
      queryMetrics: (query: MetricsQuery, options?: Cancel) => csv('query', joined(query), options),
      behindMetric: (query: BehindQuery, options?: Cancel) => csv('rows', query, options),
      openInvoices: (query: DayQuery, options?: Cancel) => csv('receivables/invoices', query, options),
      recalls: (query: RecallsQuery, options?: Cancel) => csv('recalls', query, options),
      backlog: (options?: Cancel) => csv('backlog', {}, options),
      cohorts: (query: Period, options?: Cancel) => csv('customers', query, options),
    },
  }
}

const joined = ({ metrics, ...query }: MetricsQuery) => ({ metrics: metrics.join(), ...query })
