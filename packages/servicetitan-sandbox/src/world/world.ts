import type { Ticks } from '../lib/ticks.ts'
import type { ResourceName } from './generated/resource-names.ts'
import type { AllSizes } from './sizes.ts'
import type { Spread } from './spread.ts'
import type { Timeline } from './timeline.ts'

export type AppointmentStatus = 'Scheduled' | 'Dispatched' | 'Working' | 'Hold' | 'Done' | 'Canceled'
type JobStatus = 'Scheduled' | 'Dispatched' | 'InProgress' | 'Hold' | 'Completed' | 'Canceled'

/** The time and the status of one appointment of a job. */
export type Slot = { start: Ticks; end: Ticks; status: AppointmentStatus; isActive: boolean }

/** Values that must be consistent in a job and its appointments. */
export type Schedule = {
  jobStatus: JobStatus
  completedOn: Ticks | null
  canceledOn: Ticks | null
  firstAppointment: number
  slots: Slot[]
}

/** The input from which one tenant's records are generated: sizes, orders, times and parents. */
export type World = {
  key: number
  sizes: AllSizes
  /** The instant around which the data is generated. */
  now: Ticks
  /** Order and times of each resource's records. */
  timelines: Readonly<Record<ResourceName, Timeline>>
  /** The children of each parent, by the resource of the children. */
  spreads: Readonly<Record<ResourceName, Spread>>
  /** A job's appointments in time, by the job's rank. */
  scheduleOf: (job: number) => Schedule
}

/**
 * The rank of a base record that already existed at an instant, chosen uniformly. Creation ascends with rank, so these
 * records have the first ranks.
 */
export const pickExisting = (timeline: Timeline, at: Ticks, choice: number): number => {
  const existing = Math.max(1, timeline.firstCreatedFrom(at))
  return Math.min(timeline.size - 1, Math.floor(choice * existing))
}

/** The id of such a record, or null if there are no records. */
export const existingId = (timeline: Timeline, at: Ticks, choice: number): number | null =>
  timeline.size === 0 ? null : timeline.idOf(pickExisting(timeline, at, choice))
