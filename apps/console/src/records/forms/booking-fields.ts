import { appointmentFields, type NewAppointment, type WritableField } from 'api/client'
import type { BookingTime } from '../../data/changes/move.ts'
import { fromLocalTime, toLocalTime } from '../../time/local-time.ts'
import type { FormValues } from './form-values.ts'

const { startsAt, endsAt, arrivalStartsAt, arrivalEndsAt, specialInstructions } = appointmentFields.fields
const technicianIds: WritableField = {
  kind: 'records',
  of: 'technicians',
  max: 50,
  isRequired: true,
  initial: [],
}

/** When an appointment is, and whose it is: it changes by rescheduling. */
export const bookingFields = { startsAt, endsAt, arrivalStartsAt, arrivalEndsAt, technicianIds } as const

/** What a new appointment has. */
export const newAppointmentFields = {
  startsAt,
  endsAt,
  arrivalStartsAt,
  arrivalEndsAt,
  technicianIds,
  specialInstructions,
} as const

/** The problems of the times of an appointment together, by field. */
export function problemsOfTimes(values: FormValues): Record<string, string> {
  const {
    startsAt: start = '',
    endsAt: end = '',
    arrivalStartsAt: from = '',
    arrivalEndsAt: to = '',
  } = values
  // Local times of one form compare as texts.
  return {
    ...(start !== '' && end !== '' && end <= start && { endsAt: 'It must be after the beginning.' }),
    ...((from === '') !== (to === '') && { arrivalEndsAt: 'Both ends of the arrival window, or none.' }),
    ...(from !== '' && to !== '' && to < from && { arrivalEndsAt: 'It must not be before its beginning.' }),
  }
}

/**
 * The times of a form as instants.
 * @param before the times with which the form began: one that was not edited stays the same instant, also where clocks
 *   pass its local time twice
 */
export function timesOf(values: FormValues, timeZone: string, before?: Partial<BookingTime>): BookingTime {
  const instant = (name: keyof BookingTime) => {
    const stored = before?.[name]
    const local = String(values[name])
    return stored && toLocalTime(stored, timeZone) === local ? stored : fromLocalTime(local, timeZone)
  }
  const isPromised = values.arrivalStartsAt !== '' && values.arrivalEndsAt !== ''
  return {
    startsAt: instant('startsAt'),
    endsAt: instant('endsAt'),
    arrivalStartsAt: isPromised ? instant('arrivalStartsAt') : null,
    arrivalEndsAt: isPromised ? instant('arrivalEndsAt') : null,
  }
}

/** The new appointment of a form. */
export function toNewAppointment(values: FormValues, timeZone: string): NewAppointment {
  return {
    ...timesOf(values, timeZone),
    technicianIds: values.technicianIds as readonly string[],
    specialInstructions: String(values.specialInstructions).trim() || null,
  }
}

const hourMs = 3_600_000
const usualHours = 2

/** The times of a new appointment: from the next full hour on. */
export function usualTimes(nowMs: number, timeZone: string): FormValues {
  const startMs = Math.ceil(nowMs / hourMs) * hourMs
  return {
    startsAt: toLocalTime(startMs, timeZone),
    endsAt: toLocalTime(startMs + usualHours * hourMs, timeZone),
  }
}
