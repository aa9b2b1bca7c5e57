import { unit } from '../lib/random.ts'
import { pickExisting, type World } from '../world/world.ts'

const SALT = { customerMerged: 24, locationMerged: 21, locationOfJob: 23 }

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

/** The location of a job: one that existed when the job was booked, or the location into which that was merged. */
export const locationOfJob = (world: World, job: number): number => {
  const at = world.timelines.jobs.createdAt(job)
  const rank = pickExisting(world.timelines.locations, at, unit(world.key, job, SALT.locationOfJob))
  return isMergedLocation(world, rank) ? rank - world.spreads.locations.parentOf(rank).slot : rank
}
