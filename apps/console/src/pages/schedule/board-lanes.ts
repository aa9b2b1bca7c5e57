import type { BoardAppointment, BoardTechnician, Schedule } from 'api/client'

export interface Booking {
  readonly appointment: BoardAppointment
  readonly startMs: number
  readonly endMs: number
}

export interface Lane {
  readonly technician: BoardTechnician
  readonly bookings: readonly Booking[]
}

interface Team {
  readonly name: string
  readonly lanes: readonly Lane[]
}

export interface BoardLanes {
  readonly unassigned: readonly Booking[]
  readonly teams: readonly Team[]
  readonly bookings: readonly Booking[]
}

/** The duration for which an appointment without an end is drawn. */
const unknownEndMs = 3_600_000

/** Groups a day's appointments into one lane per technician, sorted by team and name. */
export function toLanes({ technicians, appointments, unassigned }: Schedule): BoardLanes {
  const bookings = appointments.map((appointment) => bookingOf(appointment))
  const unassignedIds = new Set(unassigned)
  const byTechnician = new Map<string, Booking[]>()
  for (const booking of bookings)
    for (const id of booking.appointment.technicianIds)
      byTechnician.set(id, [...(byTechnician.get(id) ?? []), booking])
  const teams = Map.groupBy(technicians, ({ team }) => team ?? '')
  return {
    bookings,
    unassigned: bookings.filter(({ appointment }) => unassignedIds.has(appointment.id)),
    teams: [...teams]
      .map(([name, members]) => ({
        name: name || 'No team',
        lanes: members
          .toSorted((a, b) => (a.name ?? '').localeCompare(b.name ?? ''))
          .map((technician) => ({ technician, bookings: byTechnician.get(technician.id) ?? [] })),
      }))
      .toSorted((a, b) => a.name.localeCompare(b.name)),
  }
}

const known = new WeakMap<BoardAppointment, Booking>()

/** The booking of an appointment: the same object for the same appointment, so that it is not drawn again. */
function bookingOf(appointment: BoardAppointment): Booking {
  const startMs = Date.parse(appointment.start)
  const endMs = appointment.end ? Date.parse(appointment.end) : startMs + unknownEndMs
  const booking = known.get(appointment) ?? { appointment, startMs, endMs }
  known.set(appointment, booking)
  return booking
}
