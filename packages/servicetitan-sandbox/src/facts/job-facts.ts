import { memoFor } from '../lib/memo.ts'
import { unit } from '../lib/random.ts'
import { TICKS_PER_HOUR } from '../lib/ticks.ts'
import type { WorkKind } from '../world/trades.ts'
import type { World } from '../world/world.ts'
import { qualityOf } from './campaign-results.ts'
import { customerOf } from './ownership.ts'
import { priceFactorOf, winFactorOf } from './staff.ts'
import { type Work, workOf } from './work.ts'

const SALT = { noCharge: 35, price: 40, won: 42, hours: 43 }

/**
 * Values that must be equal in a job, its estimates, its invoices and its payments. Numbers are ranks of base records.
 */
export type JobFacts = Work & {
  customer: number
  isCompleted: boolean
  noCharge: boolean
  /** What the work costs before tax, in cents, whether or not it is sold or done. */
  price: number
  /** Whether the customer accepted an estimate. */
  isSold: boolean
  /** The job's revenue before tax, in cents: 0 until it is completed. */
  cents: number
}

/** Prices in cents. Most repairs are small. */
const PRICES: Readonly<Record<WorkKind, { from: number; to: number }>> = {
  callback: { from: 0, to: 0 },
  'tune-up': { from: 9_900, to: 19_900 },
  repair: { from: 18_000, to: 90_000 },
  install: { from: 600_000, to: 1_800_000 },
  sale: { from: 600_000, to: 1_800_000 },
}

/** What a customer who declines pays for the visit, in cents. */
const DIAGNOSTIC_FEE = 8_900

/** Half of the offers of a usual technician to a customer of a usual campaign; more of the cheap ones. */
const WIN_RATE = { cheapest: 0.65, dearest: 0.3 }

const NO_CHARGE_SHARE = 0.01

/**
 * The price of a kind of work, in cents.
 *
 * @param position in [0, 1): where in the range of prices, before the technician's factor
 */
export const priceOf = (kind: WorkKind, position: number, factor: number): number => {
  const { from, to } = PRICES[kind]
  return Math.round((from + (to - from) * position ** 2) * factor)
}

/** What a customer pays who accepts none of the offers, in cents; undefined: the price. */
export const declinedPriceOf = (kind: WorkKind): number | undefined =>
  kind === 'sale' ? 0 : kind === 'repair' ? DIAGNOSTIC_FEE : undefined

/** The share of offers that are accepted. @param position where in the range of prices */
export const winRateOf = (position: number, winFactor: number, quality: number): number =>
  (WIN_RATE.cheapest + (WIN_RATE.dearest - WIN_RATE.cheapest) * position) * winFactor * quality

/** The number of estimates of a job. */
const countEstimates = (world: World, job: number): number =>
  world.sizes.estimates === 0 ? 0 : world.spreads.estimates.childrenOf(job).count

export const jobFactsOf: (world: World, job: number) => JobFacts = memoFor(
  4_096,
  (world: World, job: number) => {
    const work = workOf(world, job)
    const { kind, technician, campaign } = work
    const { jobStatus } = world.scheduleOf(job)
    const isCompleted = jobStatus === 'Completed'
    const noCharge = kind === 'callback' || unit(world.key, job, SALT.noCharge) < NO_CHARGE_SHARE
    const position = unit(world.key, job, SALT.price)
    const factors =
      technician === null
        ? { price: 1, win: 1 }
        : { price: priceFactorOf(world, technician), win: winFactorOf(world, technician) }
    const price = priceOf(kind, position, factors.price)
    const isOffered = !noCharge && countEstimates(world, job) > 0
    const isWon = unit(world.key, job, SALT.won) < winRateOf(position, factors.win, qualityOf(campaign))
    // An installation was sold before it is booked.
    const isSold = isOffered && (kind === 'install' ? jobStatus !== 'Canceled' : isCompleted && isWon)
    const isDeclined = !isSold && (isOffered || kind === 'sale')
    const charged = isDeclined ? (declinedPriceOf(kind) ?? price) : price
    return {
      ...work,
      customer: customerOf(world, work.location),
      isCompleted,
      noCharge,
      price,
      isSold,
      cents: isCompleted && !noCharge ? charged : 0,
    }
  },
)

/** The id of the technician who did a job and made its sale, or null without technicians. */
export const sellerOf = (world: World, job: number): number | null => {
  const { technician } = workOf(world, job)
  return technician === null ? null : world.timelines.technicians.idOf(technician)
}

/** The hours of work that a job's invoice charges: about those that were planned. */
export const soldHoursOf = (world: World, job: number): number => {
  const { slots } = world.scheduleOf(job)
  const planned = slots.reduce(
    (sum, { start, end, status }) => sum + (status === 'Done' ? end - start : 0),
    0,
  )
  return Math.round((planned / TICKS_PER_HOUR) * (0.8 + 0.4 * unit(world.key, job, SALT.hours)) * 2) / 2
}
