import { unit } from '../lib/random.ts'
import type { World } from '../world/world.ts'
import { type JobFacts, jobFactsOf } from './job-facts.ts'

const SALT = { offered: 101, accepted: 102, dismissed: 105 }

/** The options of an offer, with their prices compared with the first one. */
export const OPTIONS = [
  { name: 'Good', ratio: 1 },
  { name: 'Better', ratio: 1.4 },
  { name: 'Best – “comfort”', ratio: 2 },
] as const

/** The share of repairs for which an offer is made first. */
export const OFFERED_SHARE = 0.2

/** The statuses of estimates; the numbers are assumed to follow this order: the vendor documents only the names. */
export const ESTIMATE_STATUSES = ['Open', 'Sold', 'Dismissed'] as const

/** Which jobs get estimates first: those with something to sell, then some of the repairs. */
export const offerPriorityOf = (world: World, job: number, kind: JobFacts['kind']): number => {
  const choice = unit(world.key, job, SALT.offered)
  if (kind === 'sale' || kind === 'install') return 3 + choice
  if (kind === 'repair') return choice < OFFERED_SHARE ? 2 + choice : 1 + choice
  return 0
}

/** The option that a customer accepts, or would: the cheapest two more often. @param choice in [0, 1) */
export const optionOf = (choice: number): number => (choice < 0.4 ? 0 : choice < 0.8 ? 1 : 2)

/** The price of an option, in cents, if another one has a known price. */
export const optionPrice = (option: number, known: { option: number; price: number }): number => {
  if (option === known.option) return known.price
  const ratio = (of: number): number => OPTIONS[of % OPTIONS.length]?.ratio ?? 1
  // Further options differ a little from the first three.
  const further = 1 + 0.05 * Math.floor(option / OPTIONS.length)
  return Math.round((known.price * ratio(option) * further) / ratio(known.option))
}

/** An estimate's job, option, status and subtotal before tax, in cents. */
export const estimateFactsOf = (world: World, rank: number) => {
  const { parent: job, slot } = world.spreads.estimates.parentOf(rank)
  const { count } = world.spreads.estimates.childrenOf(job)
  const facts = jobFactsOf(world, job)
  const accepted = Math.min(count - 1, optionOf(unit(world.key, job, SALT.accepted)))
  const isSold = facts.isSold && slot === accepted
  const isOver = facts.isSold || facts.isCompleted
  const isDismissed = !isSold && isOver && unit(world.key, job, SALT.dismissed) < (facts.isSold ? 0.85 : 0.6)
  return {
    job,
    slot,
    facts,
    status: isSold ? 1 : isDismissed ? 2 : 0,
    cents: optionPrice(slot, { option: accepted, price: facts.price }),
  }
}
