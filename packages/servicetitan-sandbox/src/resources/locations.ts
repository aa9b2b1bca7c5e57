import { addressOf, timesOf, userIdOf } from '../definition/common.ts'
import { containsText, isInteger, isNumber, isText } from '../definition/filter.ts'
import { type Resource, usualList } from '../definition/resource.ts'
import { createRandom, unit } from '../lib/random.ts'
import { existingId, pickExisting, type World } from '../world/world.ts'
import { customerNameOf, survivorOf } from './customers.ts'
import type { LocationRecord } from './records/crm.ts'

const SALT = { merged: 21, inactive: 22, chosen: 23, record: 27 }

/** A customer's further locations may have been merged into the first, which stays. */
const isMerged = (world: World, rank: number): boolean =>
  world.locationsOfCustomers.parentOf(rank).slot > 0 && unit(world.key, rank, SALT.merged) < 0.3

const isActive = (world: World, rank: number): boolean => {
  if (isMerged(world, rank)) return false
  const { parent, slot } = world.locationsOfCustomers.parentOf(rank)
  const mayHaveMerged = slot === 0 && world.locationsOfCustomers.childrenOf(parent).count > 1
  return mayHaveMerged || unit(world.key, rank, SALT.inactive) >= 0.04
}

/** The rank of the customer whom a location belongs to by now. */
export const customerOf = (world: World, rank: number): number =>
  survivorOf(world, world.locationsOfCustomers.parentOf(rank).parent)

/** The location of a job: one that existed when the job was booked, the survivor where it was merged. */
export const locationOfJob = (world: World, job: number): number => {
  const at = world.jobs.createdAt(job)
  const rank = pickExisting(world.locations, at, unit(world.key, job, SALT.chosen))
  return isMerged(world, rank) ? rank - world.locationsOfCustomers.parentOf(rank).slot : rank
}

/** What also stands on the location's invoices. */
export const describeLocation = (world: World, rank: number) => {
  const { parent, slot } = world.locationsOfCustomers.parentOf(rank)
  const random = createRandom(world.key ^ SALT.merged, rank)
  const name = customerNameOf(world, parent)
  const kind = random.pick(['Rental', 'Shop', 'Lake house', 'Annex'])
  return { name: slot === 0 ? name : `${name} – ${kind}`, address: addressOf(random) }
}

const createRecord = (world: World, rank: number): LocationRecord => {
  const { locations } = world
  const random = createRandom(world.key ^ SALT.record, rank)
  const at = locations.createdAt(rank)
  const tag = existingId(world.tagTypes, at, random.int(1000) / 1000)
  const { parent, slot } = world.locationsOfCustomers.parentOf(rank)
  return {
    id: locations.idOf(rank),
    customerId: world.customers.idOf(survivorOf(world, parent)),
    active: isActive(world, rank),
    ...describeLocation(world, rank),
    customFields: random.chance(0.2)
      ? [
          {
            typeId: 7_711_204,
            name: 'Gate code',
            value: random.chance(0.8) ? `${random.int(9000) + 1000}#` : null,
          },
        ]
      : [],
    createdById: userIdOf(world, random),
    ...timesOf(locations, rank),
    mergedToId: isMerged(world, rank) ? locations.idOf(rank - slot) : null,
    zoneId: random.chance(0.8) ? existingId(world.zones, at, random.int(1000) / 1000) : null,
    taxExempt: random.chance(0.05),
    tagTypeIds: tag !== null && random.chance(0.3) ? [tag] : [],
    externalData: [],
    taxZoneId: random.chance(0.7) ? 301 + random.int(4) : null,
  }
}

/** Source: OpenAPI `crm-v2`, operations `Locations_GetList`, `Locations_Get` and `ExportLocations_Locations`. */
export const locations: Resource<'locations'> = {
  ...usualList,
  name: 'locations',
  module: 'crm',
  scope: 'tn.crm.locations:r',
  filters: [
    containsText('name', ({ name }) => name),
    isInteger('customerId', ({ customerId }) => customerId),
    containsText('street', ({ address }) => address.street),
    isText('unit', ({ address }) => address.unit),
    isText('city', ({ address }) => address.city),
    isText('state', ({ address }) => address.state),
    isText('zip', ({ address }) => address.zip),
    isText('country', ({ address }) => address.country),
    isNumber('latitude', ({ address }) => address.latitude),
    isNumber('longitude', ({ address }) => address.longitude),
  ],
  notPlayed: ['externalDataApplicationGuid', 'externalDataKey', 'externalDataValues'],
  timelineOf: (world) => world.locations,
  isActive,
  createRecord,
  asNew: () => ({ active: true, mergedToId: null }),
}
