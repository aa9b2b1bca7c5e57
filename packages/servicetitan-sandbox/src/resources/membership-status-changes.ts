import { timesOf, userIdOf } from '../definition/common.ts'
import { sizeOfPlaces } from '../definition/places.ts'
import type { Id } from '../definition/record.ts'
import { exportOnlyDefaults, type Resource } from '../definition/resource.ts'
import { MAX_CHANGES, statusChangesOf } from '../facts/membership-life.ts'
import { createRandom } from '../lib/random.ts'
import { formatTicks } from '../lib/ticks.ts'
import type { World } from '../world/world.ts'
import { memberships } from './memberships.ts'

/** `Memberships.V2.ExportCustomerMembershipStatusChangesResponse`; `modifiedOn` and `active` are internal. */
export type MembershipStatusChangeRecord = {
  id: Id
  oldStatus: string
  newStatus: string
  note: string | null
  createdOn: string
  modifiedOn: string
  createdById: number | null
  membershipId: Id
  active: boolean
}

const SALT = 231

const placeOf = (rank: number) => ({ membership: Math.floor(rank / MAX_CHANGES), place: rank % MAX_CHANGES })

const isPresent = (world: World, rank: number): boolean => {
  const { membership, place } = placeOf(rank)
  return (
    memberships.isPresent?.(world, membership) === true && place < statusChangesOf(world, membership).length
  )
}

const createRecord = (world: World, rank: number): MembershipStatusChangeRecord => {
  const timeline = world.timelines['membership-status-changes']
  const { membership, place } = placeOf(rank)
  const change = statusChangesOf(world, membership)[place]
  if (change === undefined) throw new Error(`Expected membership ${membership} to have ${place + 1} changes`)
  return {
    id: timeline.idOf(rank),
    oldStatus: change.from,
    newStatus: change.to,
    note: change.note,
    ...timesOf(timeline, rank),
    createdOn: formatTicks(change.at),
    createdById: userIdOf(world, createRandom(world.key ^ SALT, rank)),
    membershipId: world.timelines.memberships.idOf(membership),
    active: true,
  }
}

/** Source: OpenAPI `memberships-v2`, operation `Export_MembershipStatusChanges`. */
export const membershipStatusChanges: Resource<MembershipStatusChangeRecord> = {
  ...exportOnlyDefaults,
  name: 'membership-status-changes',
  module: 'memberships',
  scope: 'tn.mem.memberships:r',
  internal: ['modifiedOn', 'active'],
  size: sizeOfPlaces('membership-status-changes', 'memberships', MAX_CHANGES),
  origin: { firstId: 250_000_000, parent: 'memberships', places: MAX_CHANGES },
  isPresent,
  isActive: () => true,
  createRecord,
  newRecordFields: () => ({ active: true }),
}
