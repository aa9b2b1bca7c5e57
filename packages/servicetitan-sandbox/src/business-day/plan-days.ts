import type { Random } from '../lib/random.ts'
import { TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, type Ticks } from '../lib/ticks.ts'
import { isHoliday, weekdayOf } from '../world/holidays.ts'
import type { Opening } from './board/board.ts'
import type { Visit } from './board/visits.ts'
import { assign, type BookingRequest, book } from './booking.ts'
import type { Activity, Office } from './office.ts'
import { move } from './reschedule.ts'

/** The target load of each day from today on: most bookings are for the next few days. */
const TARGET_LOAD = [0.75, 0.65, 0.5, 0.35, 0.2, 0.1, 0.05]

/** The shares of a weekday's visits on Sundays, weekdays, Saturdays and holidays. */
const SHARES = [0.2, 1, 1, 1, 1, 1, 0.45]
const SHARE_ON_HOLIDAY = 0.15

/** The share of the usual visits that a local day has. */
const shareOf = (day: number): number => (isHoliday(day) ? SHARE_ON_HOLIDAY : (SHARES[weekdayOf(day)] ?? 1))

/** Unassigned visits of each planned day. */
const UNASSIGNED_VISITS = [5, 3, 2]
const SECOND_TECHNICIAN_SHARE = 0.08

const LENGTHS = [45, 60, 60, 75, 90, 90, 120]

/** The duration of a visit. */
const lengthOf = (random: Random): Ticks => random.pick(LENGTHS) * TICKS_PER_MINUTE

/** The load that a day should still have: done visits no longer count, so it decreases during the day. */
const targetOf = ({ board, now }: Office, offset: number): number => {
  const day = board.time.dayOf(now()) + offset
  const left = offset === 0 ? Math.max(0, Math.min(1, (20 - board.time.hourOf(now())) / 12)) : 1
  return (TARGET_LOAD[offset] ?? 0) * shareOf(day) * left
}

/** A free time on one of the next days; undefined if every day has its target load. */
export const openingSoon = (office: Office): Opening | undefined => {
  const { board, random, now } = office
  const today = board.time.dayOf(now())
  const days = TARGET_LOAD.flatMap((_, offset) =>
    board.loadOf(today + offset) < targetOf(office, offset) ? [today + offset] : [],
  )
  if (days.length === 0) return undefined
  // Customers prefer the next days.
  return board.openingOn(random.pick(days.slice(0, 2)), now() + TICKS_PER_HOUR / 2, lengthOf(random))
}

/** A booking request for such a time; some requests have no technician yet. */
export const bookingRequestOf = (office: Office): BookingRequest | undefined => {
  const opening = openingSoon(office)
  return opening && office.random.chance(0.12) ? { ...opening, technician: undefined } : opening
}

/** A night call for a technician on call; undefined by day, or if none is free. */
export const nightCallOf = ({ board, random, now }: Office): Opening | undefined => {
  const hour = board.time.hourOf(now())
  if (hour >= 7 && hour < 20) return undefined
  return board.openingOnCall(
    now() + (5 + random.int(15)) * TICKS_PER_MINUTE,
    (20 + random.int(25)) * TICKS_PER_MINUTE,
  )
}

const unassignedTime = ({ board, random, now }: Office, day: number, length: Ticks) => {
  const wanted = board.time.at(day, 8 + random.int(16) / 2)
  // On the next morning if the rest of today is too short.
  const start = wanted > now() + TICKS_PER_HOUR ? wanted : board.time.at(day + 1, 8 + random.int(4) / 2)
  return { start, end: start + length }
}

/** When a customer called whose visit is planned: by day since the newest base job, which is some days old. */
const callTime = ({ board, random, now, newestJobAt }: Office): Ticks => {
  const days = Math.max(1, (now() - newestJobAt()) / TICKS_PER_DAY)
  for (;;) {
    const day = board.time.dayOf(now()) - 1 - random.int(Math.ceil(days))
    if (random.chance(shareOf(day))) return board.time.at(day, 7 + random.int(1_200) / 100)
  }
}

/**
 * Plans today and the following days: existing visits are moved to times that do not overlap, and more are booked up
 * to the target load of each day.
 */
export function* planDays(
  office: Office,
  booked: readonly Visit[],
  addVisit: (visit: Visit) => void,
): Activity {
  const { board, random, now } = office
  const today = board.time.dayOf(now())
  for (const visit of booked) {
    const day = Math.max(today, board.time.dayOf(visit.start))
    const opening = board.openingOn(day, now(), visit.end - visit.start)
    if (visit.stage === 'Scheduled' && opening) yield* move(office, visit, opening)
  }
  for (const [offset, load] of TARGET_LOAD.entries()) {
    const day = today + offset
    while (board.loadOf(day) < load * shareOf(day)) {
      const opening = board.openingOn(day, now(), lengthOf(random))
      if (!opening) break
      yield* bookOne(office, { ...opening, calledAt: callTime(office) }, addVisit)
    }
    for (let n = 0; n < Math.round((UNASSIGNED_VISITS[offset] ?? 0) * shareOf(day)); n++)
      yield* book(
        office,
        {
          ...unassignedTime(office, day, lengthOf(random)),
          technician: undefined,
          calledAt: callTime(office),
        },
        addVisit,
      )
  }
}

function* bookOne(office: Office, request: BookingRequest, addVisit: (visit: Visit) => void): Activity {
  let visit: Visit | undefined
  yield* book(office, request, (booked) => {
    visit = booked
    addVisit(booked)
  })
  if (!visit || !office.random.chance(SECOND_TECHNICIAN_SHARE)) return
  const there = visit.assigned.map(({ technicianId }) => technicianId)
  const second = office.board.freeAt(visit.start, visit.end, there)
  if (second) yield* assign(office, visit, second)
}
