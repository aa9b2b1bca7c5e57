import { amountOf, timesOf } from '../definition/common.ts'
import {
  isAmong,
  isBefore,
  isGreater,
  isInteger,
  isLess,
  isOneOfMany,
  isOnOrAfter,
} from '../definition/filter.ts'
import type { Account, Amount, Id, Named } from '../definition/record.ts'
import { listDefaults, type Resource } from '../definition/resource.ts'
import { customerNameOf } from '../facts/customer-identity.ts'
import { isActivePayment, paymentMoneyOf } from '../facts/invoice-money.ts'
import { jobFactsOf } from '../facts/job-facts.ts'
import { isPaidInvoice, paymentDayOf } from '../facts/payment-terms.ts'
import { createRandom } from '../lib/random.ts'
import { formatTicks, TICKS_PER_DAY } from '../lib/ticks.ts'
import { businessUnitNameOf, PAYMENT_TYPES } from '../world/labels.ts'
import type { World } from '../world/world.ts'
import { loginOf } from './employees.ts'

/** `Accounting.V2.ExportPaymentResponse` */
export type PaymentRecord = {
  id: Id
  active: boolean
  appliedTo:
    | {
        appliedAmount: Amount | null
        appliedBy: string | null
        appliedId: number
        appliedOn: string | null
        appliedTo: Id
        appliedToReferenceNumber: string | null
      }[]
    | null
  authCode: string | null
  batch: { id: number; number: string | null; name: string | null } | null
  businessUnit: Named | null
  checkNumber: string | null
  createdBy: string | null
  createdOn: string
  customer: Named | null
  customFields: { name: string; value: string }[] | null
  date: string | null
  deposit: Named | null
  generalLedgerAccount: Account | null
  memo: string | null
  modifiedOn: string
  referenceNumber: string | null
  refundedPaymentId: number | null
  syncStatus: string | null
  total: Amount | null
  /** The payment type's name. */
  type: string | null
  /** A text in the API, unlike every other id. */
  typeId: string | null
  unappliedAmount: Amount | null
}

const SALT = 96
const SYNC_STATUSES = ['Pending', 'Posted', 'Exported']

const createRecord = (world: World, rank: number): PaymentRecord => {
  const { payments, customers, invoices, employees } = world.timelines
  const random = createRandom(world.key ^ SALT, rank)
  const { parent: invoice, slot } = world.spreads.payments.parentOf(rank)
  const { parent: job } = world.spreads.invoices.parentOf(invoice)
  const facts = jobFactsOf(world, job)
  const { total, applied } = paymentMoneyOf(world, { invoice, slot }, facts)
  const times = timesOf(payments, rank)
  const type = random.int(PAYMENT_TYPES.length)
  const createdBy = employees.size === 0 ? null : loginOf(random.int(employees.size))
  const date = formatTicks(paymentDayOf(world, invoice, slot) * TICKS_PER_DAY)
  const status = random.int(SYNC_STATUSES.length)
  const batch = 8_000 + Math.floor(rank / 60)
  const number = String(world.timelines.jobs.idOf(job))
  return {
    id: payments.idOf(rank),
    active: isActivePayment(world, rank),
    appliedTo:
      applied === 0
        ? random.chance(0.5)
          ? null
          : []
        : [
            {
              appliedAmount: amountOf(applied),
              appliedBy: createdBy,
              appliedId: 130_000_000 + rank,
              appliedOn: date,
              appliedTo: invoices.idOf(invoice),
              appliedToReferenceNumber: number,
            },
          ],
    authCode: type === 0 ? String(100_000 + random.int(900_000)) : null,
    batch: status === 0 ? null : { id: batch, number: String(batch), name: `Deposit ${batch}` },
    businessUnit: {
      id: world.timelines['business-units'].idOf(facts.businessUnit),
      name: businessUnitNameOf(facts.businessUnit),
    },
    checkNumber: type === 1 ? String(1_000 + random.int(9_000)) : null,
    createdBy,
    ...times,
    customer: { id: customers.idOf(facts.customer), name: customerNameOf(world, facts.customer) },
    customFields: random.chance(0.5) ? null : [],
    date,
    deposit: status === 2 ? { id: 9_000 + Math.floor(rank / 60), name: 'Bank deposit' } : null,
    generalLedgerAccount: {
      id: 1_200,
      name: 'Undeposited funds',
      number: '1200',
      type: 'Asset',
      detailType: null,
    },
    memo: applied === 0 ? 'Deposit at booking' : null,
    referenceNumber: number,
    refundedPaymentId: null,
    syncStatus: SYNC_STATUSES[status] ?? null,
    total: amountOf(total),
    type: PAYMENT_TYPES[type] ?? null,
    typeId: String(71 + type),
    unappliedAmount: amountOf(total - applied),
  }
}

/**
 * Source: OpenAPI `accounting-v2`, operations `Payments_GetList` and `Export_Payments`; amounts and `typeId` are
 * texts there. The sort fields are not documented; those of most lists are assumed.
 */
export const payments: Resource<PaymentRecord> = {
  ...listDefaults,
  name: 'payments',
  module: 'accounting',
  scope: 'tn.acc.payments:r',
  hasGetById: false,
  listActive: 'activeState',
  filters: [
    isAmong('appliedToInvoiceIds', ({ appliedTo }) => appliedTo?.map((applied) => applied.appliedTo)),
    isInteger('batchId', ({ batch }) => batch?.id),
    isInteger('batchNumber', ({ batch }) => batch?.number),
    isAmong('businessUnitIds', ({ businessUnit }) => businessUnit?.id),
    isInteger('customerId', ({ customer }) => customer?.id),
    isAmong('depositIds', ({ deposit }) => deposit?.id),
    isOnOrAfter('paidOnAfter', ({ date }) => date),
    isBefore('paidOnBefore', ({ date }) => date),
    isOneOfMany('statuses', SYNC_STATUSES, ({ syncStatus }) => syncStatus),
    isGreater('totalGreater', ({ total }) => total),
    isLess('totalLess', ({ total }) => total),
  ],
  unsupported: ['appliedToReferenceNumber', 'customField.Fields', 'customField.Operator', 'transactionType'],
  size: { defaultSize: ({ of }) => Math.round(of('invoices') * 0.95), requires: ['invoices'] },
  origin: {
    firstId: 95_000_000,
    parent: 'invoices',
    priorityOf: (world, invoice) => (isPaidInvoice(world, invoice) ? 1 : 0),
  },
  isActive: isActivePayment,
  createRecord,
  newRecordFields: () => ({
    active: true,
    appliedTo: [],
    batch: null,
    deposit: null,
    refundedPaymentId: null,
  }),
}
