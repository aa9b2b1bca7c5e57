import type { Grain } from 'api/client'
import { addDays, addMonths, formatCalendarDate, formatMonth, isDay } from '../../time/local-day.ts'

/** The periods that a report offers, in the order of its menu. */
export const periods = {
  'last-30-days': 'Last 30 days',
  'this-month': 'This month',
  'last-month': 'Last month',
  'this-year': 'This year',
  'last-year': 'Last year',
  'last-12-months': 'Last 12 months',
  custom: 'Custom',
} as const

export type PeriodName = keyof typeof periods

export const usualPeriod: PeriodName = 'last-12-months'

/** A period of local days. */
export interface ReportPeriod {
  readonly name: PeriodName
  readonly from: string
  /** The day after the last one. */
  readonly to: string
  /** The parts that it is shown in. */
  readonly grain: Grain
}

export interface PeriodFilters {
  readonly period: string | undefined
  /** The first and the last day of a custom period. */
  readonly from: string | undefined
  readonly through: string | undefined
}

/**
 * The period of the filters in the address. One that is not over yet ends with today, so that it is compared with as many
 * days.
 * @param today the tenant's day, YYYY-MM-DD
 */
export function periodOf(filters: PeriodFilters, today: string): ReportPeriod {
  const name = isPeriod(filters.period) ? filters.period : usualPeriod
  const { from, to } = daysOf(name, filters, today)
  return { name, from, to, grain: grainOf(from, to) }
}

const isPeriod = (name: string | undefined): name is PeriodName =>
  name !== undefined && Object.hasOwn(periods, name)

function daysOf(name: PeriodName, { from, through }: PeriodFilters, today: string) {
  const month = today.slice(0, 7)
  const year = Number(today.slice(0, 4))
  const tomorrow = addDays(today, 1)
  switch (name) {
    case 'last-30-days':
      return { from: addDays(today, -29), to: tomorrow }
    case 'this-month':
      return { from: `${month}-01`, to: tomorrow }
    case 'last-month':
      return { from: `${addMonths(month, -1)}-01`, to: `${month}-01` }
    case 'this-year':
      return { from: `${year}-01-01`, to: tomorrow }
    case 'last-year':
      return { from: `${year - 1}-01-01`, to: `${year}-01-01` }
    case 'last-12-months':
      return { from: `${addMonths(month, -11)}-01`, to: tomorrow }
    case 'custom': {
      const last = isDay(through ?? null) ? String(through) : today
      const first = isDay(from ?? null) ? String(from) : `${last.slice(0, 7)}-01`
      // Of days in the wrong order, the first one counts.
      return { from: first, to: addDays(laterDay(first, last), 1) }
    }
  }
}

/** The earlier of two days, YYYY-MM-DD. */
export const earlierDay = (day: string, other: string): string => [day, other].toSorted()[0] ?? day

/** The later of two days, YYYY-MM-DD. */
export const laterDay = (day: string, other: string): string => [day, other].toSorted()[1] ?? day

/** The number of days of a period. */
export const daysIn = ({ from, to }: { readonly from: string; readonly to: string }): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

/** Parts of which a chart has room for all. */
function grainOf(from: string, to: string): Grain {
  const days = daysIn({ from, to })
  if (days <= 31) return 'day'
  if (days <= 120) return 'week'
  if (days <= 3 * 366) return 'month'
  return days <= 9 * 366 ? 'quarter' : 'year'
}

const monthsOf = { month: 1, quarter: 3, year: 12 }

/** The first day after a part of a period. @param bucket the first day of the part */
export function endOfPart(bucket: string, grain: Grain): string {
  if (grain === 'day' || grain === 'week') return addDays(bucket, grain === 'day' ? 1 : 7)
  return `${addMonths(bucket.slice(0, 7), monthsOf[grain])}-01`
}

/** Nov 24, 2026; week of Nov 22, 2026; November 2026; Q4 2026; 2026 */
export function labelOfPart(bucket: string, grain: Grain): string {
  const year = bucket.slice(0, 4)
  switch (grain) {
    case 'day':
      return formatCalendarDate(bucket)
    case 'week':
      return `Week of ${formatCalendarDate(bucket)}`
    case 'month':
      return formatMonth(bucket.slice(0, 7))
    case 'quarter':
      return `Q${Math.ceil(Number(bucket.slice(5, 7)) / 3)} ${year}`
    case 'year':
      return year
  }
}

/** Nov 1, 2026 – Nov 24, 2026; one date if the period is one day. */
export function formatPeriod({ from, to }: { readonly from: string; readonly to: string }): string {
  const last = addDays(to, -1)
  return from === last
    ? formatCalendarDate(from)
    : `${formatCalendarDate(from)} – ${formatCalendarDate(last)}`
}

/** `2026-11-01-2026-11-24`: the first and the last day, for the name of a file. */
export const daysInName = ({ from, to }: { readonly from: string; readonly to: string }): string =>
  `${from}-${addDays(to, -1)}`
