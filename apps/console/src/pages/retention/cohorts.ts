import type { CustomersReport } from 'api/client'
import { addMonths } from '../../time/local-day.ts'

/** Months that a table has room for. */
const MAX_MONTHS = 12

/** How many of a cohort had a completed job in a month. */
interface CohortMonth {
  readonly customers: number
  /** Their share of the cohort, as a decimal. */
  readonly share: string
  /** Whether the month is not over yet. */
  readonly isPartial: boolean
}

/** The customers whose first job was completed in a month. */
export interface Cohort {
  /** YYYY-MM */
  readonly month: string
  readonly size: number
  /** The months after it until today; the first one is a month later. */
  readonly later: readonly CohortMonth[]
}

/** The cohorts of an answer, whose months without a job are 0 until today. @param today the tenant's day, YYYY-MM-DD */
export function cohortsOf({ cohorts }: CustomersReport, today: string): readonly Cohort[] {
  const thisMonth = today.slice(0, 7)
  return cohorts.map(({ month: firstDay, customers: [size = 0, ...counts] }) => {
    const month = firstDay.slice(0, 7)
    const length = Math.max(0, Math.min(monthsBetween(month, thisMonth), MAX_MONTHS))
    const later = Array.from({ length }, (_, place) => {
      const customers = counts[place] ?? 0
      return {
        customers,
        share: String(size === 0 ? 0 : customers / size),
        isPartial: addMonths(month, place + 1) === thisMonth,
      }
    })
    return { month, size, later }
  })
}

function monthsBetween(month: string, other: string): number {
  const [one, two] = [month, other].map((text) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)))
  return (two ?? 0) - (one ?? 0)
}
