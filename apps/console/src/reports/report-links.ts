import type { MetricDefinition } from 'api/client'
import { addDays } from '../time/local-day.ts'
import { memberNames, type RowsOf } from './members.ts'

/** A page of a report. */
interface Report {
  readonly path: string
  readonly title: string
  /** The filters in its address, besides those of the period and of what it is compared with. */
  readonly filters: readonly string[]
}

const jobFilters = ['businessUnit', 'jobType', 'campaign']
const revenue: Report = { path: '/revenue', title: 'Revenue', filters: jobFilters }
const scorecard: Report = { path: '/scorecard', title: 'Scorecard', filters: [] }
const quality: Report = { path: '/quality', title: 'Quality', filters: jobFilters }
const estimates: Report = {
  path: '/estimate-funnel',
  title: 'Estimate funnel',
  filters: [...jobFilters, 'technician'],
}

const reports: Readonly<Record<string, Report>> = {
  recall_rate: quality,
  first_time_fix_rate: quality,
  total_sales: estimates,
  sold_estimates: estimates,
  estimate_win_rate: estimates,
}

/** What is known of a metric. */
type Metric = Pick<MetricDefinition, 'name' | 'dimensions'>

/** The report that has a metric: those of technicians are in the scorecard, if no other report has them. */
export function reportOf({ name, dimensions }: Metric): Report {
  if (/^(created|won|open|dismissed)_/.test(name)) return estimates
  return reports[name] ?? (dimensions.includes('technician') ? scorecard : revenue)
}

/**
 * The path of the report that has a metric, within the account.
 * @param filters those of another report's address: of the members, the ones that the report filters too are kept
 */
export function reportPath(metric: Metric, filters: Readonly<Record<string, string | undefined>>): string {
  const { path, filters: own } = reportOf(metric)
  const search = new URLSearchParams()
  for (const name of ['period', 'from', 'through', 'compare', ...own]) {
    const value = filters[name]
    if (value) search.set(name, value)
  }
  return search.size > 0 ? `${path}?${search}` : path
}

/** The path of the report of the same period and filters as the rows behind a number. */
export function reportOfRows(metric: Metric, { from, to, ...members }: Omit<RowsOf, 'metric'>): string {
  return reportPath(metric, {
    period: 'custom',
    from,
    through: addDays(to, -1),
    ...Object.fromEntries(memberNames.map((name) => [name, members[name]])),
  })
}
