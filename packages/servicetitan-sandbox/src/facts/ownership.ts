import { unit } from '../lib/random.ts'
import { pickExisting, type World } from '../world/world.ts'

const SALT = { customerMerged: 24, locationMerged: 21, locationOfJob: 23 }

/** Every eleventh customer may have been merged into the one before it, which remains. */
const MERGED_OF = 11

export const isMergedCustomer = (world: World, rank: number): boolean =>
  rank % MERGED_OF === MERGED_OF - 1 && unit(world.key, rank, SALT.customerMerged) < 0.3

/** Whether another customer may have been merged into this one. */
export const mayBeMergeTarget = (rank: number): boolean => rank % MERGED_OF === MERGED_OF - 2

/** The customer that owns a customer's locations now: itself, or the one it was merged into. */
export const mergeTargetOf = (world: World, rank: number): number =>
  isMergedCustomer(world, rank) ? rank - 1 : rank

/** A customer's further locations may have been merged into the first, which remains. */
export const isMergedLocation = (world: World, rank: number): boolean =>
  world.spreads.locations.parentOf(rank).slot > 0 && unit(world.key, rank, SALT.locationMerged) < 0.3

/** The rank of the customer that owns a location now. */
export const customerOf = (world: World, rank: number): number =>
  mergeTargetOf(world, world.spreads.locations.parentOf(rank).parent)

/** The location of a job: one that existed when the job was booked, or the one it was merged into. */
export const locationOfJob = (world: World, job: number): number => {
  const at = world.timelines.jobs.createdAt(job)
  const rank = pickExisting(world.timelines.locations, at, unit(world.key, job, SALT.locationOfJob))
  return isMergedLocation(world, rank) ? rank - world.spreads.locations.parentOf(rank).slot : rank
}
