import { timesOf, userIdOf } from '../definition/common.ts'
import { containsText, isInteger, isNumber, isText } from '../definition/filter.ts'
import type { CustomerAddress, CustomField, ExternalData, Id } from '../definition/record.ts'
import { listDefaults, type Resource } from '../definition/resource.ts'
import { describeLocation } from '../facts/invoice-parties.ts'
import { isMergedLocation, mergeTargetOf } from '../facts/ownership.ts'
import { createRandom, unit } from '../lib/random.ts'
import { existingId, type World } from '../world/world.ts'

/** `Crm.V2.ExportLocationsResponse` */
export type LocationRecord = {
  id: Id
  customerId: Id
  active: boolean
  name: string
  address: CustomerAddress
  customFields: CustomField[]
  createdOn: string
  createdById: number
  modifiedOn: string
  mergedToId: Id | null
  zoneId: number | null
  taxExempt: boolean
  tagTypeIds: number[]
  externalData: ExternalData[]
  taxZoneId: number | null
}

const SALT = { inactive: 22, record: 27 }

const isActive = (world: World, rank: number): boolean => {
  if (isMergedLocation(world, rank)) return false
  const { parent, slot } = world.spreads.locations.parentOf(rank)
  const mayHaveMerged = slot === 0 && world.spreads.locations.childrenOf(parent).count > 1
  return mayHaveMerged || unit(world.key, rank, SALT.inactive) >= 0.04
}

const createRecord = (world: World, rank: number): LocationRecord => {
  const { locations } = world.timelines
  const random = createRandom(world.key ^ SALT.record, rank)
  const at = locations.createdAt(rank)
  const tag = existingId(world.timelines['tag-types'], at, random.int(1000) / 1000)
  const { parent, slot } = world.spreads.locations.parentOf(rank)
  return {
    id: locations.idOf(rank),
    customerId: world.timelines.customers.idOf(mergeTargetOf(world, parent)),
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
    mergedToId: isMergedLocation(world, rank) ? locations.idOf(rank - slot) : null,
    zoneId: random.chance(0.8) ? existingId(world.timelines.zones, at, random.int(1000) / 1000) : null,
    taxExempt: random.chance(0.05),
    tagTypeIds: tag !== null && random.chance(0.3) ? [tag] : [],
    externalData: [],
    taxZoneId: random.chance(0.7) ? 301 + random.int(4) : null,
  }
}

/** Source: OpenAPI `crm-v2`, operations `Locations_GetList`, `Locations_Get` and `ExportLocations_Locations`. */
export const locations: Resource<LocationRecord> = {
  ...listDefaults,
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
  externalData: 'filtered',
  size: {
    defaultSize: ({ given }) => {
      const customers = given('customers')
      return customers === undefined ? 1_000 : Math.ceil((customers * 7) / 6)
    },
    requires: ['customers'],
    constraint: ({ locations, customers }) =>
      locations >= customers ? undefined : 'at least `customers`, as each has one',
  },
  origin: { firstId: 21_000_000, parent: 'customers' },
  isActive,
  createRecord,
  newRecordFields: () => ({ active: true, mergedToId: null }),
}
