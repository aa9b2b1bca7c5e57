import type { Random } from '../lib/random.ts'
import { formatTicks, TICKS_PER_DAY, type Ticks } from '../lib/ticks.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import { CITIES, STREETS } from '../world/names.ts'
import type { Timeline } from '../world/timeline.ts'
import type { World } from '../world/world.ts'

/** The first id of the office users who create records: the `userId` of employees. */
export const FIRST_USER_ID = 1_000_015

export const userIdOf = (world: World, random: Random): number =>
  FIRST_USER_ID + random.int(Math.max(1, world.timelines.employees.size))

/** Both times of a base record, in the API's format. */
export const timesOf = (timeline: Timeline, rank: number): { createdOn: string; modifiedOn: string } => ({
  createdOn: formatTicks(timeline.createdAt(rank)),
  modifiedOn: formatTicks(timeline.modifiedAt(timeline.feedIndexOf(rank))),
})

/** A postal address in the form of customers and locations. */
export const addressOf = (random: Random) => {
  const { city, state, zip, latitude, longitude } = random.pick(CITIES)
  const hasCoordinates = random.chance(0.9)
  const scatter = (degrees: number): number =>
    Number((degrees + (random.int(200_000) - 100_000) / 1e6).toFixed(7))
  return {
    street: `${random.int(9800) + 100} ${random.pick(STREETS)}`,
    unit: random.chance(0.15) ? `#${random.int(40) + 1}` : null,
    city,
    state,
    zip: String(zip + random.int(20)).padStart(5, '0'),
    country: 'USA',
    latitude: hasCoordinates ? scatter(latitude) : null,
    longitude: hasCoordinates ? scatter(longitude) : null,
  }
}

/** The start of the instant's UTC day, in the API's format. */
export const dayOf = (ticks: Ticks): string => formatTicks(Math.floor(ticks / TICKS_PER_DAY) * TICKS_PER_DAY)

/** Cents as the text of an amount. Divided last, so that no binary fraction is printed. */
export const amountOf = (cents: number): string => (cents / 100).toFixed(2)

/** The ranks of the children of the record with this id. */
export const ranksOfChildren = (
  world: World,
  { child, parent, id }: { child: ResourceName; parent: ResourceName; id: string },
): number[] => {
  const rank = world.timelines[parent].rankOf(Number(id))
  if (rank === undefined || world.timelines[child].size === 0) return []
  const { first, count } = world.spreads[child].childrenOf(rank)
  return Array.from({ length: count }, (_, slot) => first + slot)
}
