import { formatHour, localClock } from '../../time/format.ts'

interface Tick {
  readonly atMs: number
  readonly label: string
}

/** The part of a day that the board shows, with its ticks. */
export interface BoardScale {
  readonly fromMs: number
  readonly toMs: number
  /** The full hours of the tenant's local time. On the day when clocks are set back, one hour appears twice. */
  readonly ticks: readonly Tick[]
  /** The position of an instant, from 0 to 1; an instant outside of the board is moved to its edge. */
  readonly shareOf: (instantMs: number) => number
}

export interface BoardScaleOptions {
  /** The start of the day and of the next day, 23 or 25 hours apart when clocks change. */
  readonly fromMs: number
  readonly toMs: number
  readonly timeZone: string
  readonly intervals: readonly { readonly startMs: number; readonly endMs: number }[]
  readonly isWholeDay: boolean
}

const halfHourMs = 30 * 60_000
const earliestHour = 7
const latestHour = 18

/** A scale from 7:00 to 18:00, extended to bookings outside of these hours, or of the whole day. */
export function createBoardScale(options: BoardScaleOptions): BoardScale {
  const hours = fullHours(options)
  const [fromMs, toMs] = options.isWholeDay ? [options.fromMs, options.toMs] : visiblePart(options, hours)
  return {
    fromMs,
    toMs,
    ticks: hours
      .filter((atMs) => atMs >= fromMs && atMs < toMs)
      .map((atMs) => ({ atMs, label: formatHour(atMs, options.timeZone) })),
    shareOf: (instantMs) => Math.min(1, Math.max(0, (instantMs - fromMs) / (toMs - fromMs))),
  }
}

/** Clocks change by multiples of half an hour, so steps of half an hour reach every full local hour. */
function fullHours({ fromMs, toMs, timeZone }: BoardScaleOptions): number[] {
  const steps = Math.ceil((toMs - fromMs) / halfHourMs)
  return Array.from({ length: steps }, (_, step) => fromMs + step * halfHourMs).filter(
    (atMs) => localClock(atMs, timeZone).minute === 0,
  )
}

function visiblePart(options: BoardScaleOptions, hours: readonly number[]): [number, number] {
  const { fromMs, toMs, timeZone, intervals } = options
  const hourOf = (atMs: number) => localClock(atMs, timeZone).hour
  const usualFromMs = hours.find((atMs) => hourOf(atMs) >= earliestHour) ?? fromMs
  const usualToMs = hours.find((atMs) => hourOf(atMs) >= latestHour) ?? toMs
  const firstMs = Math.max(fromMs, Math.min(usualFromMs, ...intervals.map(({ startMs }) => startMs)))
  const lastMs = Math.min(toMs, Math.max(usualToMs, ...intervals.map(({ endMs }) => endMs)))
  return [hours.findLast((atMs) => atMs <= firstMs) ?? fromMs, hours.find((atMs) => atMs >= lastMs) ?? toMs]
}
