import { memo } from './memo.ts'

/**
 * Instants are numbers of 100 ns ticks, the vendor's resolution, counted from 2015 instead of 1970, so that they are
 * below 2^53, and exact, until 2043.
 */
export type Ticks = number

export const TICKS_PER_MS = 10_000
export const TICKS_PER_MINUTE = 60_000 * TICKS_PER_MS
export const TICKS_PER_HOUR = 60 * TICKS_PER_MINUTE
export const TICKS_PER_DAY = 24 * TICKS_PER_HOUR

const EPOCH_MS = Date.UTC(2015, 0, 1)

// Date and time, with optional fraction and offset. Without an offset the time is UTC, as in the vendor's documents.
const INSTANT = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?$/i

export const ticksOfMs = (ms: number): Ticks => Math.round((ms - EPOCH_MS) * TICKS_PER_MS)

export const msOfTicks = (ticks: Ticks): number => Math.floor(ticks / TICKS_PER_MS) + EPOCH_MS

// Dates and two-digit numbers are cached: a page of records has tens of thousands of instants.
const dateOf = memo(2048, (day) => new Date(EPOCH_MS + day * 86_400_000).toISOString().slice(0, 10))
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'))

/** RFC 3339 in UTC with 0 to 7 fraction digits, without trailing zeros, like the live API. */
export const formatTicks = (ticks: Ticks): string => {
  const day = Math.floor(ticks / TICKS_PER_DAY)
  const inDay = ticks - day * TICKS_PER_DAY
  const seconds = Math.floor(inDay / 10_000_000)
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  const time = `${TWO_DIGITS[hours]}:${TWO_DIGITS[minutes - hours * 60]}:${TWO_DIGITS[seconds - minutes * 60]}`
  let fraction = inDay - seconds * 10_000_000
  if (fraction === 0) return `${dateOf(day)}T${time}Z`
  let digits = 7
  for (; fraction % 10 === 0; digits--) fraction /= 10
  return `${dateOf(day)}T${time}.${String(fraction).padStart(digits, '0')}Z`
}

/** The instant of a date or an RFC 3339 text, or undefined for any other text. */
export const parseTicks = (text: string): Ticks | undefined => {
  const match = INSTANT.exec(text.trim())
  if (!match) return undefined
  const [, date, minutes = '00:00', seconds = '00', fraction = '', zone = 'Z'] = match
  const offset = zone.toUpperCase().replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')
  const ms = Date.parse(`${date}T${minutes}:${seconds}${offset}`)
  if (Number.isNaN(ms)) return undefined
  return ticksOfMs(ms) + Math.floor(Number(fraction.padEnd(9, '0')) / 100)
}

/** The first index of [low, high) whose ascending value is at least `target`; `high` if there is none. */
export const lowerBound = (
  low: number,
  high: number,
  target: number,
  valueAt: (index: number) => number,
): number => {
  let from = low
  let to = high
  while (from < to) {
    const middle = from + Math.floor((to - from) / 2)
    if (valueAt(middle) < target) from = middle + 1
    else to = middle
  }
  return from
}
