import { unit } from '../lib/random.ts'
import { TICKS_PER_DAY, type Ticks } from '../lib/ticks.ts'
import type { World } from '../world/world.ts'
import { identityOf } from './customer-identity.ts'
import { type JobFacts, jobFactsOf } from './job-facts.ts'

const SALT = { never: 81, payer: 85, delay: 86, adjusted: 87, early: 880 }

/** The share of invoices that are never paid. */
const NEVER_SHARE = 0.02
/** The share of private customers who pay when the work is done; the others pay within weeks. */
export const AT_ONCE_SHARE = 0.75
/** Days from the work to the payment. */
const DELAYS = { private: { mean: 12, spread: 8 }, business: { mean: 45, spread: 25 } }

/** A number around 0, at most 1 from it. */
const around = (world: World, invoice: number): number =>
  unit(world.key, invoice, SALT.delay) + unit(world.key, invoice, SALT.delay + 1000) - 1

/** Days until an invoice is paid, or null if it never is. */
const delayOf = (world: World, invoice: number, customer: number): number | null => {
  if (unit(world.key, invoice, SALT.never) < NEVER_SHARE) return null
  const { isBusiness } = identityOf(world, customer)
  if (!isBusiness && unit(world.key, customer, SALT.payer) < AT_ONCE_SHARE) return 0
  const { mean, spread } = isBusiness ? DELAYS.business : DELAYS.private
  return Math.round(mean + spread * around(world, invoice))
}

/** The term of a customer: its name, and the days in which an invoice is due. */
export const termOf = (isBusiness: boolean): { name: string; days: number } =>
  isBusiness ? { name: 'Net 30', days: 30 } : { name: 'Due Upon Receipt', days: 0 }

/**
 * The days of an invoice, as numbers of UTC days: it is dated when the work is completed, or when the job was booked if
 * it is not; an adjustment follows within three weeks.
 */
export const invoiceDaysOf = (world: World, invoice: number) => {
  const { parent: job, slot } = world.spreads.invoices.parentOf(invoice)
  const { completedOn } = world.scheduleOf(job)
  const { customer } = jobFactsOf(world, job)
  const today = dayOf(world.now)
  const done = dayOf(completedOn ?? world.timelines.jobs.createdAt(job))
  const later = slot === 0 ? 0 : 1 + Math.floor(20 * unit(world.key, invoice, SALT.adjusted))
  const delay = completedOn === null ? null : delayOf(world, invoice, customer)
  const term = termOf(identityOf(world, customer).isBusiness)
  const invoiced = Math.min(today, done + later)
  return {
    today,
    invoiced,
    due: invoiced + term.days,
    term: term.name,
    paid: delay === null ? null : done + delay,
  }
}

/** Whether an invoice has something to pay, which its customer paid. */
export const isPaidInvoice = (world: World, invoice: number): boolean => {
  const { parent: job, slot } = world.spreads.invoices.parentOf(invoice)
  const { cents }: JobFacts = jobFactsOf(world, job)
  if (slot > 0 || cents === 0) return false
  const { paid, today } = invoiceDaysOf(world, invoice)
  return paid !== null && paid <= today
}

/** The day of a payment: further ones of an invoice follow week by week; one that would be later came already. */
export const paymentDayOf = (world: World, invoice: number, slot: number): number => {
  const { today, invoiced, paid } = invoiceDaysOf(world, invoice)
  const usual = (paid ?? invoiced + 60) + 7 * slot
  if (usual <= today) return usual
  return invoiced + Math.floor((today - invoiced) * unit(world.key, invoice, SALT.early + slot))
}

const dayOf = (ticks: Ticks): number => Math.floor(ticks / TICKS_PER_DAY)
