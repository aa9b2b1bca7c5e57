import { createRandom, unit } from '../random.ts'
import { formatTicks } from '../ticks.ts'
import { BUSINESSES, CITIES, FIRST_NAMES, LAST_NAMES, STREETS } from '../world/names.ts'
import { pickExisting, type World } from '../world/world.ts'
import { containsText, isInteger, isNumber, isText } from './filter.ts'
import type { LocationRecord } from './records.ts'
import type { Resource } from './resource.ts'

const CUSTOMER_FIRST_ID = 41_000_000
const SALT = { merged: 21, inactive: 22, chosen: 23 }

/** Every seventh location is a second one of the customer before it; merges happen between those two only. */
const SECOND_OF = 7
const isSecond = (rank: number): boolean => rank % SECOND_OF === SECOND_OF - 1
const survives = (rank: number): boolean => rank % SECOND_OF === SECOND_OF - 2
const isMerged = (world: World, rank: number): boolean =>
  isSecond(rank) && unit(world.key, rank, SALT.merged) < 0.3

const isActive = (world: World, rank: number): boolean =>
  !isMerged(world, rank) && (survives(rank) || unit(world.key, rank, SALT.inactive) >= 0.04)

/** The customer whom a location belongs to. */
export const customerIdOf = (rank: number): number =>
  CUSTOMER_FIRST_ID + 3 * (isSecond(rank) ? rank - 1 : rank)

/** The location of a job: one that existed when the job was booked, the survivor where it was merged. */
export const locationOfJob = (world: World, job: number): number => {
  const at = world.jobs.createdAt(job)
  const rank = pickExisting(world.locations, at, unit(world.key, job, SALT.chosen))
  return isMerged(world, rank) ? rank - 1 : rank
}

const createRecord = (world: World, rank: number): LocationRecord => {
  const { locations, key } = world
  // Both locations of one customer bear that customer's name.
  const random = createRandom(key ^ SALT.chosen, customerIdOf(rank))
  const name = random.chance(0.12)
    ? random.pick(BUSINESSES)
    : `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`
  const own = createRandom(key ^ SALT.merged, rank)
  const { city, state, zip, latitude, longitude } = own.pick(CITIES)
  const hasCoordinates = own.chance(0.9)
  const scatter = (degrees: number): number =>
    Number((degrees + (own.int(200_000) - 100_000) / 1e6).toFixed(7))
  return {
    id: locations.idOf(rank),
    customerId: customerIdOf(rank),
    active: isActive(world, rank),
    name: isSecond(rank) ? `${name} – ${own.pick(['Rental', 'Shop', 'Lake house', 'Annex'])}` : name,
    address: {
      street: `${own.int(9800) + 100} ${own.pick(STREETS)}`,
      unit: own.chance(0.15) ? `#${own.int(40) + 1}` : null,
      city,
      state,
      zip: String(zip + own.int(20)).padStart(5, '0'),
      country: 'USA',
      latitude: hasCoordinates ? scatter(latitude) : null,
      longitude: hasCoordinates ? scatter(longitude) : null,
    },
    customFields: own.chance(0.2)
      ? [{ typeId: 7_711_204, name: 'Gate code', value: own.chance(0.8) ? `${own.int(9000) + 1000}#` : null }]
      : [],
    createdOn: formatTicks(locations.createdAt(rank)),
    createdById: 1_000_015 + own.int(30),
    modifiedOn: formatTicks(locations.modifiedAt(locations.feedIndexOf(rank))),
    mergedToId: isMerged(world, rank) ? locations.idOf(rank - 1) : null,
    zoneId: own.chance(0.8) ? 9_021 + own.int(6) : null,
    taxExempt: own.chance(0.05),
    tagTypeIds: own.chance(0.3) ? [118, 204 + own.int(5)] : [],
    externalData: [],
    taxZoneId: own.chance(0.7) ? 301 + own.int(4) : null,
  }
}

/** Source: OpenAPI `crm-v2`, operations `Locations_GetList`, `Locations_Get` and `ExportLocations_Locations`. */
export const locations: Resource<'locations'> = {
  name: 'locations',
  module: 'crm',
  scope: 'tn.crm.locations:r',
  hasGetById: true,
  sortFields: ['Id', 'ModifiedOn', 'CreatedOn'],
  listTakesActive: true,
  exportActive: undefined,
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
  decimals: [],
  exportOnly: [],
  timelineOf: (world) => world.locations,
  isActive,
  createRecord,
  asNew: () => ({ active: true, mergedToId: null }),
}
