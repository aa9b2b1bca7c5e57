import { formatHour, localClock } from '../../time/format.ts'

interface Tick {
  readonly atMs: number
  readonly label: string
}

/** Which part of a day the board shows. */
export interface BoardScale {
  readonly fromMs: number
  readonly toMs: number
  /** The full hours of the tenant's clocks. A day on which they are put back shows one of them twice. */
  readonly ticks: readonly Tick[]
  /** Where a moment stands, from 0 to 1; moments outside are at the edge. */
  readonly shareOf: (instantMs: number) => number
}

export interface BoardScaleOptions {
  /** The day, half open; 23 or 25 hours when clocks are changed. */
  readonly fromMs: number
  readonly toMs: number
  readonly timeZone: string
  readonly intervals: readonly { readonly startMs: number; readonly endMs: number }[]
  readonly isWholeDay: boolean
}

const halfHourMs = 30 * 60_000
const earliestHour = 7
const latestHour = 18

/** From 7 to 18 o'clock, wider where something is booked outside of that, or the whole day. */
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

/** Clocks are changed by whole half hours, so a full hour is found by half hours of real time. */
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
