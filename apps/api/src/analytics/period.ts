import type { Grain } from 'analytics'
import { ProblemError } from '../http/problem.ts'

/** A period of local days; `to` is the day after its last one. */
export interface Period {
  readonly from: string
  readonly to: string
}

/** @throws {ProblemError} 400 for a period without days */
export function assertPeriod({ from, to }: Period): void {
  if (from >= to)
    throw new ProblemError(400, '`to` must be later than `from`: it is the day after the last one.')
}

const dayMs = 86_400_000
const at = (day: string): Date => new Date(`${day}T00:00:00Z`)
const dayOf = (date: Date): string => date.toISOString().slice(0, 10)
const shifted = (day: string, days: number): string => dayOf(new Date(at(day).getTime() + days * dayMs))

/** The period to compare with: as many days before, or the same days a year before; the 29th of February is the 28th. */
export function formerPeriod({ from, to }: Period, compare: 'previous' | 'year'): Period {
  if (compare === 'previous') {
    const days = (at(to).getTime() - at(from).getTime()) / dayMs
    return { from: shifted(from, -days), to: from }
  }
  return { from: yearBefore(from), to: yearBefore(to) }
}

function yearBefore(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-')
  return `${Number(year) - 1}-${month}-${month === '02' && date === '29' ? '28' : date}`
}

/** The first days of the parts of a period. */
export function bucketsOf({ from, to }: Period, grain: Grain): string[] {
  const buckets: string[] = []
  for (let bucket = startOf(from, grain); bucket < to; bucket = next(bucket, grain)) buckets.push(bucket)
  return buckets
}

/** Whether days of a part are outside of the period, or not over yet. @param today the tenant's day */
export function isPartial(
  bucket: string,
  grain: Grain,
  { from, to, today }: Period & { readonly today: string },
): boolean {
  const end = next(bucket, grain)
  return bucket < from || end > to || end > today
}

/** The day in a time zone. */
export function dayIn(timeZone: string, now: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now)
}

function startOf(day: string, grain: Grain): string {
  const date = at(day)
  switch (grain) {
    case 'day':
      return day
    case 'week':
      return shifted(day, -date.getUTCDay())
    case 'month':
      return `${day.slice(0, 7)}-01`
    case 'quarter':
      return dayOf(new Date(Date.UTC(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / 3) * 3, 1)))
    case 'year':
      return `${day.slice(0, 4)}-01-01`
  }
}

function next(bucket: string, grain: Grain): string {
  const date = at(bucket)
  if (grain === 'day' || grain === 'week') return shifted(bucket, grain === 'day' ? 1 : 7)
  const months = { month: 1, quarter: 3, year: 12 }[grain]
  return dayOf(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1)))
}
