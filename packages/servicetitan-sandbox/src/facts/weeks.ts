import { createLocalTime, DEFAULT_TIME_ZONE } from '../lib/local-time.ts'
import { TICKS_PER_DAY, type Ticks } from '../lib/ticks.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import type { SizeRule } from '../world/sizes.ts'
import type { World } from '../world/world.ts'

/** The weeks that are planned: those of the past year, this one, and more than two ahead. */
const WEEKS = 56
const WEEKS_AHEAD = 2

/** How long before the week its plan is entered, how long that takes, and when the plan is last modified. */
const PLANNED_BEFORE = 28 * TICKS_PER_DAY
const PLANNED_WITHIN = 5 * TICKS_PER_DAY
const MODIFIED_AFTER = 3 * TICKS_PER_DAY

export const localTime = createLocalTime(DEFAULT_TIME_ZONE)

/** The Monday of a local day's week. The ticks' epoch, day 0, is a Thursday. */
const mondayOf = (day: number): number => day - ((day + 3) % 7)

/** The Monday of a planned week, as a local day. */
const mondayIn = (now: Ticks, week: number): number =>
  mondayOf(localTime.dayOf(now)) + 7 * (week - (WEEKS - 1 - WEEKS_AHEAD))

/** The number of records: places for each technician in each week. */
export const sizeOfWeeks = (name: ResourceName, places: number): SizeRule => ({
  defaultSize: ({ of }) => WEEKS * places * of('technicians'),
  constraint: (sizes) =>
    sizes[name] === 0 || sizes[name] === WEEKS * places * sizes.technicians
      ? undefined
      : `0 or ${WEEKS * places * sizes.technicians}, as each technician has ${WEEKS * places}`,
})

/** The times of a planned record. They ascend with rank, because ranks are grouped by week. */
export const timesInWeeks = ({ now, size, rank }: { now: Ticks; size: number; rank: number }) => {
  const perWeek = size / WEEKS
  const week = Math.floor(rank / perWeek)
  const share = (rank - week * perWeek + 1) / (perWeek + 1)
  const created = mondayIn(now, week) * TICKS_PER_DAY - PLANNED_BEFORE + Math.floor(PLANNED_WITHIN * share)
  return { created, modified: created + MODIFIED_AFTER }
}

/** The week, the technician and the place of a planned record. */
export const placeInWeek = (
  world: World,
  { name, places, rank }: { name: ResourceName; places: number; rank: number },
) => {
  const perWeek = world.sizes[name] / WEEKS
  const week = Math.floor(rank / perWeek)
  const inWeek = rank - week * perWeek
  return {
    week,
    /** The local day. */
    monday: mondayIn(world.now, week),
    /** The technician's rank. */
    technician: Math.floor(inWeek / places),
    place: inWeek % places,
  }
}

/** Whether a technician was employed when a record was entered. */
export const isEmployed = (world: World, name: ResourceName, rank: number, technician: number): boolean =>
  world.timelines.technicians.createdAt(technician) < world.timelines[name].createdAt(rank)
