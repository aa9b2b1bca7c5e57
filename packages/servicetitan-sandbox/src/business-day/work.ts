import { amountOf, dayOf } from '../definition/common.ts'
import type { Id } from '../definition/record.ts'
import { invoiceItemsOf } from '../facts/invoice-items.ts'
import { TAX_RATE } from '../facts/invoice-money.ts'
import { AT_ONCE_SHARE, invoiceDaysOf, termOf } from '../facts/payment-terms.ts'
import { TICKS_PER_DAY, TICKS_PER_HOUR } from '../lib/ticks.ts'
import type { World } from '../world/world.ts'
import { dueOf, type Visit } from './board/visits.ts'
import { assign } from './booking.ts'
import { type Sale, sell } from './offers.ts'
import { type Activity, instant, type Office } from './office.ts'
import { postpone } from './reschedule.ts'
import { splitJob } from './splits.ts'
import { writeTimesheets } from './timesheets.ts'

/** The first rank of invoice items after those of base invoices. */
const FIRST_ITEMS = 20_000_000

/** The first id of applied payments after those of base payments. */
const FIRST_APPLIED = 160_000_000

const JOB_STATUS = { Scheduled: 'Scheduled', Dispatched: 'Dispatched', Working: 'InProgress' } as const

/** Sets the status and the current job of a visit's technicians. */
function* setTechnicianStatus(office: Office, visit: Visit, status: string): Activity {
  const isFree = status === 'Idle'
  for (const { technicianId } of visit.assigned) {
    yield* office.update('technicians', technicianId, {
      status,
      jobId: isFree ? null : Number(visit.jobId),
      appoitmentId: isFree ? null : Number(visit.appointmentId),
    })
  }
}

function* setAssignments(office: Office, { assigned }: Visit, status: string): Activity {
  for (const { assignmentId } of assigned)
    yield* office.update('appointment-assignments', assignmentId, { status })
}

/**
 * Advances a visit to its next stage, by changing its records one after another. An unassigned visit is first assigned
 * to a free technician, or postponed.
 */
export function* proceed(office: Office, visit: Visit): Activity {
  if (visit.assigned.length === 0 && office.has('appointment-assignments')) {
    const technician = office.board.freeAt(visit.start, visit.end, [])
    if (!technician) return yield* postpone(office, visit)
    yield* assign(office, visit, technician)
  }
  visit.stage = visit.stage === 'Scheduled' ? 'Dispatched' : 'Working'
  visit.dueAt = dueOf(visit, office.random)
  const { stage } = visit
  yield* office.update('appointments', visit.appointmentId, { status: stage, isConfirmed: true })
  yield* setAssignments(office, visit, stage)
  yield* writeTimesheets(office, visit)
  yield* office.update('jobs', visit.jobId, { jobStatus: JOB_STATUS[stage] })
  yield* setTechnicianStatus(office, visit, stage)
}

/** Enters the work on the invoice, which is dated today and due by the customer's term. */
function* bill(office: Office, world: World, visit: Visit, { cents }: Sale): Activity {
  const invoice = office.find('invoices', visit.invoiceId)
  if (!invoice) return
  const now = instant(office.now())
  const customer = office.find('customers', invoice.customer?.id ?? 0)
  const tax = customer?.taxExempt ? 0 : Math.round((cents * TAX_RATE) / 10_000)
  const items = invoiceItemsOf(world, FIRST_ITEMS + Number(visit.invoiceId), {
    cents,
    times: { createdOn: now, modifiedOn: now },
    businessUnit: invoice.businessUnit ?? { id: 0, name: null },
    seller: idOf(visit.assigned[0]?.technicianId),
    soldHours: Math.round((2 * (visit.end - visit.start)) / TICKS_PER_HOUR) / 2,
  })
  const term = termOf(customer?.type === 'Commercial')
  yield* office.update('invoices', visit.invoiceId, {
    invoiceDate: dayOf(office.now()),
    dueDate: dayOf(office.now() + term.days * TICKS_PER_DAY),
    termName: term.name,
    subTotal: amountOf(cents),
    salesTax: amountOf(tax),
    salesTaxCode: { id: 301, name: 'City + state', taxRate: TAX_RATE / 10_000 },
    total: amountOf(cents + tax),
    balance: amountOf(cents + tax),
    reviewStatus: 'NeedsReview',
    items,
  })
  for (const { modifiedOn: _, ...item } of items)
    yield* office.insert('invoice-items', { ...item, active: true, invoiceId: visit.invoiceId })
}

const idOf = (id: Id | undefined): number | null => (id === undefined ? null : Number(id))

/** Completes a visit: sells, completes and bills the job, and frees its technicians. */
export function* complete(office: Office, world: World, visit: Visit): Activity {
  const end = Math.min(visit.end, Math.max(office.now(), visit.start + TICKS_PER_HOUR / 4))
  for (const { technicianId } of visit.assigned) office.board.release(technicianId, visit.appointmentId)
  yield* office.update('appointments', visit.appointmentId, { status: 'Done', end: instant(end) })
  yield* setAssignments(office, visit, 'Done')
  yield* writeTimesheets(office, visit, end)
  const sale = yield* sell(office, world, visit)
  yield* office.update('jobs', visit.jobId, {
    jobStatus: 'Completed',
    completedOn: instant(office.now()),
    total: sale.cents / 100,
    soldById: sale.soldById,
  })
  yield* splitJob(office, visit)
  yield* bill(office, world, visit, sale)
  yield* setTechnicianStatus(office, visit, 'Idle')
}

/** Whether the customer of an invoice pays when the work is done. */
export const paysAtOnce = (office: Office, invoiceId: Id): boolean => {
  const invoice = office.find('invoices', invoiceId)
  const customer = office.find('customers', invoice?.customer?.id ?? 0)
  const isOwing = Number(invoice?.balance ?? 0) > 0
  return isOwing && customer?.type !== 'Commercial' && office.random.chance(AT_ONCE_SHARE)
}

/** An earlier invoice whose customer pays now, weeks after the work: one that the base data has as unpaid. */
export const latePayment = (office: Office, world: World): Id | undefined => {
  const [from, before] = [office.now() - 100 * TICKS_PER_DAY, office.now()]
  const [dataDay, today] = [world.now, office.now()].map((at) => Math.floor(at / TICKS_PER_DAY))
  return office.pickCreated('invoices', { from, before }, ({ id, balance }) => {
    const rank = world.timelines.invoices.rankOf(Number(id))
    if (rank === undefined || !(Number(balance) > 0)) return false
    const { paid } = invoiceDaysOf(world, rank)
    return paid !== null && paid >= (dataDay ?? 0) && paid <= (today ?? 0)
  })?.id
}

/** Pays the balance of an invoice. */
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

/** Changes, adds or deactivates a customer's phone number. */
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
