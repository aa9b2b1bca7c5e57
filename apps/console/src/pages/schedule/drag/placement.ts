import { appointmentTransitions } from 'api/client'
import type { Move } from '../../../data/changes/move.ts'
import type { Booking } from '../board-lanes.ts'

/** The lane of appointments without a technician. */
export const unassignedLane = 'unassigned'

/** A booking in one of its technicians' lanes. */
export interface PlacedBooking {
  readonly booking: Booking
  /** The technician, or {@link unassignedLane}. */
  readonly lane: string
}

/** Whether the time of an appointment can still change: the work has not begun. */
function hasOpenTime({ status }: Booking['appointment']): boolean {
  return appointmentTransitions.reschedule.from.some((open) => open === status)
}

/** Where a booking that is dragged would be. */
export interface Placement {
  readonly lane: string
  readonly startMs: number
  readonly endMs: number
}

const minuteMs = 60_000

/** Appointments are moved to times of this grid. */
export const gridMinutes = 15

/** The time of the grid that is nearest to an instant: every time zone has an offset of whole quarters of an hour. */
function snap(atMs: number): number {
  const step = gridMinutes * minuteMs
  return Math.round(atMs / step) * step
}

/**
 * Where a booking is after it was dragged.
 * @param shiftMs how far to the right, as time
 * @param bounds of the board: it begins within them
 */
export function placementOf(
  { booking }: PlacedBooking,
  { lane, shiftMs }: { readonly lane: string; readonly shiftMs: number },
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Placement {
  const { startMs, endMs, appointment } = booking
  const isShort = Math.abs(shiftMs) < (gridMinutes * minuteMs) / 2
  if (isShort || !hasOpenTime(appointment)) return { lane, startMs, endMs }
  const latestMs = toMs - gridMinutes * minuteMs
  // One that began before the board may stay there.
  const earliestMs = Math.min(fromMs, startMs)
  const atMs = Math.min(latestMs, Math.max(earliestMs, snap(startMs + shiftMs)))
  return { lane, startMs: atMs, endMs: atMs + endMs - startMs }
}

/** The move that brings a booking to its placement; undefined: it is there already. The promised arrival moves along. */
export function moveOf({ booking, lane }: PlacedBooking, placement: Placement): Move | undefined {
  const { appointment, startMs } = booking
  const shiftMs = placement.startMs - startMs
  const from = appointment.technicianIds
  const to = techniciansAfter(from, lane, placement.lane)
  if (shiftMs === 0 && lane === placement.lane) return undefined
  const { arrivalWindowStart, arrivalWindowEnd } = appointment
  const isPromised = arrivalWindowStart !== null && arrivalWindowEnd !== null
  const later = (instant: string) => new Date(Date.parse(instant) + shiftMs).toISOString()
  const time = {
    startsAt: new Date(placement.startMs).toISOString(),
    endsAt: new Date(placement.endMs).toISOString(),
    arrivalStartsAt: isPromised ? later(arrivalWindowStart) : null,
    arrivalEndsAt: isPromised ? later(arrivalWindowEnd) : null,
  }
  return { appointment, from, to, time: shiftMs === 0 ? undefined : time }
}

function techniciansAfter(before: readonly string[], from: string, to: string): readonly string[] {
  if (from === to) return before
  const others = before.filter((id) => id !== from && id !== to)
  return to === unassignedLane ? others : [to, ...others]
}
