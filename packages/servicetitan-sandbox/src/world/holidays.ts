import { memo } from '../lib/memo.ts'
import { msOfTicks, TICKS_PER_DAY } from '../lib/ticks.ts'

// A day is a number of whole UTC days since the epoch of ticks.

/** Sunday is 0. The epoch, 2015-01-01, was a Thursday. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7

/** Whether a date is a holiday on which contractors of the United States only serve emergencies. */
const isHolidayDate = (month: number, date: number, weekday: number): boolean => {
  if (month === 0) return date === 1
  if (month === 4) return weekday === 1 && date > 24
  if (month === 6) return date === 4
  if (month === 8) return weekday === 1 && date <= 7
  if (month === 10) return weekday === 4 && date > 21 && date <= 28
  return month === 11 && date === 25
}

/**
 * New Year's Day, Memorial Day, Independence Day, Labor Day, Thanksgiving and Christmas Day. Source: 5 U.S.C. 6103, of
 * which these are the days on which most contractors close.
 */
export const isHoliday: (day: number) => boolean = memo(4_096, (day) => {
  const at = new Date(msOfTicks(day * TICKS_PER_DAY))
  return isHolidayDate(at.getUTCMonth(), at.getUTCDate(), weekdayOf(day))
})
