import { createRandom } from '../random.ts'
import { formatTicks } from '../ticks.ts'
import { PURCHASE_ORDERS, SUMMARIES } from '../world/names.ts'
import { pickExisting, type World } from '../world/world.ts'
import { isAmong, isBefore, isInteger, isOneOf, isOnOrAfter, isText } from './filter.ts'
import { customerIdOf, locationOfJob } from './locations.ts'
import type { JobRecord } from './records.ts'
import type { Resource } from './resource.ts'

/** Lowest first: also the order in which `sort=+Priority` puts them. */
export const PRIORITIES = ['Low', 'Normal', 'High', 'Urgent'] as const

const STATUSES = ['Scheduled', 'Dispatched', 'InProgress', 'Hold', 'Completed', 'Canceled']

const createRecord = (world: World, rank: number): JobRecord => {
  const { jobs, appointments } = world
  const random = createRandom(world.key ^ 31, rank)
  const { jobStatus, completedOn, firstAppointment, slots } = world.scheduleOf(rank)
  const location = locationOfJob(world, rank)
  const id = jobs.idOf(rank)
  const isCompleted = jobStatus === 'Completed'
  const earlierJob = (): number | null => (rank > 0 ? jobs.idOf(random.int(rank)) : null)
  const technician = (): number | null => {
    if (world.technicians.size === 0) return null
    return world.technicians.idOf(
      pickExisting(world.technicians, jobs.createdAt(rank), random.int(1000) / 1000),
    )
  }
  const noCharge = random.chance(0.06)
  const isSold = isCompleted && random.chance(0.35)
  return {
    id,
    jobNumber: String(id),
    projectId: random.chance(0.08) ? 15_400_000 + random.int(90_000) : null,
    customerId: customerIdOf(location),
    locationId: world.locations.idOf(location),
    jobStatus,
    completedOn: completedOn === null ? null : formatTicks(completedOn),
    businessUnitId: 614 + random.int(5),
    jobTypeId: 2_200 + random.int(24),
    priority: random.chance(0.7) ? 'Normal' : random.pick(PRIORITIES),
    campaignId: 8_800 + random.int(30),
    appointmentCount: slots.filter(({ isActive }) => isActive).length,
    firstAppointmentId: appointments.idOf(firstAppointment + slots.findIndex(({ isActive }) => isActive)),
    lastAppointmentId: appointments.idOf(firstAppointment + slots.length - 1),
    recallForId: random.chance(0.03) ? earlierJob() : null,
    warrantyId: random.chance(0.02) ? earlierJob() : null,
    jobGeneratedLeadSource: random.chance(0.04) ? { jobId: earlierJob(), employeeId: technician() } : null,
    noCharge,
    notificationsEnabled: random.chance(0.9),
    createdOn: formatTicks(jobs.createdAt(rank)),
    createdById: 1_000_015 + random.int(30),
    modifiedOn: formatTicks(jobs.modifiedAt(jobs.feedIndexOf(rank))),
    tagTypeIds: random.chance(0.25) ? [204 + random.int(12)] : [],
    leadCallId: random.chance(0.6) ? 170_993_110 + random.int(8_000_000) : null,
    partnerLeadCallId: null,
    bookingId: random.chance(0.1) ? 181_220_000 + random.int(500_000) : null,
    soldById: isSold ? technician() : null,
    customerPo: random.chance(0.05) ? random.pick(PURCHASE_ORDERS) : '',
    invoiceId: 91_000_000 + rank * 4 + 1,
    membershipId: random.chance(0.2) ? 12_300_000 + random.int(40_000) : null,
    // Cents are divided last, so the JSON never shows a binary fraction.
    total: isCompleted && !noCharge ? (8_900 + random.int(random.chance(0.1) ? 1_500_000 : 90_000)) / 100 : 0,
    createdFromEstimateId: random.chance(0.03) ? 101_000_000 + random.int(900_000) : null,
    estimateIds: isSold ? [102_000_000 + rank * 4] : [],
    equipmentIds: random.chance(0.05) ? [33_000_000 + random.int(60_000)] : [],
    isAutoDispatched: random.chance(0.1) ? null : random.chance(0.15),
    summary: random.chance(0.05) ? null : random.pick(SUMMARIES),
    customFields: random.chance(0.1)
      ? [{ typeId: 7_711_301, name: 'Permit #', value: `P-${20_000 + random.int(9_000)}` }]
      : [],
    externalData: [],
    summaryOfWork: null,
    active: true,
  }
}

/** Source: OpenAPI `jpm-v2`, operations `Jobs_GetList`, `Jobs_Get` and `Export_Jobs`. */
export const jobs: Resource<'jobs'> = {
  name: 'jobs',
  module: 'jpm',
  scope: 'tn.jpm.jobs:r',
  hasGetById: true,
  sortFields: ['Id', 'ModifiedOn', 'CreatedOn', 'Priority'],
  listTakesActive: false,
  exportActive: undefined,
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
  notPlayed: [
    'appointmentStatus',
    'firstAppointmentStartsOnOrAfter',
    'firstAppointmentStartsBefore',
    'appointmentStartsOnOrAfter',
    'appointmentStartsBefore',
    'technicianId',
    'hasUnusedAppointments',
    'externalDataApplicationGuid',
    'externalDataKey',
    'externalDataValues',
  ],
  decimals: ['total'],
  exportOnly: ['active'],
  timelineOf: (world) => world.jobs,
  isActive: () => true,
  createRecord,
  asNew: (id) => ({
    jobNumber: String(id),
    jobStatus: 'Scheduled',
    completedOn: null,
    total: 0,
    active: true,
  }),
}
