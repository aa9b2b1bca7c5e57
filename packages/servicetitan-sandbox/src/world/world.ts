import type { Ticks } from '../lib/ticks.ts'
import type { ResourceName } from './generated/resource-names.ts'
import type { AllSizes } from './sizes.ts'
import type { Spread } from './spread.ts'
import type { Timeline } from './timeline.ts'

export type AppointmentStatus = 'Scheduled' | 'Dispatched' | 'Working' | 'Hold' | 'Done' | 'Canceled'
type JobStatus = 'Scheduled' | 'Dispatched' | 'InProgress' | 'Hold' | 'Completed' | 'Canceled'

/** When one appointment of a job is, and how far it has got. */
export type Slot = { start: Ticks; end: Ticks; status: AppointmentStatus; isActive: boolean }

/** What a job and its appointments must agree on. */
export type Schedule = {
  jobStatus: JobStatus
  completedOn: Ticks | null
  firstAppointment: number
  slots: Slot[]
}

/** The frame in which one tenant's records are made: sizes, orders, times and who belongs to whom. */
export type World = {
  key: number
  sizes: AllSizes
  /** The instant around which the data is made. */
  now: Ticks
  /** Order and times of each resource's records. */
  timelines: Readonly<Record<ResourceName, Timeline>>
  /** Which records of a resource belong to which of its parent's, by the resource of the children. */
  spreads: Readonly<Record<ResourceName, Spread>>
  /** A job's appointments in time, by the job's rank. */
  scheduleOf: (job: number) => Schedule
}

/**
 * A base record of an older resource that already existed at an instant, chosen evenly among those.
 * Creation ascends with rank, so those are the first ones.
 */
export const pickExisting = (timeline: Timeline, at: Ticks, choice: number): number => {
  const existing = Math.max(1, timeline.firstCreatedFrom(at))
  return Math.min(timeline.size - 1, Math.floor(choice * existing))
}

/** The id of such a record, or null when there are none at all. */
export const existingId = (timeline: Timeline, at: Ticks, choice: number): number | null =>
  timeline.size === 0 ? null : timeline.idOf(pickExisting(timeline, at, choice))
