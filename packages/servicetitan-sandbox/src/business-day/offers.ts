import type { Id } from '../definition/record.ts'
import { resultsOf } from '../facts/campaign-results.ts'
import { ESTIMATE_STATUSES, OFFERED_SHARE, OPTIONS, optionOf, optionPrice } from '../facts/estimate-facts.ts'
import { declinedPriceOf, priceOf, winRateOf } from '../facts/job-facts.ts'
import { priceFactorOf, winFactorOf } from '../facts/staff.ts'
import { type EstimateRecord, estimateItemsOf } from '../resources/estimates.ts'
import type { JobRecord } from '../resources/jobs.ts'
import { kindOf, type WorkKind } from '../world/trades.ts'
import type { World } from '../world/world.ts'
import type { Visit } from './board/visits.ts'
import { type Activity, instant, type Office } from './office.ts'

/** What a completed job charges, in cents, and who sold it. */
export type Sale = { cents: number; soldById: Id | null; estimateIds: Id[] }

/** The first rank of estimate items after those of base estimates. */
const FIRST_ITEMS = 20_000_000

const SOLD = ESTIMATE_STATUSES.indexOf('Sold')
const DISMISSED = ESTIMATE_STATUSES.indexOf('Dismissed')
const statusOf = (value: number) => ({ value, name: ESTIMATE_STATUSES[value] ?? '' })

/** Inserts the options of an offer of which the second has this price. */
function* offer(
  office: Office,
  world: World,
  job: JobRecord,
  price: number,
): Generator<void, Id[], undefined> {
  const ids: Id[] = []
  const unit = office.find('business-units', job.businessUnitId)
  const now = instant(office.now())
  for (const [option, { name }] of OPTIONS.entries()) {
    const cents = optionPrice(option, { option: 1, price })
    const id = office.nextId('estimates')
    ids.push(id)
    const items = estimateItemsOf(world, FIRST_ITEMS + office.random.int(1_000_000), cents, {
      createdOn: now,
      modifiedOn: now,
    })
    yield* office.insert('estimates', {
      id,
      jobId: job.id,
      jobNumber: job.jobNumber,
      customerId: job.customerId,
      locationId: job.locationId,
      projectId: null,
      businessUnitId: job.businessUnitId,
      businessUnitName: unit?.name ?? null,
      name,
      items,
      subtotal: cents / 100,
      tax: Math.round(cents * 0.08) / 100,
      isRecommended: option === 1,
    })
  }
  yield* office.update('jobs', job.id, { estimateIds: ids })
  return ids
}

/** Ends an offer: one option is sold or none; most of the others are dismissed. */
function* decide(
  office: Office,
  options: readonly EstimateRecord[],
  accepted: EstimateRecord | undefined,
  soldBy: Id | null,
): Activity {
  if (accepted) {
    const soldOn = instant(office.now())
    yield* office.update('estimates', accepted.id, { status: statusOf(SOLD), soldOn, soldBy, active: true })
  }
  for (const { id } of options)
    if (id !== accepted?.id && office.random.chance(accepted ? 0.85 : 0.6))
      yield* office.update('estimates', id, { status: statusOf(DISMISSED) })
}

const isOffered = (office: Office, kind: WorkKind): boolean =>
  office.has('estimates') &&
  (kind === 'sale' || kind === 'install' || (kind === 'repair' && office.random.chance(OFFERED_SHARE)))

/** Sells the work of a visit: the technician offers options, of which the customer accepts one or none. */
export function* sell(office: Office, world: World, visit: Visit): Generator<void, Sale, undefined> {
  const { random } = office
  const job = office.find('jobs', visit.jobId)
  const kind = kindOf(office.find('job-types', job?.jobTypeId ?? 0)?.name ?? '')
  const estimateIds = job?.estimateIds ?? []
  if (!job || kind === 'callback' || job.noCharge) return { cents: 0, soldById: null, estimateIds }
  const seller = visit.assigned[0]?.technicianId ?? null
  const technician = seller === null ? undefined : world.timelines.technicians.rankOf(Number(seller))
  const factors =
    technician === undefined
      ? { price: 1, win: 1 }
      : { price: priceFactorOf(world, technician), win: winFactorOf(world, technician) }
  const position = random.int(1_000) / 1_000
  const price = priceOf(kind, position, factors.price)
  const ids =
    estimateIds.length === 0 && isOffered(office, kind)
      ? yield* offer(office, world, job, price)
      : estimateIds
  const options = ids.flatMap((id) => office.find('estimates', id) ?? [])
  const isKnown = options.find(({ status }) => status?.value === SOLD)
  if (isKnown)
    return { cents: Math.round(isKnown.subtotal * 100), soldById: isKnown.soldBy, estimateIds: ids }
  if (options.length === 0) return { cents: kind === 'sale' ? 0 : price, soldById: null, estimateIds: ids }

  const { quality } = resultsOf(office.find('campaigns', job.campaignId)?.name ?? '')
  const isWon = kind === 'install' || random.chance(winRateOf(position, factors.win, quality))
  const accepted = isWon
    ? options[Math.min(options.length - 1, optionOf(random.int(1_000) / 1_000))]
    : undefined
  yield* decide(office, options, accepted, seller)
  if (!accepted) return { cents: declinedPriceOf(kind) ?? price, soldById: null, estimateIds: ids }
  return { cents: Math.round(accepted.subtotal * 100), soldById: seller, estimateIds: ids }
}
