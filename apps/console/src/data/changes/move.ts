import type { Versioned } from 'api/client'

/** When an appointment is, as instants. */
export interface BookingTime {
  readonly startsAt: string
  readonly endsAt: string
  readonly arrivalStartsAt: string | null
  readonly arrivalEndsAt: string | null
}

/** An appointment that is moved to another time, to other technicians, or both. */
export interface Move {
  readonly appointment: Versioned
  /** The new time; undefined: it stays. */
  readonly time: BookingTime | undefined
  /** The technicians before and after. */
  readonly from: readonly string[]
  readonly to: readonly string[]
  /** Whether the technicians may have other bookings then. @default false */
  readonly allowOverlap?: boolean
}
