import type { Ticks } from '../lib/ticks.ts'
import type { Sizes } from './sizes.ts'
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
  sizes: Sizes
  /** The instant around which the data is made. */
  now: Ticks
  businessUnits: Timeline
  campaigns: Timeline
  jobTypes: Timeline
  zones: Timeline
  teams: Timeline
  tagTypes: Timeline
  employees: Timeline
  technicians: Timeline
  customers: Timeline
  customerContacts: Timeline
  locations: Timeline
  locationContacts: Timeline
  jobs: Timeline
  appointments: Timeline
  assignments: Timeline
  estimates: Timeline
  invoices: Timeline
  payments: Timeline
  contactsOfCustomers: Spread
  locationsOfCustomers: Spread
  contactsOfLocations: Spread
  appointmentsOfJobs: Spread
  assignmentsOfAppointments: Spread
  estimatesOfJobs: Spread
  invoicesOfJobs: Spread
  paymentsOfInvoices: Spread
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
