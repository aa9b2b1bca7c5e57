import { timesOf } from '../definition/common.ts'
import { isBefore, isGreater, isInteger, isLess, isOneOf, isOnOrAfter, isText } from '../definition/filter.ts'
import type { Id } from '../definition/record.ts'
import { listDefaults, type Resource } from '../definition/resource.ts'
import { ESTIMATE_STATUSES, estimateFactsOf, OPTIONS, offerPriorityOf } from '../facts/estimate-facts.ts'
import { sellerOf } from '../facts/job-facts.ts'
import { workOf } from '../facts/work.ts'
import { createRandom, unit } from '../lib/random.ts'
import { formatTicks } from '../lib/ticks.ts'
import { businessUnitNameOf, labelOf, SKUS } from '../world/labels.ts'
import type { World } from '../world/world.ts'

type EstimateItem = {
  id: number
  sku: {
    id: number
    name: string
    displayName: string
    type: string
    soldHours: number
    generalLedgerAccountId: number
    generalLedgerAccountName: string
    modifiedOn: string
  }
  skuAccount: string
  description: string
  membershipTypeId: number | null
  qty: number
  unitRate: number
  total: number
  unitCost: number
  totalCost: number
  itemGroupName: string
  itemGroupRootId: number | null
  createdOn: string
  modifiedOn: string
  chargeable: boolean | null
  invoiceItemId: number | null
  budgetCodeId: number | null
}

/** `Estimates.V2.ExportEstimatesResponse` */
export type EstimateRecord = {
  id: Id
  jobId: Id | null
  projectId: number | null
  locationId: Id | null
  customerId: Id | null
  name: string | null
  jobNumber: string | null
  status: { value: number; name: string } | null
  reviewStatus: string
  summary: string | null
  createdOn: string
  modifiedOn: string
  soldOn: string | null
  soldBy: Id | null
  active: boolean
  items: EstimateItem[] | null
  externalLinks: { name: string; url: string }[] | null
  subtotal: number
  tax: number
  businessUnitId: number | null
  businessUnitName: string | null
  isRecommended: boolean
  budgetCodeId: number | null
  isChangeOrder: boolean
  proposalTagName: string | null
  depositAmount: number | null
  depositPercent: number | null
  requireDepositOnSignature: boolean | null
}

const SALT = { active: 103, record: 104 }

const SOLD = ESTIMATE_STATUSES.indexOf('Sold')
const OPTION_NAMES = OPTIONS.map(({ name }) => name)

/** A job's estimates. */
export const estimateIdsOf = (world: World, job: number): { rank: number; id: Id }[] => {
  if (world.timelines.estimates.size === 0) return []
  const { first, count } = world.spreads.estimates.childrenOf(job)
  return Array.from({ length: count }, (_, slot) => ({
    rank: first + slot,
    id: world.timelines.estimates.idOf(first + slot),
  }))
}

const isActive = (world: World, rank: number): boolean =>
  unit(world.key, rank, SALT.active) >= 0.06 || estimateFactsOf(world, rank).status === SOLD

type Items = NonNullable<EstimateRecord['items']>

/** The items of an estimate, which share its subtotal. */
export const estimateItemsOf = (
  world: World,
  rank: number,
  cents: number,
  times: ReturnType<typeof timesOf>,
): Items => {
  const random = createRandom(world.key ^ SALT.active, rank)
  const count = 1 + random.int(3)
  const share = Math.floor(cents / count)
  return Array.from({ length: count }, (_, index) => {
    const number = random.int(SKUS.length)
    const sku = SKUS[number] ?? SKUS[0]
    const total = index === count - 1 ? cents - share * (count - 1) : share
    const qty = total % 2 === 0 && random.chance(0.3) ? 2 : 1
    const cost = Math.floor((total / qty) * 0.4)
    return {
      id: 105_000_000 + rank * 8 + index,
      sku: {
        id: 400 + number,
        name: sku.name,
        displayName: sku.displayName,
        type: sku.type,
        soldHours: random.int(8) / 2,
        generalLedgerAccountId: 4_010,
        generalLedgerAccountName: 'Sales',
        modifiedOn: times.createdOn,
      },
      skuAccount: '4010',
      description: `<p>${sku.displayName}</p>`,
      membershipTypeId: random.chance(0.1) ? 77 : null,
      qty,
      unitRate: total / qty / 100,
      total: total / 100,
      unitCost: cost / 100,
      totalCost: (qty * cost) / 100,
      itemGroupName: '',
      itemGroupRootId: null,
      ...times,
      chargeable: random.chance(0.2) ? null : true,
      invoiceItemId: null,
      budgetCodeId: null,
    }
  })
}

/** When the estimate was sold: when the work was completed, or between its creation and its modification. */
const soldOnOf = (world: World, rank: number, job: number): string => {
  const { estimates } = world.timelines
  const created = estimates.createdAt(rank)
  const modified = estimates.modifiedAt(estimates.feedIndexOf(rank))
  const usual = created + Math.floor((modified - created) * unit(world.key, rank, SALT.record))
  const sold = world.scheduleOf(job).completedOn ?? usual
  return formatTicks(Math.max(created, Math.min(modified, sold)))
}

const createRecord = (world: World, rank: number): EstimateRecord => {
  const { estimates } = world.timelines
  const random = createRandom(world.key ^ SALT.record, rank)
  const { job, slot, facts, status, cents } = estimateFactsOf(world, rank)
  const times = timesOf(estimates, rank)
  const items = estimateItemsOf(world, rank, cents, times)
  const jobId = world.timelines.jobs.idOf(job)
  return {
    id: estimates.idOf(rank),
    jobId,
    projectId: random.chance(0.05) ? 15_400_000 + random.int(90_000) : null,
    locationId: world.timelines.locations.idOf(facts.location),
    customerId: world.timelines.customers.idOf(facts.customer),
    name: random.chance(0.05) ? null : labelOf(OPTION_NAMES, slot),
    jobNumber: String(jobId),
    status: { value: status, name: ESTIMATE_STATUSES[status] ?? '' },
    reviewStatus: random.pick(['None', 'None', 'NeedsApproval', 'Approved', 'NotApproved']),
    summary: random.chance(0.4) ? null : 'Prices hold for 30 days.\nPermit included.',
    ...times,
    soldOn: status === SOLD ? soldOnOf(world, rank, job) : null,
    soldBy: status === SOLD ? sellerOf(world, job) : null,
    active: isActive(world, rank),
    items: random.chance(0.05) ? null : items,
    externalLinks: random.chance(0.5)
      ? null
      : [{ name: 'Proposal', url: `https://example.test/proposals/${rank}` }],
    subtotal: cents / 100,
    tax: Math.round(cents * 0.08) / 100,
    businessUnitId: world.timelines['business-units'].idOf(facts.businessUnit),
    businessUnitName: businessUnitNameOf(facts.businessUnit),
    isRecommended: slot === 1,
    budgetCodeId: null,
    isChangeOrder: random.chance(0.03),
    proposalTagName: random.chance(0.8) ? null : 'Comfort plan',
    depositAmount: random.chance(0.8) ? null : 100 * random.int(20),
    depositPercent: null,
    requireDepositOnSignature: random.chance(0.4) ? null : random.chance(0.2),
  }
}

const ofJob = isInteger<EstimateRecord>('jobId', ({ jobId }) => jobId)

/**
 * Source: OpenAPI `salestech-v2` (paths below `/sales/v2`), operations `Estimates_GetList`, `Estimates_Get` and
 * `EstimatesExport_Estimates`. Whether `soldAfter` includes the instant itself is not documented; here it is included.
 */
export const estimates: Resource<EstimateRecord> = {
  ...listDefaults,
  name: 'estimates',
  module: 'sales',
  scope: 'tn.sal.estimates:r',
  sortParameters: ['sort', 'orderBy'],
  filters: [
    {
      ...ofJob,
      ranks: (world, text) => {
        const job = world.timelines.jobs.rankOf(Number(text))
        return job === undefined ? [] : estimateIdsOf(world, job).map(({ rank }) => rank)
      },
    },
    isInteger('projectId', ({ projectId }) => projectId),
    isText('jobNumber', ({ jobNumber }) => jobNumber),
    isGreater('totalGreater', ({ subtotal }) => subtotal),
    isLess('totalLess', ({ subtotal }) => subtotal),
    isInteger('soldById', ({ soldBy }) => soldBy),
    isOnOrAfter('soldAfter', ({ soldOn }) => soldOn),
    isBefore('soldBefore', ({ soldOn }) => soldOn),
    isOneOf('status', [...ESTIMATE_STATUSES], ({ status }) => status?.name),
    isInteger('locationId', ({ locationId }) => locationId),
  ],
  unsupported: ['soldByEmployeeId'],
  decimals: ['subtotal', 'tax', 'depositAmount'],
  size: { defaultSize: ({ of }) => Math.round(of('jobs') * 0.65), requires: ['jobs'] },
  origin: {
    firstId: 101_000_000,
    parent: 'jobs',
    batch: OPTIONS.length,
    priorityOf: (world, job) => offerPriorityOf(world, job, workOf(world, job).kind),
  },
  isActive,
  createRecord,
  newRecordFields: (id) => ({
    status: { value: 0, name: 'Open' },
    soldOn: null,
    soldBy: null,
    active: true,
    externalLinks: [{ name: 'Proposal', url: `https://example.test/proposals/${id}` }],
  }),
}
