import { ranksOfChildren, timesOf } from '../definition/common.ts'
import {
  isAmong,
  isBefore,
  isGreater,
  isInteger,
  isLess,
  isOneOfMany,
  isOnOrAfter,
  isText,
} from '../definition/filter.ts'
import type { Amount, Id, InvoiceAddress, Named } from '../definition/record.ts'
import { listDefaults, type Resource } from '../definition/resource.ts'
import { type InvoiceItem, invoiceItemsOf } from '../facts/invoice-items.ts'
import { invoiceMoneyOf, sumsOf, TAX_RATE } from '../facts/invoice-money.ts'
import { partiesOf } from '../facts/invoice-parties.ts'
import { jobFactsOf, sellerOf, soldHoursOf } from '../facts/job-facts.ts'
import { invoiceDaysOf, paymentDayOf } from '../facts/payment-terms.ts'
import { createRandom } from '../lib/random.ts'
import { formatTicks, TICKS_PER_DAY } from '../lib/ticks.ts'
import { jobTypeNameOf } from '../world/labels.ts'
import type { World } from '../world/world.ts'
import { employeeInfoOf, loginOf } from './employees.ts'
import { membershipIdOf } from './memberships.ts'

/** `Accounting.V2.ExportInvoiceResponse` */
export type InvoiceRecord = {
  id: Id
  syncStatus: string | null
  budgetCodeId: number | null
  referenceNumber: string | null
  invoiceDate: string | null
  dueDate: string | null
  subTotal: Amount | null
  salesTax: Amount | null
  salesTaxCode: { id: number; name: string | null; taxRate: number } | null
  taxZoneId: number | null
  total: Amount | null
  balance: Amount | null
  invoiceType: Named | null
  customer: Named | null
  customerAddress: InvoiceAddress | null
  location: Named | null
  locationAddress: InvoiceAddress | null
  businessUnit: Named | null
  termName: string | null
  createdBy: string | null
  batch: { id: number; number: string | null; name: string | null } | null
  depositedOn: string | null
  createdOn: string
  /** The contract allows null; generated records always have one. */
  modifiedOn: string
  adjustmentToId: Id | null
  job: { id: Id; number: string | null; type: string | null } | null
  projectId: number | null
  royalty: { status: string | null; date: string | null; sentOn: string | null; memo: string | null } | null
  employeeInfo: { id: Id; name: string | null; modifiedOn: string } | null
  commissionEligibilityDate: string | null
  sentStatus: string
  reviewStatus: string
  assignedTo: Named | null
  summary: string | null
  items: InvoiceItem[] | null
  customFields: { name: string | null; value: string | null }[] | null
  active: boolean
  discountTotal: Amount | null
  importId: string | null
  exportId: string | null
  materialSkuId: number | null
  membershipId: number | null
  paidOn: string | null
  invoiceConfiguration: string
}

const SALT = 91

/** The share of jobs whose invoice is adjusted later by another one. */
const ADJUSTED_SHARE = 0.015

const REVIEW_STATUSES = [
  'NeedsReview',
  'OnHold',
  'Reviewed',
  'PendingApproval',
  'Rejected',
  'ReadyForBilling',
  'Invoiced',
]
const CONFIGURATIONS = [
  'JobInvoice',
  'ProjectInvoice',
  'CounterSales',
  'MembershipInvoice',
  'InterestChargeInvoice',
  'ARImportInvoice',
]
const SYNC_STATUSES = ['Pending', 'Posted', 'Exported']

const isActive = (world: World, rank: number): boolean =>
  // A job's first invoice is rarely inactive; credits on it more often.
  world.spreads.invoices.parentOf(rank).slot === 0 ? rank % 40 !== 39 : rank % 3 !== 0

const createRecord = (world: World, rank: number): InvoiceRecord => {
  const { invoices, jobs, employees } = world.timelines
  const random = createRandom(world.key ^ SALT, rank)
  const { parent: job, slot } = world.spreads.invoices.parentOf(rank)
  const facts = jobFactsOf(world, job)
  const money = invoiceMoneyOf(world, rank, facts)
  const times = timesOf(invoices, rank)
  const parties = partiesOf(world, facts)
  const days = invoiceDaysOf(world, rank)
  const payments = world.timelines.payments.size === 0 ? 0 : world.spreads.payments.childrenOf(rank).count
  const paid = paymentDayOf(world, rank, Math.max(0, payments - 1))
  const date = (day: number): string => formatTicks(day * TICKS_PER_DAY)
  const isPaid = money.total > 0 && money.balance === 0
  const status = facts.isCompleted ? random.int(SYNC_STATUSES.length) : 0
  const batch = 7_000 + Math.floor(rank / 60)
  const employee = employees.size === 0 ? null : employeeInfoOf(world, random.int(employees.size))
  const jobId = jobs.idOf(job)
  return {
    id: invoices.idOf(rank),
    syncStatus: SYNC_STATUSES[status] ?? null,
    budgetCodeId: null,
    referenceNumber: slot === 0 ? String(jobId) : `${jobId}-A${slot}`,
    invoiceDate: date(days.invoiced),
    dueDate: random.chance(0.02) ? null : date(days.due),
    ...sumsOf(money),
    salesTaxCode:
      money.tax === 0
        ? null
        : { id: 301, name: random.chance(0.9) ? 'City + state' : null, taxRate: TAX_RATE / 10_000 },
    taxZoneId: random.chance(0.6) ? 301 + random.int(4) : null,
    invoiceType: random.chance(0.8) ? null : { id: 61, name: 'Residential' },
    ...parties,
    termName: days.term,
    createdBy: employees.size === 0 ? null : loginOf(random.int(employees.size)),
    batch: status === 0 ? null : { id: batch, number: String(batch), name: `Batch ${batch}` },
    depositedOn: isPaid && random.chance(0.5) ? date(paid + 1) : null,
    ...times,
    adjustmentToId: slot === 0 ? null : invoices.idOf(rank - slot),
    job: { id: jobId, number: String(jobId), type: jobTypeNameOf(facts.jobType) },
    projectId: null,
    royalty: random.chance(0.9) ? null : { status: 'Pending', date: null, sentOn: null, memo: null },
    employeeInfo: random.chance(0.5) ? null : employee,
    commissionEligibilityDate: random.chance(0.6) ? null : date(days.invoiced),
    sentStatus: random.pick(['NotSent', 'Sent', 'Opened']),
    reviewStatus: facts.isCompleted ? random.pick(REVIEW_STATUSES) : 'NeedsReview',
    assignedTo: employee === null || random.chance(0.8) ? null : { id: employee.id, name: employee.name },
    summary: random.chance(0.3) ? null : '<p>Work completed as described. <b>Thank you!</b></p>',
    items: invoiceItemsOf(world, rank, {
      cents: money.subTotal,
      times,
      businessUnit: parties.businessUnit,
      seller: sellerOf(world, job),
      soldHours: slot === 0 ? soldHoursOf(world, job) : 0,
    }),
    customFields: random.chance(0.4) ? null : [{ name: 'PO', value: random.chance(0.5) ? null : 'PO-20417' }],
    active: isActive(world, rank),
    discountTotal: random.chance(0.3) ? null : '0.00',
    importId: null,
    exportId: status === 2 ? `QB-${rank}` : null,
    materialSkuId: null,
    membershipId: membershipIdOf(world, facts.customer, invoices.createdAt(rank)),
    paidOn: isPaid ? date(paid) : null,
    invoiceConfiguration: 'JobInvoice',
  }
}

const ofJob = isInteger<InvoiceRecord>('jobId', ({ job }) => job?.id)

/**
 * Source: OpenAPI `accounting-v2`, operations `Invoices_GetList` and `Export_Invoices`; amounts are texts there. The
 * default of `activeState` and the sort fields are not documented: those of other lists are assumed.
 */
export const invoices: Resource<InvoiceRecord> = {
  ...listDefaults,
  name: 'invoices',
  module: 'accounting',
  scope: 'tn.acc.invoices:r',
  hasGetById: false,
  sortParameters: ['sort', 'orderBy'],
  listActive: 'activeState',
  filters: [
    {
      ...ofJob,
      ranks: (world, id) => ranksOfChildren(world, { child: 'invoices', parent: 'jobs', id }),
    },
    isOneOfMany('statuses', SYNC_STATUSES, ({ syncStatus }) => syncStatus),
    isInteger('batchId', ({ batch }) => batch?.id),
    isInteger('batchNumber', ({ batch }) => batch?.number),
    isText('jobNumber', ({ job }) => job?.number),
    isInteger('businessUnitId', ({ businessUnit }) => businessUnit?.id),
    isInteger('customerId', ({ customer }) => customer?.id),
    isOnOrAfter('invoicedOnOrAfter', ({ invoiceDate }) => invoiceDate),
    isBefore('invoicedOnBefore', ({ invoiceDate }) => invoiceDate),
    isInteger('adjustmentToId', ({ adjustmentToId }) => adjustmentToId),
    isText('number', ({ referenceNumber }) => referenceNumber),
    isGreater('totalGreater', ({ total }) => total),
    isLess('totalLess', ({ total }) => total),
    isOnOrAfter('dueDateOnOrAfter', ({ dueDate }) => dueDate),
    isBefore('dueDateBefore', ({ dueDate }) => dueDate),
    isOneOfMany('reviewStatuses', REVIEW_STATUSES, ({ reviewStatus }) => reviewStatus),
    isAmong('assignedToIds', ({ assignedTo }) => assignedTo?.id),
    isOneOfMany('invoiceConfigurations', CONFIGURATIONS, ({ invoiceConfiguration }) => invoiceConfiguration),
  ],
  unsupported: [
    'customField.Fields',
    'customField.Operator',
    'balanceFilter.Balance',
    'balanceFilter.Comparer',
  ],
  size: {
    defaultSize: ({ of }) => Math.round(of('jobs') * (1 + ADJUSTED_SHARE)),
    requires: ['jobs'],
    constraint: ({ invoices, jobs }) =>
      invoices >= jobs || invoices === 0 ? undefined : '0 or at least `jobs`, as every job has one',
  },
  origin: {
    firstId: 91_000_000,
    parent: 'jobs',
    isSingle: (world, job) => jobFactsOf(world, job).cents === 0,
  },
  isActive,
  createRecord,
  newRecordFields: () => ({
    syncStatus: 'Pending',
    reviewStatus: 'NeedsReview',
    adjustmentToId: null,
    batch: null,
    paidOn: null,
    depositedOn: null,
    exportId: null,
    items: [],
    subTotal: '0.00',
    salesTax: '0.00',
    total: '0.00',
    balance: '0.00',
    active: true,
  }),
}
