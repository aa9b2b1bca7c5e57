import { createRandom, unit } from '../lib/random.ts'
import { TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, type Ticks } from '../lib/ticks.ts'
import { isHoliday, weekdayOf } from './holidays.ts'
import type { AppointmentStatus, Schedule, Slot, World } from './world.ts'

const SALT = {
  kind: 11,
  hour: 12,
  length: 13,
  day: 14,
  lead: 15,
  deleted: 16,
  completed: 17,
  weekend: 18,
  moved: 20,
  canceled: 19,
}

/** The days before the newest job in which jobs may still be open, if there are enough. */
const OPEN_DAYS = 3
const MIN_OPEN = 12

/** The number of jobs that are created in a number of days. */
const jobsIn = ({ timelines: { jobs } }: World, days: number): number =>
  Math.ceil((days * TICKS_PER_DAY * jobs.block) / jobs.window)

/** The first rank of jobs that may be open: the newest ones, at most a quarter of all. */
export const openFrom = (world: World): number => {
  const { size } = world.timelines.jobs
  return Math.floor(size - Math.min(size / 4, Math.max(MIN_OPEN, jobsIn(world, OPEN_DAYS))))
}
const OPEN_SHARE = 0.65
/** The share of canceled jobs, and by how much it grows with each day between booking and visit. */
const CANCELED_SHARE = 0.045
const CANCELED_SHARE_PER_DAY = 0.012
/** Jobs on hold, among the newest: those that may be open, and three times as many before them. */
const HOLD_SHARE = 0.08
const DELETED_SHARE = 0.12

/** The shares of visits on Sundays, weekdays, Saturdays and holidays that are not moved to another day. */
const KEPT_SHARES = [0.12, 1, 1, 1, 1, 1, 0.4]
const KEPT_ON_HOLIDAY = 0.08

const DAYS_AHEAD = 14
const HALF_HOUR = 30 * TICKS_PER_MINUTE
/** The UTC hour by which the work of a day is completed. */
const CLOSING = 23.25 * TICKS_PER_HOUR

const floorTo = (ticks: Ticks, unitTicks: number): Ticks => Math.floor(ticks / unitTicks) * unitTicks

const dayOf = (ticks: Ticks): number => Math.floor(ticks / TICKS_PER_DAY)

/** How many days ahead a job is booked: usually the same day or one of the next two, sometimes more than a week. */
const leadOf = (world: World, job: number): number => {
  const choice = unit(world.key, job, SALT.lead)
  const usual = [0.34, 0.58, 0.72, 0.8].findIndex((share) => choice < share)
  return usual >= 0 ? usual : 4 + Math.floor(30 * (choice - 0.8))
}

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

/** The first day from `day` to `last` on which the contractor makes this visit; before `day` if there is none. */
const workingDay = (
  world: World,
  appointment: number,
  { first, day, last }: { first: number; day: number; last: number },
): number => {
  const choice = unit(world.key, appointment, SALT.weekend)
  const isKept = (candidate: number): boolean =>
    choice < (isHoliday(candidate) ? KEPT_ON_HOLIDAY : (KEPT_SHARES[weekdayOf(candidate)] ?? 1))
  // What is moved from a weekend is not all moved to Monday.
  const from = isKept(day) ? day : day + 1 + Math.floor(3 * unit(world.key, appointment, SALT.moved))
  for (let candidate = from; candidate <= last; candidate++) if (isKept(candidate)) return candidate
  for (let candidate = day - 1; candidate >= first; candidate--) if (isKept(candidate)) return candidate
  return day
}

/** The start of a visit on the day of its booking, if that day is long enough. */
const sameDayStart = (booked: Ticks): Ticks | undefined => {
  const day = floorTo(booked, TICKS_PER_DAY)
  const start = Math.max(floorTo(booked + 1.5 * TICKS_PER_HOUR, HALF_HOUR), day + 13 * TICKS_PER_HOUR)
  return start <= day + 19 * TICKS_PER_HOUR ? start : undefined
}

/** The visits of a job between its booking and the limit: the first after some days, further ones a few days later. */
const pastStarts = (
  world: World,
  job: number,
  { first, count, limit }: { first: number; count: number; limit: Ticks },
): Ticks[] => {
  const created = world.timelines.jobs.createdAt(job)
  // A visit starts after its record and its assignments were created.
  const booked = world.timelines.appointments.createdAt(first + count)
  const latest = dayOf(limit - CLOSING)
  if (dayOf(booked) + count > latest) {
    // More visits than days: evenly distributed, at any hour.
    const share = (limit - created - 5 * TICKS_PER_HOUR) / (count + 1)
    return Array.from({ length: count }, (_, slot) => floorTo(created + share * (slot + 1), HALF_HOUR))
  }
  // The newest jobs are visited until the end of the history, so that its last days have work, too.
  const recent = Math.max(0, 1 - (world.now - limit) / (3 * (limit - created)))
  const starts: Ticks[] = []
  let earliest = dayOf(booked) + 1
  for (let slot = 0; slot < count; slot++) {
    const appointment = first + slot
    const last = latest - (count - 1 - slot)
    const lead = slot === 0 ? leadOf(world, job) - 1 : Math.floor(3 * unit(world.key, appointment, SALT.day))
    const usual = Math.min(last, earliest + Math.max(0, lead))
    const wanted = slot === count - 1 ? usual + Math.floor(recent * (last - usual)) : usual
    const day = workingDay(world, appointment, { first: earliest, day: wanted, last })
    const onSameDay = slot === 0 && lead < 0 && recent === 0 ? sameDayStart(booked) : undefined
    starts.push(onSameDay ?? workingHour(world, appointment, day))
    earliest = dayOf(starts[slot] ?? 0) + 1
  }
  return starts
}

const futureStart = (world: World, appointment: number): Ticks => {
  const today = dayOf(world.now)
  const wanted = today + Math.floor((DAYS_AHEAD + 1) * unit(world.key, appointment, SALT.day))
  const last = today + DAYS_AHEAD
  const day = wanted === today ? today : workingDay(world, appointment, { first: today, day: wanted, last })
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
  const canceledShare = CANCELED_SHARE + CANCELED_SHARE_PER_DAY * leadOf(world, job)
  const isCanceled = kind < canceledShare
  const open = openFrom(world)
  const isOpen = !isCanceled && job >= open && kind > 1 - OPEN_SHARE
  const isOnHold =
    !isCanceled && !isOpen && job >= 4 * open - 3 * world.sizes.jobs && kind < canceledShare + HOLD_SHARE
  const random = createRandom(world.key ^ SALT.deleted, job)

  const slots = pastStarts(world, job, { first, count, limit }).map((past, slot): Slot => {
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
  const created = world.timelines.jobs.createdAt(job)
  const untilCanceled =
    (Math.min(last.start, limit) - created) * (0.2 + 0.75 * unit(world.key, job, SALT.canceled))
  const canceledOn = jobStatus === 'Canceled' ? created + Math.floor(untilCanceled) : null
  return { jobStatus, completedOn, canceledOn, firstAppointment: first, slots }
}
