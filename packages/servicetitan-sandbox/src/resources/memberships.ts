import { timesOf, userIdOf } from '../definition/common.ts'
import { isAmong, isInteger, isOneOf, parseIds } from '../definition/filter.ts'
import { sizeOfPlaces } from '../definition/places.ts'
import type { Id } from '../definition/record.ts'
import { listDefaults, type Resource } from '../definition/resource.ts'
import { isMember, membershipLifeOf, statusChangesOf } from '../facts/membership-life.ts'
import { createRandom, type Random, unit } from '../lib/random.ts'
import { formatTicks, TICKS_PER_DAY, type Ticks } from '../lib/ticks.ts'
import { existingId, pickExisting, type World } from '../world/world.ts'

/** `Memberships.V2.ExportCustomerMembershipResponse` */
export type MembershipRecord = {
  id: Id
  createdOn: string
  createdById: number | null
  modifiedOn: string
  followUpOn: string
  cancellationDate: string | null
  from: string | null
  nextScheduledBillDate: string | null
  to: string | null
  billingFrequency: string
  renewalBillingFrequency: string | null
  status: string
  followUpStatus: string
  active: boolean
  initialDeferredRevenue: number
  duration: number | null
  renewalDuration: number | null
  businessUnitId: Id
  customerId: Id
  membershipTypeId: Id
  activatedById: number | null
  activatedFromId: number | null
  billingTemplateId: number | null
  cancellationBalanceInvoiceId: number | null
  cancellationInvoiceId: number | null
  followUpCustomStatusId: number | null
  locationId: Id | null
  paymentMethodId: number | null
  paymentTypeId: number | null
  recurringLocationId: Id | null
  renewalMembershipTaskId: number | null
  renewedById: number | null
  soldById: Id | null
  customerPo: string | null
  importId: string | null
  memo: string | null
  customFields: { typeId: number; name: string; value: string | null }[]
}

const SALT = { active: 221, record: 222 }

const STATUSES = ['Active', 'Suspended', 'Expired', 'Canceled', 'Deleted']
const FREQUENCIES = ['OneTime', 'Monthly', 'EveryOtherMonth', 'Quarterly', 'BiAnnual', 'Annual']

/** A membership needs a type and a business unit. */
const isPresent = (world: World, rank: number): boolean =>
  world.sizes['membership-types'] > 0 && world.sizes['business-units'] > 0 && isMember(world, rank)

/** The id of a customer's membership, if it was in force at a time. */
export const membershipIdOf = (world: World, customer: number, at: Ticks): number | null => {
  const { memberships, customers } = world.timelines
  if (memberships.size === 0 || !isPresent(world, customer)) return null
  const before = statusChangesOf(world, customer).findLast((change) => change.at <= at)
  const isInForce = (before?.to ?? 'Active') === 'Active' && customers.createdAt(customer) <= at
  return isInForce ? memberships.idOf(customer) : null
}

const isActive = (world: World, rank: number): boolean => unit(world.key, rank, SALT.active) >= 0.02

/** The first location of the customer, or null if all of its locations are another's. */
const locationOf = (world: World, customer: number): Id | null => {
  if (world.timelines.locations.size === 0) return null
  const { first, count } = world.spreads.locations.childrenOf(customer)
  return count === 0 ? null : world.timelines.locations.idOf(first)
}

/** A membership without an end is billed monthly, one of a year once. */
const termsOf = (isOngoing: boolean, random: Random, from: Ticks, now: Ticks) => {
  const month = 30 * TICKS_PER_DAY
  const billed = from + month * Math.ceil((now - from + 1) / month)
  return isOngoing
    ? {
        billingFrequency: 'Monthly',
        nextScheduledBillDate: formatTicks(billed),
        duration: null,
        renewalDuration: null,
      }
    : {
        billingFrequency: random.chance(0.7) ? 'Annual' : 'OneTime',
        nextScheduledBillDate: null,
        duration: 12,
        renewalDuration: 12,
      }
}

const createRecord = (world: World, rank: number): MembershipRecord => {
  const { memberships, customers, technicians } = world.timelines
  const random = createRandom(world.key ^ SALT.record, rank)
  const created = customers.createdAt(rank)
  const { status, from, to, canceled, isOngoing } = membershipLifeOf(world, rank)
  const choice = (): number => random.int(1_000) / 1_000
  const ofWorld = (name: 'business-units' | 'membership-types'): number =>
    world.timelines[name].idOf(pickExisting(world.timelines[name], created, choice()))
  const location = locationOf(world, rank)
  const creator = userIdOf(world, random)
  return {
    id: memberships.idOf(rank),
    ...timesOf(memberships, rank),
    createdById: creator,
    followUpOn: formatTicks(to ?? from + 365 * TICKS_PER_DAY),
    cancellationDate: canceled === null ? null : formatTicks(canceled),
    from: formatTicks(from),
    to: to === null ? null : formatTicks(to),
    ...termsOf(isOngoing, random, from, world.now),
    renewalBillingFrequency: isOngoing ? null : 'Annual',
    status,
    followUpStatus:
      status === 'Expired' ? random.pick(['NotAttempted', 'Contacted', 'Dismissed']) : 'NotAttempted',
    active: isActive(world, rank),
    initialDeferredRevenue: 0,
    businessUnitId: ofWorld('business-units'),
    customerId: customers.idOf(rank),
    membershipTypeId: ofWorld('membership-types'),
    activatedById: creator,
    activatedFromId: null,
    billingTemplateId: null,
    cancellationBalanceInvoiceId: null,
    cancellationInvoiceId: null,
    followUpCustomStatusId: null,
    locationId: location,
    paymentMethodId: null,
    paymentTypeId: null,
    recurringLocationId: location,
    renewalMembershipTaskId: null,
    renewedById: null,
    soldById: random.chance(0.3) ? null : existingId(technicians, created, choice()),
    customerPo: null,
    importId: null,
    memo: random.chance(0.9) ? null : 'Filters included',
    customFields: [],
  }
}

/**
 * Source: OpenAPI `memberships-v2`, operations `CustomerMemberships_GetList`, `CustomerMemberships_Get` and
 * `Export_Memberships`. The sort fields are not documented: those of other lists are assumed. A customer's membership
 * has the customer's rank.
 */
export const memberships: Resource<MembershipRecord> = {
  ...listDefaults,
  name: 'memberships',
  module: 'memberships',
  scope: 'tn.mem.memberships:r',
  filters: [
    {
      ...isAmong<MembershipRecord>('customerIds', ({ customerId }) => customerId),
      ranks: (world, text) =>
        world.timelines.memberships.size === 0
          ? []
          : (parseIds(text) ?? []).flatMap((id) => world.timelines.customers.rankOf(Number(id)) ?? []),
    },
    isOneOf('status', STATUSES, ({ status }) => status),
    isInteger('duration', ({ duration }) => duration),
    isOneOf('billingFrequency', FREQUENCIES, ({ billingFrequency }) => billingFrequency),
  ],
  decimals: ['initialDeferredRevenue'],
  size: sizeOfPlaces('memberships', 'customers', 1),
  origin: { firstId: 12_300_000, parent: 'customers', places: 1 },
  isPresent,
  isActive,
  createRecord,
  newRecordFields: () => ({ status: 'Active', cancellationDate: null, active: true }),
}
