import { amountOf, dayOf } from '../definition/common.ts'
import type { CustomerAddress, Id } from '../definition/record.ts'
import { TICKS_PER_DAY, type Ticks } from '../lib/ticks.ts'

/** The fields of a new job's empty invoice. */
export const emptyInvoice = (of: {
  at: Ticks
  location: { id: Id; customerId: Id; name: string; address: CustomerAddress }
  customerName: string | null
  job: { id: Id; type: string | null }
}) => {
  const { at, location, customerName, job } = of
  const { latitude: _, longitude: __, ...address } = location.address
  const zero = amountOf(0)
  return {
    job: { id: job.id, number: String(job.id), type: job.type },
    referenceNumber: String(job.id),
    invoiceDate: dayOf(at),
    dueDate: dayOf(at + 30 * TICKS_PER_DAY),
    customer: { id: location.customerId, name: customerName },
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
