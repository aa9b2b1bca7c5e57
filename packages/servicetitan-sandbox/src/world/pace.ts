import { lowerBound, msOfTicks, TICKS_PER_DAY, type Ticks } from '../lib/ticks.ts'
import { isHoliday, weekdayOf } from './holidays.ts'
import { demandOf } from './trades.ts'

/**
 * The pace of business between two instants. Ranks and feed indexes are spread over an even time; a pace maps it to real
 * time, in which more happens by day, on weekdays, in a season, and each year. Both are equal at the two instants and
 * outside of them, and each ascends strictly with the other, so no order changes.
 */
export type Pace = {
  realOf: (even: Ticks) => Ticks
  /** The inverse, up to rounding. */
  evenOf: (real: Ticks) => Ticks
}

/** How much more business there is after a year. */
const GROWTH = 1.08

/** The share of a day's business in the second half of the UTC day, which is daytime in the United States. */
const DAYTIME_SHARE = 0.85

/** Sunday first. */
const WEEKDAY_WEIGHTS = [0.25, 1.15, 1.05, 1, 1, 1.05, 0.5]
const HOLIDAY_WEIGHT = 0.2

const HALF_DAY = TICKS_PER_DAY / 2
const YEAR = 365 * TICKS_PER_DAY

/** The business of a half day, compared with others. */
const weightOf = (start: Ticks, half: number): number => {
  const day = Math.floor(half / 2)
  const month = new Date(msOfTicks(day * TICKS_PER_DAY)).getUTCMonth()
  const ofDay = isHoliday(day) ? HOLIDAY_WEIGHT : (WEEKDAY_WEIGHTS[weekdayOf(day)] ?? 1)
  const growth = GROWTH ** ((half * HALF_DAY - start) / YEAR)
  return demandOf(month) * growth * ofDay * (half % 2 === 0 ? 1 - DAYTIME_SHARE : DAYTIME_SHARE)
}

/** @param start the first instant of the history. @param end its last one, later */
export const createPace = (start: Ticks, end: Ticks): Pace => {
  const firstHalf = Math.floor(start / HALF_DAY)
  const halves = Math.max(1, Math.ceil(end / HALF_DAY) - firstHalf)
  // The n-th half day begins at reals[n]; before it, the share evens[n] of all business was done.
  const reals = new Float64Array(halves + 1)
  const evens = new Float64Array(halves + 1)
  reals[0] = start
  for (let n = 0; n < halves; n++) {
    const until = n === halves - 1 ? end : (firstHalf + n + 1) * HALF_DAY
    const from = reals[n] ?? start
    reals[n + 1] = until
    evens[n + 1] = (evens[n] ?? 0) + weightOf(start, firstHalf + n) * (until - from)
  }
  const scale = (end - start) / (evens[halves] ?? 1)
  for (let n = 0; n <= halves; n++) evens[n] = start + (evens[n] ?? 0) * scale

  /** Interpolates between the two half days around `at`. */
  const map = (at: Ticks, from: Float64Array, to: Float64Array): Ticks => {
    if (at <= start || at >= end) return at
    const after = lowerBound(1, halves, at, (index) => from[index] ?? 0)
    const [low = 0, high = 0] = [from[after - 1], from[after]]
    const [first = 0, last = 0] = [to[after - 1], to[after]]
    return Math.floor(first + ((at - low) / (high - low)) * (last - first))
  }
  return { realOf: (even) => map(even, evens, reals), evenOf: (real) => map(real, reals, evens) }
}
