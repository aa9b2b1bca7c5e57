import { TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, type Ticks } from './ticks.ts'

const twoDigits = (number: number): string => String(number).padStart(2, '0')

/**
 * A duration of whole seconds in .NET's format: `02:30:00`, or `1.02:03:04` with days. The vendor documents only that
 * it is a duration; this form was seen in an older version of its API.
 */
export const formatDuration = (ticks: Ticks): string => {
  const days = Math.floor(ticks / TICKS_PER_DAY)
  const hours = Math.floor((ticks % TICKS_PER_DAY) / TICKS_PER_HOUR)
  const minutes = Math.floor((ticks % TICKS_PER_HOUR) / TICKS_PER_MINUTE)
  const seconds = Math.floor((ticks % TICKS_PER_MINUTE) / (TICKS_PER_MINUTE / 60))
  const time = [hours, minutes, seconds].map(twoDigits).join(':')
  return days === 0 ? time : `${days}.${time}`
}
