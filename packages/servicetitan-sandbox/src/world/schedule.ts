import { createRandom, unit } from '../lib/random.ts'
import { TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, type Ticks } from '../lib/ticks.ts'
import type { AppointmentStatus, Schedule, Slot, World } from './world.ts'

const SALT = { kind: 11, hour: 12, length: 13, day: 14, sameDay: 15, deleted: 16, completed: 17 }

/** The first rank of jobs that may be open: a small share of a long history, a larger one of a short history. */
const openFrom = (jobs: number): number => Math.floor(jobs * (1 - Math.max(0.03, Math.min(0.25, 12 / jobs))))
const OPEN_SHARE = 0.65
const CANCELED_SHARE = 0.05
const HOLD_SHARE = 0.015
const DELETED_SHARE = 0.12

const DAYS_AHEAD = 14
const HALF_HOUR = 30 * TICKS_PER_MINUTE

const floorTo = (ticks: Ticks, unitTicks: number): Ticks => Math.floor(ticks / unitTicks) * unitTicks

/** The earliest modification of the job, its appointments and its assignments; the work must end before it. */
const earliestModification = (world: World, job: number): Ticks => {
  const { jobs, appointments, 'appointment-assignments': assignments } = world.timelines
  let earliest = jobs.modifiedAt(jobs.feedIndexOf(job))
  const visits = world.spreads.appointments.childrenOf(job)
  for (let a = visits.first; a < visits.first + visits.count; a++) {
    earliest = Math.min(earliest, appointments.modifiedAt(appointments.feedIndexOf(a)))
    if (assignments.size === 0) continue
    const assigned = world.spreads['appointment-assignments'].childrenOf(a)
    for (let q = assigned.first; q < assigned.first + assigned.count; q++) {
      earliest = Math.min(earliest, assignments.modifiedAt(assignments.feedIndexOf(q)))
    }
  }
  return earliest
}

const lengthOf = (world: World, appointment: number): Ticks =>
  HALF_HOUR * (2 + Math.floor(6 * unit(world.key, appointment, SALT.length)))

/** A start within the working day of the continental United States, from 13:00 to 23:00 UTC. */
const workingHour = (world: World, appointment: number, day: number): Ticks =>
  day * TICKS_PER_DAY +
  13 * TICKS_PER_HOUR +
  HALF_HOUR * Math.floor(14 * unit(world.key, appointment, SALT.hour))

/** A working hour before this instant, on its day or the day before. */
const workingHourBefore = (world: World, appointment: number, ticks: Ticks): Ticks => {
  const hour = (ticks - floorTo(ticks, TICKS_PER_DAY)) / TICKS_PER_HOUR
  if (hour >= 13 && hour < 20) return ticks
  return workingHour(world, appointment, Math.floor(ticks / TICKS_PER_DAY) - (hour < 13 ? 1 : 0))
}

/** The visits of a finished job, distributed between its creation and the limit in whole working days. */
const pastStarts = (world: World, job: number, first: number, count: number, limit: Ticks): Ticks[] => {
  const created = world.timelines.jobs.createdAt(job)
  const days = (limit - created) / TICKS_PER_DAY - 2
  const starts: Ticks[] = []
  for (let slot = 0; slot < count; slot++) {
    const appointment = first + slot
    const isLast = slot === count - 1
    if (isLast && unit(world.key, appointment, SALT.sameDay) < 0.5) {
      const latest = floorTo(limit - lengthOf(world, appointment) - 15 * TICKS_PER_MINUTE, HALF_HOUR)
      const usual = workingHourBefore(world, appointment, latest)
      // If there is not enough time, the visit is at night.
      starts.push(usual > (starts.at(-1) ?? created) + 4 * TICKS_PER_HOUR ? usual : latest)
    } else if (days >= count) {
      const day = Math.floor((created + TICKS_PER_DAY * (1 + (days * (slot + 1)) / count)) / TICKS_PER_DAY)
      starts.push(
        workingHour(world, appointment, isLast ? day : Math.min(day, Math.floor(limit / TICKS_PER_DAY) - 1)),
      )
    } else {
      // More visits than days: evenly distributed, at any hour.
      const share = (limit - created - 5 * TICKS_PER_HOUR) * ((slot + 1) / (count + 1))
      starts.push(floorTo(created + share, HALF_HOUR))
    }
  }
  return starts
}

const futureStart = (world: World, appointment: number): Ticks => {
  const today = Math.floor(world.now / TICKS_PER_DAY)
  const day = today + Math.floor((DAYS_AHEAD + 1) * unit(world.key, appointment, SALT.day))
  const start = workingHour(world, appointment, day)
  // A visit with a start earlier today is in progress.
  if (start < world.now - TICKS_PER_HOUR) return floorTo(world.now, HALF_HOUR) - HALF_HOUR
  // The last day ends at the current hour.
  return start > world.now + DAYS_AHEAD * TICKS_PER_DAY ? start - TICKS_PER_DAY : start
}

const openStatus = (world: World, start: Ticks): AppointmentStatus => {
  if (start <= world.now) return 'Working'
  return start < world.now + 3 * TICKS_PER_HOUR ? 'Dispatched' : 'Scheduled'
}

const JOB_STATUS_OF = {
  Scheduled: 'Scheduled',
  Dispatched: 'Dispatched',
  Working: 'InProgress',
  Hold: 'Hold',
  Done: 'Completed',
  Canceled: 'Canceled',
} as const

/** The times and statuses of a job's appointments, consistent with every time on the records. */
export const createSchedule = (world: World, job: number): Schedule => {
  const { first, count } = world.spreads.appointments.childrenOf(job)
  const limit = earliestModification(world, job)
  const kind = unit(world.key, job, SALT.kind)
  const isCanceled = kind < CANCELED_SHARE
  const isOpen = !isCanceled && job >= openFrom(world.sizes.jobs) && kind > 1 - OPEN_SHARE
  const isOnHold = !isCanceled && !isOpen && kind < CANCELED_SHARE + HOLD_SHARE
  const random = createRandom(world.key ^ SALT.deleted, job)

  const slots = pastStarts(world, job, first, count, limit).map((past, slot): Slot => {
    const appointment = first + slot
    const isLast = slot === count - 1
    const start = isLast && isOpen ? futureStart(world, appointment) : past
    const done = isCanceled ? 'Canceled' : 'Done'
    const lastStatus = isOpen ? openStatus(world, start) : isOnHold ? 'Hold' : done
    return {
      start,
      end: start + lengthOf(world, appointment),
      status: isLast ? lastStatus : done,
      // A job's only appointment cannot be deleted; here the last one is never deleted.
      isActive: isLast || !random.chance(DELETED_SHARE),
    }
  })
  const last = slots.at(-1)
  if (last === undefined) throw new Error(`Expected job ${job} to have an appointment`)
  // An appointment with work cannot be deleted either, so deleted ones are canceled.
  for (const slot of slots) if (!slot.isActive) slot.status = 'Canceled'

  const jobStatus = JOB_STATUS_OF[last.status]
  const sinceEnd = Math.floor(9 * TICKS_PER_MINUTE * unit(world.key, job, SALT.completed))
  const completedOn = jobStatus === 'Completed' ? last.end + sinceEnd : null
  return { jobStatus, completedOn, firstAppointment: first, slots }
}
