import { useAccount } from '../../session/use-accounts.ts'
import { localDay } from '../../time/local-day.ts'
import { useNow } from '../../time/use-now.ts'
import { formatPeriod, type PeriodFilters, periodOf, type ReportPeriod } from './report-period.ts'

const minuteMs = 60_000

/** The tenant's day, YYYY-MM-DD. */
export function useToday(): string {
  return localDay(useNow(minuteMs), useAccount().timeZone)
}

export interface UsedPeriod {
  readonly period: ReportPeriod
  /** The tenant's day, YYYY-MM-DD. */
  readonly today: string
  /** The period in words, and whose days it has. */
  readonly description: string
}

/** The period of the filters in the address. */
export function useReportPeriod(filters: PeriodFilters): UsedPeriod {
  const today = useToday()
  const { timeZone } = useAccount()
  const period = periodOf(filters, today)
  return { period, today, description: `${formatPeriod(period)} · days in ${timeZone}` }
}
