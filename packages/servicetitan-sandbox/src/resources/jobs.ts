import { timesOf, userIdOf } from '../definition/common.ts'
import { isAmong, isBefore, isInteger, isOneOf, isOnOrAfter, isText } from '../definition/filter.ts'
import { PRIORITIES } from '../definition/priorities.ts'
import type { ExternalData, Id } from '../definition/record.ts'
import { listDefaults, type Resource } from '../definition/resource.ts'
import { jobFactsOf, sellerOf } from '../facts/job-facts.ts'
import { createRandom } from '../lib/random.ts'
import { formatTicks } from '../lib/ticks.ts'
import { businessUnitNameOf } from '../world/labels.ts'
import { PURCHASE_ORDERS } from '../world/names.ts'
import { summaryFor } from '../world/trades.ts'
import { existingId, type World } from '../world/world.ts'
import { leadCallIdOf } from './calls.ts'
import { estimateIdsOf } from './estimates.ts'
import { membershipIdOf } from './memberships.ts'

/** `Jpm.V2.ExportJobsResponse` */
export type JobRecord = {
  id: Id
  jobNumber: string
  projectId: number | null
  customerId: Id
  locationId: Id
  jobStatus: string
  completedOn: string | null
  businessUnitId: number
  jobTypeId: number
  priority: string
  campaignId: number
  appointmentCount: number
  firstAppointmentId: Id
  lastAppointmentId: Id
  recallForId: number | null
  warrantyId: number | null
  jobGeneratedLeadSource: { jobId: number | null; employeeId: number | null } | null
  noCharge: boolean
  notificationsEnabled: boolean
  createdOn: string
  createdById: number
  modifiedOn: string
  tagTypeIds: number[]
  leadCallId: number | null
  partnerLeadCallId: number | null
  bookingId: number | null
  soldById: Id | null
  customerPo: string
  invoiceId: Id
  membershipId: number | null
  total: number | null
  createdFromEstimateId: Id | null
  estimateIds: Id[]
  equipmentIds: number[]
  isAutoDispatched: boolean | null
  summary: string | null
  customFields: { typeId: number; name: string; value: string }[]
  externalData: ExternalData[]
  summaryOfWork: string | null
  active: boolean
}

const STATUSES = ['Scheduled', 'Dispatched', 'InProgress', 'Hold', 'Completed', 'Canceled']

/** The id of an estimate that is older than the job, from which it may have been booked. */
const earlierEstimate = (world: World, rank: number, choice: number): number | null => {
  const before = world.timelines.estimates.firstCreatedFrom(world.timelines.jobs.createdAt(rank))
  return before === 0 ? null : world.timelines.estimates.idOf(Math.floor(choice * before))
}

/** The first invoice of a job, or 0 in a world without invoices: the contract requires a number. */
const invoiceIdOf = (world: World, rank: number): number =>
  world.timelines.invoices.size === 0
    ? 0
    : world.timelines.invoices.idOf(world.spreads.invoices.childrenOf(rank).first)

const createRecord = (world: World, rank: number): JobRecord => {
  const { jobs, appointments } = world.timelines
  const random = createRandom(world.key ^ 31, rank)
  const { jobStatus, completedOn, firstAppointment, slots } = world.scheduleOf(rank)
  const facts = jobFactsOf(world, rank)
  const id = jobs.idOf(rank)
  const at = jobs.createdAt(rank)
  const choice = (): number => random.int(1000) / 1000
  const earlierJob = (): number | null => (rank > 0 ? jobs.idOf(random.int(rank)) : null)
  const recalled = facts.recallFor === null ? null : jobs.idOf(facts.recallFor)
  const tag = existingId(world.timelines['tag-types'], at, choice())
  const estimates = estimateIdsOf(world, rank)
  return {
    id,
    jobNumber: String(id),
    projectId: random.chance(0.08) ? 15_400_000 + random.int(90_000) : null,
    customerId: world.timelines.customers.idOf(facts.customer),
    locationId: world.timelines.locations.idOf(facts.location),
    jobStatus,
    completedOn: completedOn === null ? null : formatTicks(completedOn),
    businessUnitId: world.timelines['business-units'].idOf(facts.businessUnit),
    jobTypeId: world.timelines['job-types'].idOf(facts.jobType),
    priority: random.chance(0.7) ? 'Normal' : random.pick(PRIORITIES),
    campaignId: world.timelines.campaigns.idOf(facts.campaign),
    appointmentCount: slots.filter(({ isActive }) => isActive).length,
    firstAppointmentId: appointments.idOf(firstAppointment + slots.findIndex(({ isActive }) => isActive)),
    lastAppointmentId: appointments.idOf(firstAppointment + slots.length - 1),
    recallForId: recalled,
    warrantyId: random.chance(0.3) ? recalled : null,
    jobGeneratedLeadSource: random.chance(0.04)
      ? { jobId: earlierJob(), employeeId: existingId(world.timelines.technicians, at, choice()) }
      : null,
    noCharge: facts.noCharge,
    notificationsEnabled: random.chance(0.9),
    createdById: userIdOf(world, random),
    ...timesOf(jobs, rank),
    tagTypeIds: tag !== null && random.chance(0.25) ? [tag] : [],
    leadCallId: leadCallIdOf(world, rank),
    partnerLeadCallId: null,
    bookingId: random.chance(0.1) ? 181_220_000 + random.int(500_000) : null,
    soldById: facts.isSold ? sellerOf(world, rank) : null,
    customerPo: random.chance(0.05) ? random.pick(PURCHASE_ORDERS) : '',
    invoiceId: invoiceIdOf(world, rank),
    membershipId: membershipIdOf(world, facts.customer, at),
    // Cents are divided last, so the JSON never has a binary fraction.
    total: facts.cents / 100,
    createdFromEstimateId: random.chance(0.03) ? earlierEstimate(world, rank, choice()) : null,
    estimateIds: estimates.map((estimate) => estimate.id),
    equipmentIds: random.chance(0.05) ? [33_000_000 + random.int(60_000)] : [],
    isAutoDispatched: random.chance(0.1) ? null : random.chance(0.15),
    summary: random.chance(0.05) ? null : summaryFor(businessUnitNameOf(facts.businessUnit), choice()),
    customFields: random.chance(0.1)
      ? [{ typeId: 7_711_301, name: 'Permit #', value: `P-${20_000 + random.int(9_000)}` }]
      : [],
    externalData: [],
    summaryOfWork: null,
    active: true,
  }
}

/** Source: OpenAPI `jpm-v2`, operations `Jobs_GetList`, `Jobs_Get` and `Export_Jobs`. */
export const jobs: Resource<JobRecord> = {
  ...listDefaults,
  name: 'jobs',
  module: 'jpm',
  scope: 'tn.jpm.jobs:r',
  sortFields: ['Id', 'ModifiedOn', 'CreatedOn', 'Priority'],
  listActive: 'always',
  filters: [
    isText('number', ({ jobNumber }) => jobNumber),
    isInteger('projectId', ({ projectId }) => projectId),
    isInteger('bookingId', ({ bookingId }) => bookingId),
    isOneOf('jobStatus', STATUSES, ({ jobStatus }) => jobStatus),
    isText('priority', ({ priority }) => priority),
    isInteger('customerId', ({ customerId }) => customerId),
    isInteger('locationId', ({ locationId }) => locationId),
    isInteger('soldById', ({ soldById }) => soldById),
    isInteger('jobTypeId', ({ jobTypeId }) => jobTypeId),
    isInteger('campaignId', ({ campaignId }) => campaignId),
    isInteger('businessUnitId', ({ businessUnitId }) => businessUnitId),
    isInteger('invoiceId', ({ invoiceId }) => invoiceId),
    isInteger('createdFromEstimateId', ({ createdFromEstimateId }) => createdFromEstimateId),
    isAmong('estimateIds', ({ estimateIds }) => estimateIds),
    isOnOrAfter('completedOnOrAfter', ({ completedOn }) => completedOn),
    isBefore('completedBefore', ({ completedOn }) => completedOn),
    isAmong('tagTypeIds', ({ tagTypeIds }) => tagTypeIds),
    isAmong('equipmentIds', ({ equipmentIds }) => equipmentIds),
  ],
  externalData: 'shown',
  unsupported: [
    'appointmentStatus',
    'firstAppointmentStartsOnOrAfter',
    'firstAppointmentStartsBefore',
    'appointmentStartsOnOrAfter',
    'appointmentStartsBefore',
    'technicianId',
    'hasUnusedAppointments',
  ],
  decimals: ['total'],
  exportOnly: ['active'],
  mayBeBlank: ['recallForId', 'warrantyId'],
  size: { defaultSize: () => 5_000, requires: ['locations', 'business-units', 'job-types', 'campaigns'] },
  origin: { firstId: 51_000_000, isDaily: true, salt: 51 },
  isActive: () => true,
  createRecord,
  newRecordFields: (id) => ({
    jobNumber: String(id),
    jobStatus: 'Scheduled',
    completedOn: null,
    total: 0,
    active: true,
  }),
}
