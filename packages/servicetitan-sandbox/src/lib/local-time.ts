import { memo } from './memo.ts'
import { msOfTicks, TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, type Ticks, ticksOfMs } from './ticks.ts'

/** Local time in one time zone. A day is a number of whole days since the epoch of ticks. */
export type LocalTime = {
  dayOf: (at: Ticks) => number
  /** The local hour, with its fraction. */
  hourOf: (at: Ticks) => number
  /** The instant of a local hour on a day, also if daylight saving time begins or ends on that day. */
  at: (day: number, hour: number) => Ticks
}

/** The time zone of the working day, unless another is given. */
export const DEFAULT_TIME_ZONE = 'America/Chicago'

/** Offsets change only on a quarter of an hour, so one lookup per quarter suffices. */
const QUARTER = 15 * TICKS_PER_MINUTE

/** @throws an error that names the option when the time zone is unknown. */
export const createLocalTime = (timeZone: string): LocalTime => {
  const format = formatOf(timeZone)
  const offsetOf = memo(4_096, (quarter) => {
    const at = quarter * QUARTER
    const parts = Object.fromEntries(
      format.formatToParts(msOfTicks(at)).map(({ type, value }) => [type, value]),
    )
    const { year, month, day, hour, minute, second } = parts
    const shown = Date.UTC(
      Number(year),
      Number(month) - 1,
      Number(day),
      Number(hour),
      Number(minute),
      Number(second),
    )
    return ticksOfMs(shown) - at
  })
  const offsetAt = (at: Ticks): Ticks => offsetOf(Math.floor(at / QUARTER))
  const wallOf = (at: Ticks): Ticks => at + offsetAt(at)
  return {
    dayOf: (at) => Math.floor(wallOf(at) / TICKS_PER_DAY),
    hourOf: (at) => {
      const wall = wallOf(at)
      return (wall - Math.floor(wall / TICKS_PER_DAY) * TICKS_PER_DAY) / TICKS_PER_HOUR
    },
    at: (day, hour) => {
      const wall = Math.round(day * TICKS_PER_DAY + hour * TICKS_PER_HOUR)
      // Near an offset change the first estimate may be on the other side of the change, so the offset is read again
      // there.
      return wall - offsetAt(wall - offsetAt(wall))
    },
  }
}

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const number = '2-digit' as const
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: number,
      day: number,
      hour: number,
      minute: number,
      second: number,
    })
  } catch {
    throw new Error(`Expected \`timeZone\` to be a time zone such as America/Chicago, got ${timeZone}`)
  }
}
