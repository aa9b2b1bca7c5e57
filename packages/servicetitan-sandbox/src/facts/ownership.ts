import { unit } from '../lib/random.ts'
import type { World } from '../world/world.ts'

const SALT = { customerMerged: 24, locationMerged: 21, locationOfJob: 23, returning: 28 }

/** The share of locations whose owners book again, so that 35 % of customers do: some have several locations. */
const RETURNING_SHARE = 0.2

/** Of bookings at such locations, the older ones get more: those of the first n-th part get the root of that part. */
const ROOT = 1.7

/** The share of locations that may have a booking; the newest have none yet. */
const BOOKED_SHARE = 0.97

const MAX_TRIES = 64

/** Every eleventh customer may have been merged into the previous one. */
const MERGED_OF = 11

export const isMergedCustomer = (world: World, rank: number): boolean =>
  rank % MERGED_OF === MERGED_OF - 1 && unit(world.key, rank, SALT.customerMerged) < 0.3

/** Whether another customer may have been merged into this one. */
export const mayBeMergeTarget = (rank: number): boolean => rank % MERGED_OF === MERGED_OF - 2

/** The customer that currently owns a customer's locations: itself, or the customer into which it was merged. */
export const mergeTargetOf = (world: World, rank: number): number =>
  isMergedCustomer(world, rank) ? rank - 1 : rank

/** Whether a location was merged into its customer's first one. */
export const isMergedLocation = (world: World, rank: number): boolean =>
  world.spreads.locations.parentOf(rank).slot > 0 && unit(world.key, rank, SALT.locationMerged) < 0.3

/** The rank of the customer that currently owns a location. */
export const customerOf = (world: World, rank: number): number =>
  mergeTargetOf(world, world.spreads.locations.parentOf(rank).parent)

/** Whether a location's owner books again, so that it may have any number of jobs. */
const isReturning = (world: World, location: number): boolean =>
  unit(world.key, location, SALT.returning) < RETURNING_SHARE

/** The location that a job would have if every location had the same number of jobs, in order. */
const locationInTurn = ({ sizes }: World, job: number): number =>
  Math.floor((job * BOOKED_SHARE * sizes.locations) / sizes.jobs)

/** A location whose owner books again, rather an old one, among the first `existing`. */
const returningLocation = (world: World, job: number, existing: number): number => {
  let location = 0
  for (let n = 0; n < MAX_TRIES; n++) {
    location = Math.floor(existing * unit(world.key, job * MAX_TRIES + n, SALT.locationOfJob) ** ROOT)
    if (isReturning(world, location)) break
  }
  return location
}

/**
 * The location of a job that is not a recall: one that existed when the job was booked, or the location into which that
 * was merged. Most locations have one job; the others have all the rest.
 */
export const locationOfJob = (world: World, job: number): number => {
  const { locations, jobs } = world.timelines
  const existing = Math.max(1, locations.firstCreatedFrom(jobs.createdAt(job)))
  const inTurn = locationInTurn(world, job)
  const isItsTurn = job === 0 || locationInTurn(world, job - 1) !== inTurn
  const rank =
    isItsTurn && inTurn < existing && !isReturning(world, inTurn)
      ? inTurn
      : returningLocation(world, job, existing)
  return isMergedLocation(world, rank) ? rank - world.spreads.locations.parentOf(rank).slot : rank
}
