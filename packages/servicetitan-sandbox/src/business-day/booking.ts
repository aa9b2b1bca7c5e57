import { amountOf, FIRST_USER_ID } from '../definition/common.ts'
import type { Id } from '../definition/record.ts'
import { TICKS_PER_DAY, TICKS_PER_HOUR, type Ticks } from '../lib/ticks.ts'
import type { LocationRecord } from '../resources/locations.ts'
import type { TechnicianRecord } from '../resources/technicians.ts'
import { BUSINESSES, FIRST_NAMES, LAST_NAMES } from '../world/names.ts'
import { isDoneBy, summaryFor } from '../world/trades.ts'
import { nextCallId, takeCalls } from './calls.ts'
import { type Activity, dayOf, instant, type Office } from './office.ts'
import { dueOf, type Visit } from './visits.ts'

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

/** The fields of a new job's empty invoice. */
const emptyInvoice = (office: Office, location: LocationRecord, job: { id: number; type: string | null }) => {
  const { latitude: _, longitude: __, ...address } = location.address
  const customer = office.find('customers', location.customerId)
  const zero = amountOf(0)
  return {
    job: { id: job.id, number: String(job.id), type: job.type },
    referenceNumber: String(job.id),
    invoiceDate: dayOf(office.now()),
    dueDate: dayOf(office.now() + 30 * TICKS_PER_DAY),
    customer: { id: location.customerId, name: customer?.name ?? null },
    customerAddress: address,
    location: { id: location.id, name: location.name },
    locationAddress: address,
    subTotal: zero,
    salesTax: zero,
    total: zero,
    balance: zero,
    items: [],
    membershipId: null,
  }
}

/** The arrival window that was announced to the customer. */
export const arrivalWindowOf = (start: Ticks) => ({
  arrivalWindowStart: instant(start),
  arrivalWindowEnd: instant(start + 2 * TICKS_PER_HOUR),
})

/** The business unit of the work: the technician's own if it is known. */
const businessUnitOf = (office: Office, technician: TechnicianRecord | undefined) => {
  const own = technician?.businessUnitId
  return (own ? office.find('business-units', own as Id) : undefined) ?? office.pick('business-units')
}

/** The time to book, and the technician if one is chosen. */
export type BookingRequest = { start: Ticks; end: Ticks; technician: TechnicianRecord | undefined }

/** Books a job: inserts the job, its appointment, its invoice and usually an assignment, one after another. */
export function* book(
  office: Office,
  { start, end, technician }: BookingRequest,
  booked: (visit: Visit) => void,
): Activity {
  const { random } = office
  let location: LocationRecord | undefined
  if (random.chance(0.12) && office.has('customers'))
    yield* insertCustomer(office, (found) => {
      location = found
    })
  else location = office.pick('locations')
  const businessUnit = businessUnitOf(office, technician)
  const unitName = businessUnit?.name ?? ''
  const jobType =
    office.pick('job-types', ({ active, name }) => active && isDoneBy(name ?? '', unitName)) ??
    office.pick('job-types')
  const campaign = office.pick('campaigns')
  if (!location || !businessUnit || !jobType || !campaign) return
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
  yield* office.insert('jobs', {
    id: jobId,
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
    recallForId: null,
    warrantyId: null,
    jobGeneratedLeadSource: null,
    leadCallId: callId,
    membershipId: null,
    soldById: null,
    createdFromEstimateId: null,
    estimateIds: [],
    noCharge: false,
    summary: summaryFor(unitName, random.int(1_000) / 1_000),
  })
  yield* takeCalls(office, { callId, jobId, location, campaign })
  yield* office.insert('appointments', {
    id: appointmentId,
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
      businessUnit: { id: businessUnit.id, name: businessUnit.name },
      ...emptyInvoice(office, location, { id: jobId, type: jobType.name }),
    })
  if (technician) yield* assign(office, visit, technician)
}
