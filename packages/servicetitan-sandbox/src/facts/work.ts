import { memoFor } from '../lib/memo.ts'
import { unit } from '../lib/random.ts'
import { msOfTicks, TICKS_PER_DAY, type Ticks } from '../lib/ticks.ts'
import { BUSINESS_UNITS, JOB_TYPES, jobTypeNameOf, rankNamed } from '../world/labels.ts'
import { CALLBACK, chooseLine, kindOf, type WorkKind } from '../world/trades.ts'
import type { World } from '../world/world.ts'
import { campaignAt } from './campaign-results.ts'
import { locationOfJob } from './ownership.ts'
import { MAX_RECALL_RATE, recallRateOf, technicianAt } from './staff.ts'

const SALT = { line: 32, type: 33, technician: 36, recall: 37, original: 38, accepted: 39 }

/** What a job is about. Numbers are ranks of base records. */
export type Work = {
  location: number
  businessUnit: number
  jobType: number
  kind: WorkKind
  campaign: number
  /** Who does the job, with or without helpers; null without technicians. */
  technician: number | null
  /** The job whose work is repeated free of charge. */
  recallFor: number | null
}

/**
 * The share of bookings that are recalls if there is a job to recall: 4 % of the jobs that can be recalled, which are
 * most of all.
 */
export const RECALL_SHARE = 0.036
/** The days from the completion of a job to its recall. */
export const RECALLED_AFTER = { from: 3, to: 25 }
const MAX_TRIES = 16

const existingAt = (world: World, name: 'business-units' | 'job-types', at: Ticks): number =>
  Math.max(1, world.timelines[name].firstCreatedFrom(at))

const bookedWorkOf = (world: World, job: number): Work => {
  const at = world.timelines.jobs.createdAt(job)
  const [units, types] = [existingAt(world, 'business-units', at), existingAt(world, 'job-types', at)]
  const month = new Date(msOfTicks(at)).getUTCMonth()
  const line = chooseLine(
    month,
    unit(world.key, job, SALT.line),
    ({ unit: unitName, jobType }) =>
      BUSINESS_UNITS.indexOf(unitName) < units && JOB_TYPES.indexOf(jobType) < types,
  )
  const choice = unit(world.key, job, SALT.type)
  const rankOf = (names: readonly string[], name: string | undefined, existing: number): number =>
    rankNamed(names.length, Math.max(0, names.indexOf(name ?? '')), existing, choice)
  const businessUnit = rankOf(BUSINESS_UNITS, line?.unit, units)
  const jobType = rankOf(JOB_TYPES, line?.jobType, types)
  return {
    location: locationOfJob(world, job),
    businessUnit,
    jobType,
    kind: kindOf(jobTypeNameOf(jobType)),
    campaign: campaignAt(world, job, at),
    technician: technicianAt(world, {
      at,
      unitRank: businessUnit,
      choice: unit(world.key, job, SALT.technician),
    }),
    recallFor: null,
  }
}

const mayBeRecall = (world: World, job: number): boolean => unit(world.key, job, SALT.recall) < RECALL_SHARE

/** The earlier job that a recall repeats, more often one of a technician with many recalls. */
const originalOf = (world: World, job: number): number | undefined => {
  const { jobs } = world.timelines
  const at = jobs.createdAt(job)
  const [latest, earliest] = [
    at - RECALLED_AFTER.from * TICKS_PER_DAY,
    at - RECALLED_AFTER.to * TICKS_PER_DAY,
  ]
  for (let n = 0; n < MAX_TRIES; n++) {
    const index = job * MAX_TRIES + n
    const back = 26 * unit(world.key, index, SALT.original)
    const original = jobs.firstCreatedFrom(latest - back * TICKS_PER_DAY)
    if (original >= job || mayBeRecall(world, original)) continue
    const { completedOn } = world.scheduleOf(original)
    if (completedOn === null || completedOn < earliest || completedOn > latest) continue
    const { technician } = workOf(world, original)
    const rate = technician === null ? MAX_RECALL_RATE : recallRateOf(world, technician)
    if (unit(world.key, index, SALT.accepted) < rate / MAX_RECALL_RATE) return original
  }
  return undefined
}

/** What a job is about: earlier work that is repeated, or what the customer asked for. */
export const workOf: (world: World, job: number) => Work = memoFor(4_096, (world: World, job: number) => {
  const callback = JOB_TYPES.indexOf(CALLBACK)
  const at = world.timelines.jobs.createdAt(job)
  const isRecall = mayBeRecall(world, job) && callback < existingAt(world, 'job-types', at)
  const original = isRecall ? originalOf(world, job) : undefined
  if (original === undefined) return bookedWorkOf(world, job)
  return { ...workOf(world, original), jobType: callback, kind: 'callback', recallFor: original }
})
