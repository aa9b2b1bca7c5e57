import { unit } from '../lib/random.ts'
import type { Ticks } from '../lib/ticks.ts'
import { pickExisting, type World } from '../world/world.ts'

const SALT = { price: 141, recall: 142, win: 143 }

/** The ranks of the business units of ten technicians; the pattern repeats. */
const UNITS = [0, 2, 0, 3, 0, 1, 4, 0, 2, 0] as const

/** The rank of the business unit to which a technician belongs, also before the unit exists. */
export const unitOfTechnician = (technician: number): number => UNITS[technician % UNITS.length] ?? 0

/** By which factor a technician charges more than others, at most a quarter. */
export const priceFactorOf = (world: World, technician: number): number =>
  0.75 + 0.5 * unit(world.key, technician, SALT.price)

/** The share of a technician's jobs after which the customer calls again: from 2 to 6 %. */
export const recallRateOf = (world: World, technician: number): number =>
  0.02 + 0.04 * unit(world.key, technician, SALT.recall)

/** The largest of these shares. */
export const MAX_RECALL_RATE = 0.06

/** By which factor a technician sells more estimates than others. */
export const winFactorOf = (world: World, technician: number): number =>
  0.7 + 0.6 * unit(world.key, technician, SALT.win)

/**
 * The rank of a technician who existed at an instant, of a business unit if it has any; null without technicians.
 *
 * @param choice in [0, 1)
 */
export const technicianAt = (
  world: World,
  { at, unitRank, choice }: { at: Ticks; unitRank: number; choice: number },
): number | null => {
  const { technicians } = world.timelines
  if (technicians.size === 0) return null
  const existing = technicians.firstCreatedFrom(at)
  const own = UNITS.flatMap((of, position) => (of === unitRank % 5 ? [position] : []))
  const [rounds, more] = [Math.floor(existing / UNITS.length), existing % UNITS.length]
  const count = rounds * own.length + own.filter((position) => position < more).length
  if (count === 0) return pickExisting(technicians, at, choice)
  const n = Math.floor(choice * count)
  return UNITS.length * Math.floor(n / own.length) + (own[n % own.length] ?? 0)
}
