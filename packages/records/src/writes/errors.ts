import type { Domain } from 'db-migrations/protocol'

/** A problem of one value of a request. */
export interface ValueProblem {
  /** The field, such as `customerId`, or with a path, `appointments.0.startsAt`. */
  readonly path: string
  readonly message: string
}

/** Another booking of the technician at the same time. */
export interface OtherBooking {
  readonly technicianId: string
  readonly technicianName: string | null
  readonly appointmentId: string
  readonly jobId: string | null
  readonly jobNumber: string | null
  readonly startsAt: string
  readonly endsAt: string
}

/** A change that is refused, in words for the person who made it. Nothing of it is written. */
export abstract class WriteError extends Error {}

/** The other side owns the records: they are read-only in LAZI. */
export class NotOwnedError extends WriteError {
  override readonly name = 'NotOwnedError'
  readonly domain: Domain

  constructor(domain: Domain) {
    super(
      `ServiceTitan owns the ${domain} of this account, so they are read-only here. An administrator can move them to LAZI with \`sync domains set\`.`,
    )
    this.domain = domain
  }
}

/** While both sides change records of the domain, only ServiceTitan can do it. */
export class NotInHybridError extends WriteError {
  override readonly name = 'NotInHybridError'

  /** @param what in the plural, such as `Customers are merged` */
  constructor(what: string) {
    super(`${what} in ServiceTitan while both sides change these records.`)
  }
}

/** There is no such record. */
export class NoSuchRecordError extends WriteError {
  override readonly name = 'NoSuchRecordError'
}

/** Values of the request are invalid, such as the id of a record that does not exist. */
export class InvalidValuesError extends WriteError {
  override readonly name = 'InvalidValuesError'
  readonly problems: readonly ValueProblem[]

  constructor(problems: readonly ValueProblem[]) {
    super('The values are invalid.')
    this.problems = problems
  }
}

/** The record has changed since the version that the change was made for. */
export class StaleVersionError extends WriteError {
  override readonly name = 'StaleVersionError'
  /** The fields that changed since; null: too long ago to know. */
  readonly changedSince: readonly string[] | null

  constructor(message: string, changedSince: readonly string[] | null) {
    super(message)
    this.changedSince = changedSince
  }
}

/** The state of the records forbids it, such as a job that is completed, or an id that is taken. */
export class RefusedChangeError extends WriteError {
  override readonly name = 'RefusedChangeError'
}

/** A technician is booked at that time. */
export class DoubleBookingError extends WriteError {
  override readonly name = 'DoubleBookingError'
  readonly bookings: readonly OtherBooking[]

  constructor(bookings: readonly OtherBooking[]) {
    const names = [...new Set(bookings.map(({ technicianName }) => technicianName ?? 'A technician'))]
    super(`${names.join(', ')} ${names.length === 1 ? 'has' : 'have'} another booking at that time.`)
    this.bookings = bookings
  }
}
