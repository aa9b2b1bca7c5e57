import { amountOf } from '../resources/common.ts'
import { invoiceItemsOf } from '../resources/invoice-items.ts'
import { TAX_RATE } from '../resources/invoice-money.ts'
import type { Id } from '../resources/records/common.ts'
import { parseTicks, TICKS_PER_DAY, TICKS_PER_HOUR } from '../ticks.ts'
import type { World } from '../world/world.ts'
import { assign } from './booking.ts'
import { type Activity, dayOf, halfHourOf, instant, type Office } from './office.ts'
import type { Visit } from './visits.ts'

/** Ranks of the items of invoices that no base invoice has. */
const FIRST_ITEMS = 20_000_000

/** Numbers of applied payments that no base payment has. */
const FIRST_APPLIED = 160_000_000

const JOB_STATUS = { Scheduled: 'Scheduled', Dispatched: 'Dispatched', Working: 'InProgress' } as const

/** The technicians of a visit get a status, and know or forget what they are at. */
function* tellTechnicians(office: Office, visit: Visit, status: string): Activity {
  const isFree = status === 'Idle'
  for (const id of visit.assignmentIds) {
    const technicianId = office.find('appointment-assignments', id)?.technicianId
    if (technicianId === undefined) continue
    yield* office.update('technicians', technicianId, {
      status,
      jobId: isFree ? null : Number(visit.jobId),
      appoitmentId: isFree ? null : Number(visit.appointmentId),
    })
  }
}

/** A visit comes a step further: everybody whom it concerns learns of it, one after another. */
export function* proceed(office: Office, visit: Visit): Activity {
  const stage = visit.stage === 'Scheduled' ? 'Dispatched' : 'Working'
  if (visit.assignmentIds.length === 0) yield* assign(office, visit)
  const now = halfHourOf(office.now())
  // Whoever is called before their time had an opening come up for them.
  const isEarly = visit.start > office.now() + TICKS_PER_HOUR
  const times = isEarly ? { start: instant(now), end: instant(now + 2 * TICKS_PER_HOUR) } : {}
  visit.stage = stage
  if (isEarly) visit.start = now
  yield* office.update('appointments', visit.appointmentId, { status: stage, isConfirmed: true, ...times })
  for (const id of visit.assignmentIds) yield* office.update('appointment-assignments', id, { status: stage })
  yield* office.update('jobs', visit.jobId, { jobStatus: JOB_STATUS[stage] })
  yield* tellTechnicians(office, visit, stage)
}

/** What was done goes on the invoice. */
function* bill(office: Office, world: World, visit: Visit, cents: number): Activity {
  const invoice = office.find('invoices', visit.invoiceId)
  if (!invoice) return
  const now = instant(office.now())
  const tax = Math.round((cents * TAX_RATE) / 10_000)
  yield* office.update('invoices', visit.invoiceId, {
    subTotal: amountOf(cents),
    salesTax: amountOf(tax),
    salesTaxCode: { id: 301, name: 'City + state', taxRate: TAX_RATE / 10_000 },
    total: amountOf(cents + tax),
    balance: amountOf(cents + tax),
    reviewStatus: 'NeedsReview',
    items: invoiceItemsOf(world, FIRST_ITEMS + office.random.int(1_000_000), {
      cents,
      times: { createdOn: now, modifiedOn: now },
      businessUnit: invoice.businessUnit ?? { id: 0, name: null },
      seller: null,
    }),
  })
}

/** A visit is over: the job is completed and billed, and its technicians are free again. */
export function* complete(office: Office, world: World, visit: Visit): Activity {
  const cents = 8_900 + office.random.int(90_000)
  const now = instant(office.now())
  const start = parseTicks(office.find('appointments', visit.appointmentId)?.start ?? '') ?? office.now()
  const end = Math.max(office.now(), start + TICKS_PER_HOUR / 2)
  yield* office.update('appointments', visit.appointmentId, { status: 'Done', end: instant(end) })
  for (const id of visit.assignmentIds)
    yield* office.update('appointment-assignments', id, { status: 'Done' })
  yield* office.update('jobs', visit.jobId, {
    jobStatus: 'Completed',
    completedOn: now,
    total: cents / 100,
    noCharge: false,
  })
  yield* bill(office, world, visit, cents)
  yield* tellTechnicians(office, visit, 'Idle')
}

/** The customer calls it off. */
export function* cancel(office: Office, visit: Visit): Activity {
  yield* office.update('jobs', visit.jobId, { jobStatus: 'Canceled' })
  yield* office.update('appointments', visit.appointmentId, { status: 'Canceled' })
  for (const id of visit.assignmentIds) yield* office.update('appointment-assignments', id, { active: false })
  yield* tellTechnicians(office, visit, 'Idle')
}

/** The customer wants another day. */
export function* move(office: Office, visit: Visit): Activity {
  const start = visit.start + TICKS_PER_DAY * (1 + office.random.int(5))
  visit.start = start
  const window = { arrivalWindowStart: instant(start), arrivalWindowEnd: instant(start + 4 * TICKS_PER_HOUR) }
  const end = instant(start + 2 * TICKS_PER_HOUR)
  yield* office.update('appointments', visit.appointmentId, {
    ...{ start: instant(start), end, isConfirmed: false, ...window },
  })
}

/** A technician comes to a visit or is taken off it. */
export function* reassign(office: Office, visit: Visit): Activity {
  const [first, ...others] = visit.assignmentIds
  if (first === undefined || (others.length === 0 && office.random.chance(0.5))) {
    yield* assign(office, visit)
    return
  }
  visit.assignmentIds = others
  yield* office.update('appointment-assignments', first, { active: false })
}

/** A customer pays what an invoice still asks for. */
export function* pay(office: Office, invoiceId: Id): Activity {
  const invoice = office.find('invoices', invoiceId)
  if (!invoice || !office.has('payments')) return
  const amount = invoice.balance ?? amountOf(0)
  yield* office.insert('payments', {
    total: amount,
    unappliedAmount: amountOf(0),
    customer: invoice.customer,
    businessUnit: invoice.businessUnit,
    date: dayOf(office.now()),
    referenceNumber: invoice.referenceNumber,
    memo: null,
    syncStatus: 'Pending',
    appliedTo: [
      {
        appliedAmount: amount,
        appliedBy: invoice.createdBy,
        appliedId: FIRST_APPLIED + office.random.int(10_000_000),
        appliedOn: instant(office.now()),
        appliedTo: invoiceId,
        appliedToReferenceNumber: invoice.referenceNumber,
      },
    ],
  })
  yield* office.update('invoices', invoiceId, { balance: amountOf(0), paidOn: dayOf(office.now()) })
}

/** Someone has a new number, one more, or one less. */
export function* changeContact(office: Office): Activity {
  const contact = office.pick('customer-contacts')
  if (!contact) return
  const { random } = office
  const value = `918555${String(random.int(10_000)).padStart(4, '0')}`
  const number = {
    type: 'Phone',
    value,
    phoneSettings: { phoneNumber: value, doNotText: random.chance(0.2) },
  }
  const choice = random.int(10)
  if (choice < 3)
    yield* office.insert('customer-contacts', { ...number, customerId: contact.customerId, memo: null })
  else if (choice < 4) yield* office.update('customer-contacts', contact.id, { active: false })
  else yield* office.update('customer-contacts', contact.id, number)
}
