import { createRandom, unit } from '../lib/random.ts'
import { TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, type Ticks } from '../lib/ticks.ts'
import type { Slot, World } from '../world/world.ts'

const SALT = { punctuality: 141, arrival: 142 }

/** The promised time: customers expect the technician within two hours of the visit's start. */
const PROMISED = 2 * TICKS_PER_HOUR

/** The share of late arrivals at visits that are long enough, before technician and hour are considered. */
const LATE_SHARE = 0.34

/** The shortest work at a customer, and the smallest delay of a late arrival. */
const SHORTEST_WORK = 15 * TICKS_PER_MINUTE
const SMALLEST_DELAY = 2 * TICKS_PER_MINUTE

const SECOND = TICKS_PER_MINUTE / 60

/** A delay with a tail: short ones are frequent, long ones are rare. @param choice in [0, 1) */
const withTail = (choice: number, mean: Ticks): Ticks => -Math.log(1 - choice) * mean

/** How far the working day of the continental United States, 13:00 to 23:00 UTC, has passed, from 0 to 1. */
const shareOfDay = (at: Ticks): number => {
  const hour = (at - Math.floor(at / TICKS_PER_DAY) * TICKS_PER_DAY) / TICKS_PER_HOUR
  return Math.max(0, Math.min(1, (hour - 13) / 10))
}

/**
 * When a technician was sent to a visit and arrived. Some technicians are late more often than others, and all are later
 * in the afternoon; the arrival is always before the end of the visit.
 *
 * @param technician the technician's id
 * @param rank the rank of the technician's assignment
 */
export const arrivalOf = (
  world: World,
  { technician, rank, visit }: { technician: number; rank: number; visit: Pick<Slot, 'start' | 'end'> },
): { dispatchedOn: Ticks; arrivedOn: Ticks } => {
  const random = createRandom(world.key ^ SALT.arrival, rank)
  const choice = (): number => random.int(10_000) / 10_000
  const day = shareOfDay(visit.start)
  const punctuality = 0.4 + 1.2 * unit(world.key, technician, SALT.punctuality)
  const latest = visit.end - SHORTEST_WORK
  const promised = visit.start + PROMISED
  const canBeLate = latest > promised + SMALLEST_DELAY
  const isLate = canBeLate && random.chance(LATE_SHARE * punctuality * (0.6 + 0.8 * day))
  const wanted = isLate
    ? promised + SMALLEST_DELAY + withTail(choice(), 25 * TICKS_PER_MINUTE)
    : Math.min(
        promised,
        visit.start - 10 * TICKS_PER_MINUTE + withTail(choice(), (10 + 15 * day) * TICKS_PER_MINUTE),
      )
  const arrivedOn = Math.floor(Math.min(latest, wanted) / SECOND) * SECOND
  return { dispatchedOn: arrivedOn - (15 * 60 + random.int(35 * 60)) * SECOND, arrivedOn }
}
