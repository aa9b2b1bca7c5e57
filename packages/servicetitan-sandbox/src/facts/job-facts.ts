import { createRandom, unit } from '../lib/random.ts'
import { businessUnitNameOf, jobTypeNameOf } from '../world/labels.ts'
import { isDoneBy } from '../world/trades.ts'
import { existingId, pickExisting, type World } from '../world/world.ts'
import { customerOf, locationOfJob } from './ownership.ts'

const SALT = { unit: 32, type: 33, campaign: 34, money: 35, technician: 36 }

/**
 * Values that must be equal in a job, its estimates, its invoices and its payments. Numbers are ranks of base records.
 */
export type JobFacts = {
  customer: number
  location: number
  businessUnit: number
  jobType: number
  campaign: number
  isCompleted: boolean
  noCharge: boolean
  /** The job's revenue before tax, in cents: 0 until it is completed. */
  cents: number
}

export const jobFactsOf = (world: World, job: number): JobFacts => {
  const at = world.timelines.jobs.createdAt(job)
  const location = locationOfJob(world, job)
  const isCompleted = world.scheduleOf(job).jobStatus === 'Completed'
  const businessUnit = pickExisting(world.timelines['business-units'], at, unit(world.key, job, SALT.unit))
  const random = createRandom(world.key ^ SALT.money, job)
  const noCharge = random.chance(0.06)
  const cents = 8_900 + random.int(random.chance(0.1) ? 1_500_000 : 90_000)
  return {
    customer: customerOf(world, location),
    location,
    businessUnit,
    jobType: jobTypeFor(world, job, businessUnit),
    campaign: pickExisting(world.timelines.campaigns, at, unit(world.key, job, SALT.campaign)),
    isCompleted,
    noCharge,
    cents: isCompleted && !noCharge ? cents : 0,
  }
}

/** The first of a few random job types that the business unit does, otherwise the first of them. */
const jobTypeFor = (world: World, job: number, businessUnit: number): number => {
  const random = createRandom(world.key ^ SALT.type, job)
  const at = world.timelines.jobs.createdAt(job)
  const few = Array.from({ length: 6 }, () =>
    pickExisting(world.timelines['job-types'], at, random.int(1_000) / 1_000),
  )
  const unitName = businessUnitNameOf(businessUnit)
  return few.find((jobType) => isDoneBy(jobTypeNameOf(jobType), unitName)) ?? few[0] ?? 0
}

/** The id of the technician who made the sale on a job, or null without technicians. */
export const sellerOf = (world: World, job: number): number | null =>
  existingId(
    world.timelines.technicians,
    world.timelines.jobs.createdAt(job),
    unit(world.key, job, SALT.technician),
  )
