import { amountOf } from '../definition/common.ts'
import type { Id } from '../definition/record.ts'
import { TAX_RATE } from '../facts/invoice-money.ts'
import { TICKS_PER_DAY, TICKS_PER_HOUR, type Ticks } from '../lib/ticks.ts'
import type { InvoiceRecord } from '../resources/invoices.ts'
import type { Activity, Office } from './office.ts'

/** A change of a completed job that is still to be made. */
export type Correction = { jobId: Id; dueAt: Ticks }

/** The share of completed jobs that are corrected within a day; the share of which one is corrected a month later. */
const CORRECTED_SHARE = 0.03
const LATE_SHARE = 0.005

/** The share of corrections that change the business unit and not the amount. */
const UNIT_SHARE = 0.3

/** The corrections that follow from the completion of a job: of itself, and of one that was completed a month ago. */
export const correctionsAfter = (office: Office, jobId: Id): Correction[] => {
  const { random, now } = office
  const dueAt = now() + (1 + random.int(20)) * TICKS_PER_HOUR
  const own = random.chance(CORRECTED_SHARE) ? [{ jobId, dueAt }] : []
  if (!random.chance(LATE_SHARE)) return own
  const [from, before] = [now() - 40 * TICKS_PER_DAY, now() - 28 * TICKS_PER_DAY]
  const old = office.pickCreated('jobs', { from, before }, ({ jobStatus }) => jobStatus === 'Completed')
  return old ? [...own, { jobId: old.id, dueAt }] : own
}

const centsOf = (amount: string | null): number => Math.round(Number(amount) * 100)

/** The fields of an invoice with another subtotal, of which the same amount was paid. */
const repriced = (invoice: InvoiceRecord, cents: number): Partial<InvoiceRecord> => {
  const tax = centsOf(invoice.salesTax) === 0 ? 0 : Math.round((cents * TAX_RATE) / 10_000)
  const total = cents + tax
  const balance = total - (centsOf(invoice.total) - centsOf(invoice.balance))
  const more = cents - centsOf(invoice.subTotal)
  const items = (invoice.items ?? []).map((item, index) => {
    if (index > 0) return item
    const changed = amountOf(centsOf(item.total) + more)
    return { ...item, price: changed, total: changed }
  })
  return {
    subTotal: amountOf(cents),
    salesTax: amountOf(tax),
    total: amountOf(total),
    balance: amountOf(balance),
    items,
    paidOn: balance === 0 ? invoice.paidOn : null,
  }
}

/** Corrects a completed job and its invoice: the amount by up to a sixth, or the business unit. */
export function* correct(office: Office, jobId: Id): Activity {
  const { random } = office
  const job = office.find('jobs', jobId)
  const invoice = job && office.find('invoices', job.invoiceId)
  if (!invoice || job.jobStatus !== 'Completed') return
  const cents = centsOf(invoice.subTotal)
  if (cents === 0 || random.chance(UNIT_SHARE)) {
    const unit = office.pick(
      'business-units',
      ({ active, id }) => active && Number(id) !== job.businessUnitId,
    )
    if (!unit) return
    yield* office.update('jobs', jobId, { businessUnitId: Number(unit.id) })
    yield* office.update('invoices', invoice.id, { businessUnit: { id: unit.id, name: unit.name } })
    return
  }
  const share = (1 + random.int(16)) / 100
  const corrected = Math.round(cents * (random.chance(0.5) ? 1 - share : 1 + share))
  const changed = repriced(invoice, corrected)
  yield* office.update('invoices', invoice.id, changed)
  const [item] = changed.items ?? []
  if (item) yield* office.update('invoice-items', item.id, { price: item.price, total: item.total })
  yield* office.update('jobs', jobId, { total: corrected / 100 })
}
