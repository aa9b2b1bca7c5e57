import { ranksOfChildren, timesOf, userIdOf } from '../definition/common.ts'
import { isInteger } from '../definition/filter.ts'
import { sizeOfPlaces } from '../definition/places.ts'
import type { Id } from '../definition/record.ts'
import { exportOnlyDefaults, type Resource } from '../definition/resource.ts'
import { createRandom, unit } from '../lib/random.ts'
import { formatTicks } from '../lib/ticks.ts'
import { existingId, type World } from '../world/world.ts'

/** `Jpm.V2.ExportJobCanceledLogResponse`; `modifiedOn` is internal. */
export type JobCanceledLogRecord = {
  id: Id
  jobId: Id
  reasonId: Id
  memo: string | null
  createdOn: string
  modifiedOn: string
  createdById: number
  active: boolean
}

const SALT = { resumed: 191, record: 192 }

/** The share of other jobs that were cancelled and resumed: their log is inactive. */
const RESUMED_SHARE = 0.004

const isActive = (world: World, rank: number): boolean => world.scheduleOf(rank).jobStatus === 'Canceled'

const isPresent = (world: World, rank: number): boolean =>
  world.timelines['job-cancel-reasons'].size > 0 &&
  (isActive(world, rank) || unit(world.key, rank, SALT.resumed) < RESUMED_SHARE)

const MEMOS = ['Called at 7, will try again in spring', 'No answer, twice', 'Neighbor did it'] as const

/** A job's log has the job's rank. */
const createRecord = (world: World, rank: number): JobCanceledLogRecord => {
  const timeline = world.timelines['job-canceled-logs']
  const { jobs, 'job-cancel-reasons': reasons } = world.timelines
  const random = createRandom(world.key ^ SALT.record, rank)
  const booked = jobs.createdAt(rank)
  const starts = world.scheduleOf(rank).slots.map(({ start }) => start)
  const share = (1 + random.int(998)) / 1_000
  return {
    id: timeline.idOf(rank),
    jobId: jobs.idOf(rank),
    reasonId: existingId(reasons, booked, random.int(1_000) / 1_000) ?? 0,
    memo: random.chance(0.6) ? null : random.pick(MEMOS),
    ...timesOf(timeline, rank),
    createdOn: formatTicks(Math.floor(booked + (Math.min(...starts) - booked) * share)),
    createdById: userIdOf(world, random),
    active: isActive(world, rank),
  }
}

const ofJob = isInteger<JobCanceledLogRecord>('jobId', ({ jobId }) => jobId)

/** Source: OpenAPI `jpm-v2`, operation `Export_JobCancelReasons`. */
export const jobCanceledLogs: Resource<JobCanceledLogRecord> = {
  ...exportOnlyDefaults,
  name: 'job-canceled-logs',
  module: 'jpm',
  scope: 'tn.jpm.jobcanceledlogs:r',
  internal: ['modifiedOn'],
  // It has no list: the rules of writes find a job's logs.
  filters: [
    {
      ...ofJob,
      ranks: (world, id) => ranksOfChildren(world, { child: 'job-canceled-logs', parent: 'jobs', id }),
    },
  ],
  size: sizeOfPlaces('job-canceled-logs', 'jobs', 1),
  origin: { firstId: 240_000_000, parent: 'jobs', places: 1 },
  isPresent,
  isActive,
  createRecord,
  newRecordFields: () => ({ memo: null, active: true }),
}
