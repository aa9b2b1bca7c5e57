import { FIRST_USER_ID } from '../definition/common.ts'
import { emptyInvoice } from '../facts/empty-invoice.ts'
import { TICKS_PER_HOUR, type Ticks } from '../lib/ticks.ts'
import type { LocationRecord } from '../resources/locations.ts'
import type { TechnicianRecord } from '../resources/technicians.ts'
import { BUSINESSES, FIRST_NAMES, LAST_NAMES } from '../world/names.ts'
import { summaryFor } from '../world/trades.ts'
import { dueOf, type Visit } from './board/visits.ts'
import { nextCallId, takeCalls } from './calls.ts'
import { type Activity, instant, type Office } from './office.ts'
import { requestOf } from './requests.ts'

/** The share of bookings by new customers; in the history most have one job only. */
const NEW_CUSTOMER_SHARE = 0.25

/** A new customer calls: inserts the customer, a location, and contacts of both. */
function* insertCustomer(office: Office, found: (location: LocationRecord) => void): Activity {
  const { random } = office
  const isBusiness = random.chance(0.15)
  const name = isBusiness ? random.pick(BUSINESSES) : `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`
  const [customerId, locationId] = [office.nextId('customers'), office.nextId('locations')]
  const type = isBusiness ? 'Commercial' : 'Residential'
  yield* office.insert('customers', { id: customerId, name, type })
  const phone = `918555${String(random.int(10_000)).padStart(4, '0')}`
  const contact = {
    type: 'MobilePhone',
    value: phone,
    memo: null,
    phoneSettings: { phoneNumber: phone, doNotText: false },
  }
  yield* office.insert('customer-contacts', { ...contact, customerId })
  yield* office.insert('locations', { id: locationId, customerId, name })
  yield* office.insert('location-contacts', { ...contact, locationId })
  const location = office.find('locations', locationId)
  if (location) found(location)
}

/** Assigns a technician to a visit and reserves the time on the board. */
export function* assign(office: Office, visit: Visit, technician: TechnicianRecord): Activity {
  if (!office.has('appointment-assignments')) return
  const assignmentId = office.nextId('appointment-assignments')
  visit.assigned.push({ assignmentId, technicianId: technician.id })
  office.board.reserve(technician.id, visit)
  yield* office.insert('appointment-assignments', {
    id: assignmentId,
    technicianId: technician.id,
    technicianName: technician.name,
    assignedById: FIRST_USER_ID,
    assignedOn: instant(office.now()),
    jobId: visit.jobId,
    appointmentId: visit.appointmentId,
    status: visit.stage,
    isPaused: false,
  })
}

/** The arrival window that was announced to the customer. */
export const arrivalWindowOf = (start: Ticks) => ({
  arrivalWindowStart: instant(start),
  arrivalWindowEnd: instant(start + 2 * TICKS_PER_HOUR),
})

/** The time to book, the technician if one is chosen, and when the customer called. */
export type BookingRequest = {
  start: Ticks
  end: Ticks
  technician: TechnicianRecord | undefined
  /** @default now */
  calledAt?: Ticks
}

/** Books a job: inserts the job, its appointment, its invoice and usually an assignment, one after another. */
export function* book(
  office: Office,
  { start, end, technician, calledAt = office.now() }: BookingRequest,
  booked: (visit: Visit) => void,
): Activity {
  const { random } = office
  const request = requestOf(office, technician)
  if (!request) return
  const { businessUnit, jobType, campaign, recallFor } = request
  let location = recallFor && office.find('locations', recallFor.locationId)
  if (!location && random.chance(NEW_CUSTOMER_SHARE) && office.has('customers'))
    yield* insertCustomer(office, (found) => {
      location = found
    })
  location ??= office.pick('locations')
  if (!location) return
  const [jobId, appointmentId] = [office.nextId('jobs'), office.nextId('appointments')]
  const invoiceId = office.has('invoices') ? office.nextId('invoices') : 0
  const callId = nextCallId(office)
  const visit: Visit = {
    jobId,
    appointmentId,
    invoiceId,
    assigned: [],
    start,
    end,
    stage: 'Scheduled',
    dueAt: dueOf({ stage: 'Scheduled', start, end }, random),
  }
  // The time is reserved before the first insert, so that no other visit can be booked at that time.
  if (technician) office.board.reserve(technician.id, visit)
  booked(visit)
  const { customerId } = location
  const createdOn = instant(calledAt)
  yield* office.insert('jobs', {
    id: jobId,
    createdOn,
    jobNumber: String(jobId),
    customerId,
    locationId: location.id,
    invoiceId,
    businessUnitId: Number(businessUnit.id),
    jobTypeId: Number(jobType.id),
    campaignId: Number(campaign.id),
    appointmentCount: 1,
    firstAppointmentId: appointmentId,
    lastAppointmentId: appointmentId,
    recallForId: recallFor ? Number(recallFor.id) : null,
    warrantyId: null,
    jobGeneratedLeadSource: null,
    leadCallId: callId,
    membershipId: null,
    soldById: null,
    createdFromEstimateId: null,
    estimateIds: [],
    noCharge: jobType.noCharge,
    summary: summaryFor(businessUnit.name, random.int(1_000) / 1_000),
  })
  yield* takeCalls(office, { callId, jobId, location, campaign })
  yield* office.insert('appointments', {
    id: appointmentId,
    createdOn,
    jobId,
    customerId,
    appointmentNumber: `${jobId}-1`,
    start: instant(start),
    end: instant(end),
    ...arrivalWindowOf(start),
    unused: false,
    isConfirmed: false,
    appointmentSummaries: [],
  })
  if (invoiceId !== 0)
    yield* office.insert('invoices', {
      id: invoiceId,
      createdOn,
      businessUnit: { id: businessUnit.id, name: businessUnit.name },
      ...emptyInvoice({
        at: office.now(),
        location,
        customerName: office.find('customers', customerId)?.name ?? null,
        job: { id: jobId, type: jobType.name },
      }),
    })
  if (technician) yield* assign(office, visit, technician)
}
