import { FIRST_USER_ID } from '../definition/common.ts'
import { TICKS_PER_HOUR, TICKS_PER_MINUTE } from '../lib/ticks.ts'
import type { Opening } from './board/board.ts'
import { dueOf, type Visit } from './board/visits.ts'
import { arrivalWindowOf, assign } from './booking.ts'
import { type Activity, instant, type Office } from './office.ts'

/** Removes all technicians from a visit. */
function* unassignAll(office: Office, visit: Visit): Activity {
  const { assigned } = visit
  visit.assigned = []
  for (const { technicianId } of assigned) office.board.release(technicianId, visit.appointmentId)
  for (const { assignmentId } of assigned)
    yield* office.update('appointment-assignments', assignmentId, { active: false })
}

/** Cancels a visit. */
export function* cancel(office: Office, visit: Visit): Activity {
  yield* office.update('jobs', visit.jobId, { jobStatus: 'Canceled' })
  yield* office.update('appointments', visit.appointmentId, { status: 'Canceled' })
  const reason = office.pick('job-cancel-reasons')
  if (reason)
    yield* office.insert('job-canceled-logs', {
      jobId: visit.jobId,
      reasonId: reason.id,
      createdById: FIRST_USER_ID,
    })
  yield* unassignAll(office, visit)
}

/** Moves a visit to a free time of a technician. */
export function* move(office: Office, visit: Visit, { start, end, technician }: Opening): Activity {
  const isAssigned = visit.assigned.length === 1 && visit.assigned[0]?.technicianId === technician.id
  Object.assign(visit, { start, end, dueAt: dueOf({ ...visit, start, end }, office.random) })
  office.board.reserve(technician.id, visit)
  yield* office.update('appointments', visit.appointmentId, {
    start: instant(start),
    end: instant(end),
    isConfirmed: false,
    ...arrivalWindowOf(start),
  })
  if (isAssigned) return
  yield* unassignAll(office, visit)
  yield* assign(office, visit, technician)
}

/** Moves a visit a little earlier or later, with the same technicians. */
export function* shift(office: Office, visit: Visit): Activity {
  const { board, random, now } = office
  if (visit.assigned.length === 0) return
  const direction = random.chance(0.5) ? 1 : -1
  const wanted = [30, 15, -15, -30].map((minutes) => ({
    start: visit.start + direction * minutes * TICKS_PER_MINUTE,
    end: visit.end + direction * minutes * TICKS_PER_MINUTE,
  }))
  const time = wanted.find(
    ({ start, end }) =>
      start > now() + TICKS_PER_HOUR / 4 &&
      visit.assigned.every(({ technicianId }) =>
        board.isFreeFor(technicianId, { start, end }, visit.appointmentId),
      ),
  )
  if (!time) return
  Object.assign(visit, time, { dueAt: dueOf({ ...visit, ...time }, random) })
  for (const { technicianId } of visit.assigned) board.reserve(technicianId, visit)
  yield* office.update('appointments', visit.appointmentId, {
    start: instant(time.start),
    end: instant(time.end),
  })
}

/** Replaces a visit's technicians, adds one, or removes all of them. */
export function* reassign(office: Office, visit: Visit): Activity {
  const there = visit.assigned.map(({ technicianId }) => technicianId)
  // Most unassigned visits are assigned only shortly before their time.
  if (there.length === 0 && !office.random.chance(0.15)) return
  const technician = office.board.freeAt(visit.start, visit.end, there)
  if (!technician) return
  if (there.length > 0 && !office.random.chance(0.15)) yield* unassignAll(office, visit)
  if (there.length === 0 || !office.random.chance(0.04)) yield* assign(office, visit, technician)
}

/** Postpones a due visit without a free technician to the next free time. */
export function* postpone(office: Office, visit: Visit): Activity {
  const { board, now } = office
  const from = now() + TICKS_PER_HOUR / 2
  const today = board.time.dayOf(now())
  const openings = [today, today + 1].map((day) => board.openingOn(day, from, visit.end - visit.start))
  const opening = openings.find((found) => found !== undefined)
  if (opening) yield* move(office, visit, opening)
  else visit.dueAt = from
}
