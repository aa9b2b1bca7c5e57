import { FIRST_USER_ID, timesOf } from '../definition/common.ts'
import { sizeOfPlaces } from '../definition/places.ts'
import type { Id } from '../definition/record.ts'
import { exportOnlyDefaults, type Resource } from '../definition/resource.ts'
import { callerOf, talkOf, unbookedCall } from '../facts/call-kinds.ts'
import { customerNameOf } from '../facts/customer-identity.ts'
import { describeLocation } from '../facts/invoice-parties.ts'
import { jobFactsOf } from '../facts/job-facts.ts'
import { localTime } from '../facts/weeks.ts'
import { createRandom, type Random, unit } from '../lib/random.ts'
import { formatTicks, TICKS_PER_MINUTE, type Ticks } from '../lib/ticks.ts'
import { CAMPAIGNS, labelOf } from '../world/labels.ts'
import { pickExisting, type World } from '../world/world.ts'
import { employeeInfoOf } from './employees.ts'

type NamedCall = { id: Id; name: string }

/** `Telecom.V2.ExportCallResponse` */
export type CallRecord = {
  id: Id
  duration: string
  from: string
  to: string
  direction: string
  status: string
  type: string | null
  recordingUrl: string | null
  voiceMailPath: string | null
  createdOn: string
  modifiedOn: string
  reason: NamedCall | null
  customer: NamedCall | null
  location: NamedCall | null
  campaign: NamedCall | null
  job: { id: Id; number: string } | null
  agent: NamedCall | null
  createdBy: NamedCall | null
  excuseMemo: string
  tag: string
  active: boolean
  lead: { id: Id } | null
}

const SALT = { isPresent: 181, record: 182, active: 183 }

/** Places of a job: the call by which it was booked, other calls of its day, and a call by the office. */
const BOOKED = 0
const OTHERS = 4
const OUTBOUND = OTHERS + 1
const PLACES = OUTBOUND + 1

/** The shares of filled places. */
const BOOKED_SHARE = 0.85
const OTHER_SHARE = 0.16
const OUTBOUND_SHARE = 0.2

/** The factor of other calls in each month: more in heat and cold. */
const SEASON = [1.3, 1.1, 0.8, 0.7, 0.9, 1.4, 1.6, 1.5, 0.9, 0.7, 0.8, 1.2]

const placeOf = (rank: number) => ({ job: Math.floor(rank / PLACES), place: rank % PLACES })

const seasonAt = (at: Ticks): number => SEASON[Number(formatTicks(at).slice(5, 7)) - 1] ?? 1

const isPresent = (world: World, rank: number): boolean => {
  const { job, place } = placeOf(rank)
  const choice = unit(world.key, rank, SALT.isPresent)
  if (place === BOOKED) return choice < BOOKED_SHARE
  if (place === OUTBOUND) return choice < OUTBOUND_SHARE
  return choice < OTHER_SHARE * seasonAt(world.timelines.jobs.createdAt(job))
}

/** The id of the call by which a job was booked, or null if it was not booked by a call. */
export const leadCallIdOf = (world: World, job: number): number | null => {
  const rank = job * PLACES + BOOKED
  return world.timelines.calls.size > 0 && isPresent(world, rank) ? world.timelines.calls.idOf(rank) : null
}

const isActive = (world: World, rank: number): boolean => unit(world.key, rank, SALT.active) >= 0.01

/** The user of the office who spoke, or null without employees. */
const agentOf = (world: World, random: Random): NamedCall | null => {
  const { employees } = world.timelines
  if (employees.size === 0) return null
  const rank = random.int(employees.size)
  return { id: FIRST_USER_ID + rank, name: employeeInfoOf(world, rank).name }
}

const campaignOf = (world: World, campaign: number): NamedCall => ({
  id: world.timelines.campaigns.idOf(campaign),
  name: labelOf(CAMPAIGNS, campaign),
})

/** Who was called, or called, about a job. */
const partiesOf = (world: World, job: number) => {
  const { customer, location, campaign } = jobFactsOf(world, job)
  const jobId = world.timelines.jobs.idOf(job)
  return {
    campaign: campaignOf(world, campaign),
    customer: { id: world.timelines.customers.idOf(customer), name: customerNameOf(world, customer) },
    location: { id: world.timelines.locations.idOf(location), name: describeLocation(world, location).name },
    job: { id: jobId, number: String(jobId) },
  }
}

/** The time of a call by which no job was booked: on the local day of the job, a quarter of them in the evening. */
const otherTimeOf = (world: World, job: number, random: Random): { at: Ticks; isEvening: boolean } => {
  const isEvening = random.chance(0.25)
  const hour = isEvening ? 17 + random.int(400) / 100 : 7.5 + random.int(950) / 100
  return { at: localTime.at(localTime.dayOf(world.timelines.jobs.createdAt(job)), hour), isEvening }
}

const noParties = { customer: null, location: null, job: null }

/** The varying fields of a call in each place. */
const contentOf = (world: World, { job, place }: ReturnType<typeof placeOf>, random: Random) => {
  const at = world.timelines.jobs.createdAt(job)
  const usual = { type: null, reason: null, excuseMemo: '', duration: talkOf(random) }
  const before = at - (2 + random.int(6)) * TICKS_PER_MINUTE
  if (place === BOOKED)
    return { ...usual, ...partiesOf(world, job), at: before, direction: 'Inbound', type: 'Booked' }
  if (place === OUTBOUND)
    return {
      ...usual,
      ...partiesOf(world, job),
      campaign: null,
      at: at + 90 * TICKS_PER_MINUTE,
      direction: 'Outbound',
    }
  const time = otherTimeOf(world, job, random)
  const campaign = pickExisting(world.timelines.campaigns, at, random.int(1_000) / 1_000)
  return {
    ...noParties,
    ...unbookedCall(random, time),
    campaign: campaignOf(world, campaign),
    at: time.at,
    direction: 'Inbound',
  }
}

const createRecord = (world: World, rank: number): CallRecord => {
  const timeline = world.timelines.calls
  const random = createRandom(world.key ^ SALT.record, rank)
  const { at, ...content } = contentOf(world, placeOf(rank), random)
  const isOutbound = content.direction === 'Outbound'
  const [customer, office] = [callerOf(random), '9185550300']
  const agent = content.type === 'Abandoned' ? null : agentOf(world, random)
  return {
    id: timeline.idOf(rank),
    from: isOutbound ? office : customer,
    to: isOutbound ? customer : office,
    status: 'Completed',
    recordingUrl: agent && random.chance(0.6) ? `https://example.test/recordings/${rank}` : null,
    voiceMailPath: null,
    ...timesOf(timeline, rank),
    ...content,
    createdOn: formatTicks(at),
    agent,
    createdBy: isOutbound ? agent : null,
    tag: '',
    active: isActive(world, rank),
    lead: null,
  }
}

/**
 * Source: OpenAPI `telecom`, operation `Export_Calls`. The lists of calls, of two versions, return records of another
 * form and are not simulated. A call of a job is made on the day on which the job is booked.
 */
export const calls: Resource<CallRecord> = {
  ...exportOnlyDefaults,
  name: 'calls',
  module: 'telecom',
  scope: 'tn.tlc.calls:r',
  size: sizeOfPlaces('calls', 'jobs', PLACES),
  origin: { firstId: 230_000_000, parent: 'jobs', places: PLACES },
  isPresent,
  isActive,
  createRecord,
  newRecordFields: () => ({ ...noParties, active: true }),
}
