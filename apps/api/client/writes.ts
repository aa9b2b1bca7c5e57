import type {
  AppointmentAction,
  appointmentFields,
  ChangedValues,
  customerContactFields,
  customerFields,
  JobAction,
  jobFields,
  locationContactFields,
  locationFields,
  NewValues,
} from 'records/fields'
import type { Row } from '../src/records/row-types.ts'
import { headersOf, type Why } from './act.ts'
import type { createRequest } from './request.ts'

/** The id of a new record, chosen by the client, so that it can repeat the request. */
interface Chosen {
  /** A UUID of version 7 or 4. @default the API chooses one */
  readonly id?: string
}

type NewContact<T extends { readonly fields: object }> = Omit<NewValues<T>, 'customerId' | 'locationId'>

/** A new appointment, with the technicians to book. */
export interface NewAppointment extends Chosen {
  readonly startsAt: string
  readonly endsAt: string
  readonly arrivalStartsAt?: string | null
  readonly arrivalEndsAt?: string | null
  readonly specialInstructions?: string | null
  readonly technicianIds?: readonly string[]
  /** Whether the technicians may have other bookings then. @default false */
  readonly allowOverlap?: boolean
}

/** The bodies that create records, by kind. */
export interface NewRecords {
  readonly customers: NewValues<typeof customerFields> &
    Chosen & { readonly contacts?: readonly NewContact<typeof customerContactFields>[] }
  readonly locations: NewValues<typeof locationFields> &
    Chosen & { readonly contacts?: readonly NewContact<typeof locationContactFields>[] }
  readonly jobs: NewValues<typeof jobFields> & Chosen & { readonly appointments: readonly NewAppointment[] }
}

/** The bodies that change records, by kind. */
export interface RecordChanges {
  readonly customers: ChangedValues<typeof customerFields>
  readonly locations: ChangedValues<typeof locationFields>
  readonly 'customer-contacts': ChangedValues<typeof customerContactFields>
  readonly 'location-contacts': ChangedValues<typeof locationContactFields>
  readonly jobs: ChangedValues<typeof jobFields>
  readonly appointments: ChangedValues<typeof appointmentFields>
}

/** The contacts of a kind of records. */
type ContactOf<Name extends 'customers' | 'locations'> = Name extends 'customers'
  ? { readonly kind: 'customer-contacts'; readonly body: NewContact<typeof customerContactFields> & Chosen }
  : { readonly kind: 'location-contacts'; readonly body: NewContact<typeof locationContactFields> & Chosen }

/** What can be done to appointments and jobs, by kind. */
interface Actions {
  readonly appointments: Exclude<AppointmentAction, 'delete'>
  readonly jobs: JobAction
}

/** A record, and the version for which a change was made. */
export type Versioned = Pick<Row<'customers'>, 'id' | 'version'>

/** The methods of the client that change records. Each returns the record as it is then. */
export function createWrites(request: ReturnType<typeof createRequest>) {
  const pathOf = (resource: string, id: string) => `/${resource}/${encodeURIComponent(id)}`
  const at = ({ version }: Versioned, why: Why) => ({ 'if-match': `"${version}"`, ...headersOf(why) })
  return {
    /** Creates a customer, a location, or a job with its appointments. */
    create: <Name extends keyof NewRecords>(resource: Name, body: NewRecords[Name], why: Why = {}) =>
      request<Row<Name>>(`/${resource}`, { method: 'POST', body, headers: headersOf(why) }),
    /**
     * Changes the given fields of a record.
     * @throws {ApiError} 412 when the record has another version: `problem.current` and `problem.changedSince` have what
     *   changed
     */
    change: <Name extends keyof RecordChanges>(
      resource: Name,
      record: Versioned,
      changes: RecordChanges[Name],
      why: Why = {},
    ) =>
      request<Row<Name>>(pathOf(resource, record.id), {
        method: 'PATCH',
        body: changes,
        headers: at(record, why),
      }),
    /** Removes a contact or an appointment. */
    remove: <Name extends 'customer-contacts' | 'location-contacts' | 'appointments'>(
      resource: Name,
      record: Versioned,
      why: Why = {},
    ) => request<Row<Name>>(pathOf(resource, record.id), { method: 'DELETE', headers: at(record, why) }),
    /** Adds a contact to a customer or a location. */
    addContact: <Name extends 'customers' | 'locations'>(
      resource: Name,
      id: string,
      contact: ContactOf<Name>['body'],
      why: Why = {},
    ) =>
      request<Row<ContactOf<Name>['kind']>>(`${pathOf(resource, id)}/contacts`, {
        method: 'POST',
        body: contact,
        headers: headersOf(why),
      }),
    /** Merges a customer into another one. @param into the id of the customer that stays */
    mergeCustomer: (customer: Versioned, into: string, why: Why = {}) =>
      request<Row<'customers'>>(`${pathOf('customers', customer.id)}/merge`, {
        method: 'POST',
        body: { into },
        headers: at(customer, why),
      }),
    /** Adds an appointment to a job. @throws {ApiError} 409 with `problem.bookings` when a technician is booked then */
    addAppointment: (jobId: string, appointment: NewAppointment, why: Why = {}) =>
      request<Row<'appointments'>>(`${pathOf('jobs', jobId)}/appointments`, {
        method: 'POST',
        body: appointment,
        headers: headersOf(why),
      }),
    /**
     * Does something to a job or an appointment, such as to start, to reschedule or to cancel it.
     * @throws {ApiError} 409 when its status does not allow it, or with `problem.bookings` when a technician is booked then
     * @example
     * ```ts
     * await api.act('appointments', visit, 'reschedule', { startsAt, endsAt })
     * ```
     */
    act: <Name extends keyof Actions>(
      resource: Name,
      record: Versioned,
      action: Actions[Name],
      body?: object,
      why: Why = {},
    ) =>
      request<Row<Name>>(`${pathOf(resource, record.id)}/${action}`, {
        method: 'POST',
        ...(body && { body }),
        headers: at(record, why),
      }),
  }
}
