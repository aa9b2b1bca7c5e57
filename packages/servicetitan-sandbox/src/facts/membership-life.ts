import { createRandom, unit } from '../lib/random.ts'
import { TICKS_PER_DAY, type Ticks } from '../lib/ticks.ts'
import type { World } from '../world/world.ts'
import { isMergedCustomer } from './ownership.ts'

const SALT = { isMember: 211, life: 212 }

/** The share of customers with a membership. */
const MEMBER_SHARE = 0.21

export type MembershipStatus = 'Active' | 'Suspended' | 'Expired' | 'Canceled'

/** A change of a membership's status. A new membership is active, which is not a change. */
export type StatusChange = { at: Ticks; from: MembershipStatus; to: MembershipStatus; note: string | null }

/** The most changes of one membership. */
export const MAX_CHANGES = 3

/** The ways that memberships go, with their frequencies. */
const LIVES: readonly (readonly [number, readonly (readonly [MembershipStatus, string | null])[]])[] = [
  [0.55, []],
  [0.13, [['Expired', 'Not renewed']]],
  [0.1, [['Canceled', 'Customer moved']]],
  [
    0.09,
    [
      ['Expired', null],
      ['Active', 'Renewed after the reminder'],
    ],
  ],
  [0.04, [['Suspended', 'Card declined']]],
  [
    0.05,
    [
      ['Suspended', 'Card declined'],
      ['Active', 'Card updated'],
    ],
  ],
  [
    0.04,
    [
      ['Suspended', 'Card declined'],
      ['Active', 'Card updated'],
      ['Canceled', 'Requested by phone'],
    ],
  ],
]

/** Whether a customer has a membership. It has the customer's rank. */
export const isMember = (world: World, customer: number): boolean =>
  unit(world.key, customer, SALT.isMember) < MEMBER_SHARE && !isMergedCustomer(world, customer)

/**
 * The changes of a membership's status in order: between its creation and its last modification, which is the last
 * change.
 */
export const statusChangesOf = (world: World, customer: number): StatusChange[] => {
  const { customers } = world.timelines
  const random = createRandom(world.key ^ SALT.life, customer)
  const created = customers.createdAt(customer)
  const modified = customers.modifiedAt(customers.feedIndexOf(customer))
  let choice = random.int(1_000) / 1_000
  const [, steps] = LIVES.find(([share]) => {
    choice -= share
    return choice < 0
  }) ?? [1, []]
  let from: MembershipStatus = 'Active'
  return steps.map(([to, note], index) => {
    const share = (index + 1) / steps.length
    const change = { at: Math.floor(created + (modified - created) * share), from, to, note }
    from = to
    return change
  })
}

/** A membership's status and its dates. */
export const membershipLifeOf = (
  world: World,
  customer: number,
): {
  status: MembershipStatus
  from: Ticks
  to: Ticks | null
  canceled: Ticks | null
  isOngoing: boolean
} => {
  const created = world.timelines.customers.createdAt(customer)
  const changes = statusChangesOf(world, customer)
  const last = changes.at(-1)
  const status = last?.to ?? 'Active'
  const from = Math.floor(created / TICKS_PER_DAY) * TICKS_PER_DAY
  const isOngoing = status === 'Active' && unit(world.key, customer, SALT.life) < 0.6
  if (isOngoing || last === undefined)
    return { status, from, to: isOngoing ? null : yearAfter(from, world.now), canceled: null, isOngoing }
  const day = Math.floor(last.at / TICKS_PER_DAY) * TICKS_PER_DAY
  if (status === 'Expired') return { status, from, to: day, canceled: null, isOngoing }
  if (status === 'Canceled') return { status, from, to: day, canceled: last.at, isOngoing }
  return { status, from, to: yearAfter(from, world.now), canceled: null, isOngoing }
}

/** The first end of a whole number of years that is not over yet. */
const yearAfter = (from: Ticks, now: Ticks): Ticks => {
  const year = 365 * TICKS_PER_DAY
  return from + year * Math.ceil((now - from + 1) / year)
}
