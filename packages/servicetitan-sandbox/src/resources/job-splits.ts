import { ranksOfChildren, timesOf } from '../definition/common.ts'
import { isAmong, parseIds } from '../definition/filter.ts'
import { sizeOfPlaces } from '../definition/places.ts'
import type { Id } from '../definition/record.ts'
import { listDefaults, type Resource } from '../definition/resource.ts'
import { MOST, SHARES, SPLIT_SHARE } from '../facts/split-shares.ts'
import { hash, unit } from '../lib/random.ts'
import { memoByWorld } from '../world/memo-by-world.ts'
import type { World } from '../world/world.ts'
import { appointmentAssignments } from './appointment-assignments.ts'

/** `Payroll.V2.JobSplits.JobSplitExportResponse` */
export type JobSplitRecord = {
  id: Id
  jobId: Id
  technicianId: Id
  /** Percent. */
  split: number
  createdOn: string
  modifiedOn: string
  active: boolean
}

const SALT = { isSplit: 151, shares: 152, replaced: 153 }

/** The share of splits that replaced an earlier one, of the whole job to one technician. */
const REPLACED_SHARE = 0.1

/** The places of a job's technicians, and one for a split that was replaced. */
const PLACES = MOST + 1

/** The ids of the first technicians who are assigned to a job. */
const techniciansOf = (world: World, job: number): Id[] => {
  const { appointments, 'appointment-assignments': assignments } = world.spreads
  const found = new Set<Id>()
  const visits = appointments.childrenOf(job)
  for (let visit = visits.first; visit < visits.first + visits.count; visit++) {
    const { first, count } = assignments.childrenOf(visit)
    for (let rank = first; rank < first + count; rank++)
      if (appointmentAssignments.isActive(world, rank))
        found.add(appointmentAssignments.createRecord(world, rank).technicianId)
  }
  return [...found].slice(0, MOST)
}

/** The number of jobs whose splits are cached: the splits of one are usually read one after another. */
const JOBS = 256

type Split = { technicians: Id[]; shares: readonly number[] }

/** How a job is split; undefined if it is not. */
const splitOf = memoByWorld(JOBS, (world, job): Split | undefined => {
  if (world.timelines['appointment-assignments'].size === 0) return undefined
  if (unit(world.key, job, SALT.isSplit) >= SPLIT_SHARE) return undefined
  if (world.scheduleOf(job).jobStatus !== 'Completed') return undefined
  const technicians = techniciansOf(world, job)
  const choices = SHARES[technicians.length] ?? []
  const shares = choices[hash(world.key, job, SALT.shares) % Math.max(1, choices.length)]
  return shares && { technicians, shares }
})

const placeOf = (rank: number) => ({ job: Math.floor(rank / PLACES), slot: rank % PLACES })

const isPresent = (world: World, rank: number): boolean => {
  const { job, slot } = placeOf(rank)
  if (slot === MOST && unit(world.key, job, SALT.replaced) >= REPLACED_SHARE) return false
  const split = splitOf(world, job)
  return split !== undefined && (slot === MOST || slot < split.shares.length)
}

const isActive = (_world: World, rank: number): boolean => placeOf(rank).slot < MOST

const createRecord = (world: World, rank: number): JobSplitRecord => {
  const timeline = world.timelines['job-splits']
  const { job, slot } = placeOf(rank)
  const { technicians = [], shares = [] } = splitOf(world, job) ?? {}
  return {
    id: timeline.idOf(rank),
    jobId: world.timelines.jobs.idOf(job),
    technicianId: technicians[slot] ?? technicians[0] ?? 0,
    split: shares[slot] ?? 100,
    ...timesOf(timeline, rank),
    active: isActive(world, rank),
  }
}

/**
 * Source: OpenAPI `payroll-v2`, operations `JobSplits_GetListByJobs` and `Export_JobSplits`. The unit of `split` is not
 * documented, nor is the default of `active`: percent, and active ones only, are assumed.
 */
export const jobSplits: Resource<JobSplitRecord> = {
  ...listDefaults,
  name: 'job-splits',
  path: 'jobs/splits',
  module: 'payroll',
  scope: 'tn.prl.jobs:r',
  hasGetById: false,
  supportsIds: false,
  filters: [
    {
      ...isAmong<JobSplitRecord>('jobIds', ({ jobId }) => jobId),
      ranks: (world, text) =>
        (parseIds(text) ?? []).flatMap((id) =>
          ranksOfChildren(world, { child: 'job-splits', parent: 'jobs', id }),
        ),
    },
  ],
  decimals: ['split'],
  exportOnly: ['active'],
  size: sizeOfPlaces('job-splits', 'jobs', PLACES),
  origin: { firstId: 220_000_000, parent: 'jobs', places: PLACES },
  isPresent,
  isActive,
  createRecord,
  newRecordFields: () => ({ active: true }),
}
