import { timesOf } from '../definition/common.ts'
import { type Filter, isAmong, isInteger, parseIds } from '../definition/filter.ts'
import { sizeOfPlaces } from '../definition/places.ts'
import type { Id } from '../definition/record.ts'
import { listDefaults, type Resource } from '../definition/resource.ts'
import { arrivalOf } from '../facts/arrivals.ts'
import { createRandom, unit } from '../lib/random.ts'
import { formatTicks, parseTicks, TICKS_PER_MINUTE } from '../lib/ticks.ts'
import type { World } from '../world/world.ts'
import { appointmentAssignments } from './appointment-assignments.ts'
import { slotOf } from './appointments.ts'

/** `Payroll.V2.Timesheets.JobTimesheetExportResponse` */
export type JobTimesheetRecord = {
  id: Id
  jobId: Id
  appointmentId: Id
  technicianId: Id
  dispatchedOn: string | null
  arrivedOn: string | null
  canceledOn: string | null
  doneOn: string | null
  createdOn: string
  modifiedOn: string
  active: boolean
}

const SALT = { active: 144, canceled: 145, record: 146 }

/** The share of cancelled visits to which the technician was already on the way. */
const CANCELED_ON_THE_WAY = 0.15

/** The visit of an assignment, which has the same rank as its timesheet. */
const visitOf = (world: World, rank: number) =>
  slotOf(world, world.spreads['appointment-assignments'].parentOf(rank).parent).of

const isPresent = (world: World, rank: number): boolean => {
  if (!appointmentAssignments.isActive(world, rank)) return false
  const { status, isActive } = visitOf(world, rank)
  if (status === 'Canceled') return isActive && unit(world.key, rank, SALT.canceled) < CANCELED_ON_THE_WAY
  return status === 'Done'
}

/** Few timesheets were entered by mistake and deactivated. */
const isActive = (world: World, rank: number): boolean => unit(world.key, rank, SALT.active) >= 0.015

const createRecord = (world: World, rank: number): JobTimesheetRecord => {
  const timeline = world.timelines['job-timesheets']
  const visit = visitOf(world, rank)
  const { jobId, appointmentId, technicianId } = appointmentAssignments.createRecord(world, rank)
  const { dispatchedOn, arrivedOn } = arrivalOf(world, { technician: Number(technicianId), rank, visit })
  const isDone = visit.status === 'Done'
  const random = createRandom(world.key ^ SALT.record, rank)
  const canceledOn = dispatchedOn + (1 + random.int(14)) * TICKS_PER_MINUTE
  return {
    id: timeline.idOf(rank),
    jobId,
    appointmentId,
    technicianId,
    dispatchedOn: formatTicks(dispatchedOn),
    arrivedOn: isDone ? formatTicks(arrivedOn) : null,
    canceledOn: isDone ? null : formatTicks(canceledOn),
    doneOn: isDone ? formatTicks(visit.end) : null,
    ...timesOf(timeline, rank),
    active: isActive(world, rank),
  }
}

/** Whether any of the timesheet's times passes. */
const isAnyTime = (
  parameter: string,
  passes: (time: number, bound: number) => boolean,
): Filter<JobTimesheetRecord> => ({
  parameter,
  parse: (text) => {
    const bound = parseTicks(text)
    if (bound === undefined) return undefined
    return ({ dispatchedOn, arrivedOn, canceledOn, doneOn }) =>
      [dispatchedOn, arrivedOn, canceledOn, doneOn].some(
        (time) => time !== null && passes(parseTicks(time) ?? Number.NaN, bound),
      )
  },
})

/** The ranks of all assignments of some jobs, which are those of their timesheets. */
const ranksOfJobs = (world: World, text: string): number[] => {
  const { appointments, 'appointment-assignments': assignments } = world.spreads
  if (world.timelines['job-timesheets'].size === 0) return []
  return (parseIds(text) ?? []).flatMap((id) => {
    const job = world.timelines.jobs.rankOf(Number(id))
    if (job === undefined) return []
    const visits = appointments.childrenOf(job)
    return Array.from({ length: visits.count }, (_, visit) => {
      const { first, count } = assignments.childrenOf(visits.first + visit)
      return Array.from({ length: count }, (_, slot) => first + slot)
    }).flat()
  })
}

/**
 * Source: OpenAPI `payroll-v2`, operations `Timesheets_GetJobTimesheetsByJobs` and `Export_Timesheets`. Whether
 * `startedOn` includes the instant itself is not documented; here it is included.
 */
export const jobTimesheets: Resource<JobTimesheetRecord> = {
  ...listDefaults,
  name: 'job-timesheets',
  path: 'jobs/timesheets',
  module: 'payroll',
  scope: 'tn.prl.jobs:r',
  hasGetById: false,
  supportsIds: false,
  filters: [
    { ...isAmong<JobTimesheetRecord>('jobIds', ({ jobId }) => jobId), ranks: ranksOfJobs },
    isInteger('technicianId', ({ technicianId }) => technicianId),
    isAnyTime('startedOn', (time, bound) => time >= bound),
    isAnyTime('endedOn', (time, bound) => time < bound),
  ],
  size: sizeOfPlaces('job-timesheets', 'appointment-assignments', 1),
  origin: { firstId: 210_000_000, parent: 'appointment-assignments', places: 1 },
  isPresent,
  isActive,
  createRecord,
  newRecordFields: () => ({ arrivedOn: null, canceledOn: null, doneOn: null, active: true }),
}
