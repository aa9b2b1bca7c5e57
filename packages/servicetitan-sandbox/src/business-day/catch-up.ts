import type { Clock } from '../lib/clock.ts'
import { createLocalTime } from '../lib/local-time.ts'
import { msOfTicks, ticksOfMs } from '../lib/ticks.ts'
import type { BusinessDay, BusinessDayOptions } from './business-day.ts'

/** The number of days before today to simulate, so that past days have visits too. */
const DAYS_BEFORE = 2

/** Changes per minute until the present: few at night, and few by day besides those of the planned visits. */
const RATE = { night: 1, day: 10 }
const DAY = { from: 7, to: 20 }

/** How long before the present a day stops that has no further changes: longer than an export's lag. */
const QUIET_MS = 20 * 60_000

/** The start of the first simulated day: the data is generated around this instant, and the clock starts there. */
export const startOfSimulation = (nowMs: number, timeZone: string): number => {
  const time = createLocalTime(timeZone)
  return msOfTicks(time.at(time.dayOf(ticksOfMs(nowMs)) - DAYS_BEFORE, 0))
}

/**
 * Starts a planned business day and advances it to the present.
 * @param options.changesPerMinute from then on; 0: the day stops shortly before, so that exports have all changes at once
 */
export const catchUp = (
  sandbox: { clock: Clock; startBusinessDay: (options: BusinessDayOptions) => BusinessDay },
  { timeZone, changesPerMinute, nowMs }: { timeZone: string; changesPerMinute: number; nowMs: number },
): BusinessDay => {
  const { clock } = sandbox
  const time = createLocalTime(timeZone)
  const day = sandbox.startBusinessDay({ timeZone, isPlanned: true, changesPerMinute: RATE.night })
  // Refuses a wrong rate before the simulation.
  if (changesPerMinute !== 0) day.changesPerMinute = changesPerMinute
  const end = changesPerMinute === 0 ? nowMs - QUIET_MS : nowMs
  const advanceTo = (ms: number): void => clock.advance(Math.max(0, Math.min(ms, end) - clock.now()))
  const today = time.dayOf(ticksOfMs(end))
  day.changesPerMinute = RATE.night
  for (let date = time.dayOf(ticksOfMs(clock.now())); date <= today; date++) {
    advanceTo(msOfTicks(time.at(date, DAY.from)))
    day.changesPerMinute = RATE.day
    advanceTo(msOfTicks(time.at(date, DAY.to)))
    day.changesPerMinute = RATE.night
  }
  advanceTo(end)
  if (changesPerMinute === 0) day.stop()
  else day.changesPerMinute = changesPerMinute
  clock.advance(Math.max(0, nowMs - clock.now()))
  return day
}
