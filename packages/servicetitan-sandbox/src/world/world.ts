import { memo } from '../memo.ts'
import { keyOf, unit } from '../random.ts'
import { TICKS_PER_DAY, TICKS_PER_HOUR, type Ticks } from '../ticks.ts'
import { createSchedule, type Schedule } from './schedule.ts'
import { createSpread, type Spread } from './spread.ts'
import { createTimeline, type Timeline } from './timeline.ts'

/** How many base records a tenant has. Appointment assignments follow from the appointments. */
export type Sizes = {
  locations: number
  jobs: number
  /** At least as many as jobs. */
  appointments: number
  technicians: number
}

/** The frame in which one tenant's records are made: sizes, orders, times and who belongs to whom. */
export type World = {
  key: number
  sizes: Sizes
  /** The instant around which the data is made. */
  now: Ticks
  locations: Timeline
  technicians: Timeline
  jobs: Timeline
  appointments: Timeline
  assignments: Timeline
  appointmentsOfJobs: Spread
  assignmentsOfAppointments: Spread
  /** A job's appointments in time, by the job's rank. */
  scheduleOf: (job: number) => Schedule
}

const HISTORY = 3 * 365 * TICKS_PER_DAY

/** Base data ends this long before `now`, well before any export's lag. */
const QUIET = TICKS_PER_HOUR

/** Locations and technicians that were there before the history begins. */
const EARLIER = 4 * 365 * TICKS_PER_DAY

const ASSIGNMENTS_PER_APPOINTMENT = 1.25
const UNASSIGNED_SHARE = 0.1
const GROUP = 16

/** Schedules kept: their appointments and assignments ask for them soon again. */
const SCHEDULES = 4_096

/** The n-th of `count` children of a parent that is created within the time until the next parent is. */
const between = (from: Ticks, to: Ticks, slot: number, count: number): Ticks =>
  Math.floor(from + ((to - from) * (slot + 1)) / (count + 1))

export const createWorld = (options: { seed: string; tenantId: number; sizes: Sizes; now: Ticks }): World => {
  const { sizes, now } = options
  const seed = `${options.seed}/${options.tenantId}`
  const key = keyOf(seed)
  const end = now - QUIET
  const start = end - HISTORY
  const common = { seed, start, end }
  const old = (name: string, size: number, firstId: number): Timeline =>
    createTimeline({
      ...common,
      name,
      size,
      firstId,
      createdAt: (rank, { step, window, timeOf }) =>
        timeOf(rank) +
        Math.floor(
          0.9 * step * unit(key, rank, firstId) - 3 * window - EARLIER * (1 - rank / Math.max(1, size)),
        ),
    })

  // Five windows leave room for a job's schedule between its creation and the earliest modification of
  // the job, its appointments and their assignments, each of which may be a window off.
  const jobs = createTimeline({
    ...common,
    name: 'jobs',
    size: sizes.jobs,
    firstId: 51_000_000,
    createdAt: (rank, { step, window, timeOf }) =>
      timeOf(rank) + Math.floor(0.9 * step * unit(key, rank, 51) - 5 * window),
  })
  const appointmentsOfJobs = createSpread({
    key,
    parents: sizes.jobs,
    children: sizes.appointments,
    group: Math.min(GROUP, jobs.block),
  })
  const appointments = createTimeline({
    ...common,
    name: 'appointments',
    size: sizes.appointments,
    firstId: 61_000_000,
    createdAt: (rank) => {
      if (rank >= sizes.appointments) return jobs.createdAt(sizes.jobs)
      const { parent, slot } = appointmentsOfJobs.parentOf(rank)
      const { count } = appointmentsOfJobs.childrenOf(parent)
      return between(jobs.createdAt(parent), jobs.createdAt(parent + 1), slot, count)
    },
  })
  const assignmentCount =
    sizes.technicians === 0 ? 0 : Math.floor(sizes.appointments * ASSIGNMENTS_PER_APPOINTMENT)
  const assignmentsOfAppointments = createSpread({
    key,
    parents: sizes.appointments,
    children: assignmentCount,
    group: Math.min(GROUP, appointments.block),
    isSkipped: (appointment) => unit(key, appointment, 62) < UNASSIGNED_SHARE,
  })
  const assignments = createTimeline({
    ...common,
    name: 'appointment-assignments',
    size: assignmentCount,
    firstId: 71_000_000,
    createdAt: (rank) => {
      if (rank >= assignmentCount) return appointments.createdAt(sizes.appointments)
      const { parent, slot } = assignmentsOfAppointments.parentOf(rank)
      const { count } = assignmentsOfAppointments.childrenOf(parent)
      return between(appointments.createdAt(parent), appointments.createdAt(parent + 1), slot, count)
    },
  })

  const world: World = {
    key,
    sizes,
    now,
    locations: old('locations', sizes.locations, 21_000_000),
    technicians: old('technicians', sizes.technicians, 31_000_000),
    jobs,
    appointments,
    assignments,
    appointmentsOfJobs,
    assignmentsOfAppointments,
    scheduleOf: memo(SCHEDULES, (job) => createSchedule(world, job)),
  }
  return world
}

/**
 * A base record of an older resource that already existed at an instant, chosen evenly among those.
 * Creation ascends with rank, so those are the first ones.
 */
export const pickExisting = (timeline: Timeline, at: Ticks, choice: number): number => {
  const existing = Math.max(1, timeline.firstCreatedFrom(at))
  return Math.min(timeline.size - 1, Math.floor(choice * existing))
}
