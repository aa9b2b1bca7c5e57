import { isAmong } from '../definition/filter.ts'
import { type Resource, unsortedList } from '../definition/resource.ts'
import { createContact, isActiveContact } from '../facts/contacts.ts'

const SALT = 25

/**
 * Source: OpenAPI `crm-v2`, operations `Locations_GetLocationsContactsList` and `ExportContacts_LocationsContacts`.
 * The list says that it needs a range of time or locations' ids; that it leaves inactive contacts out is concluded
 * from its records, which have no `active`.
 */
export const locationContacts: Resource<'location-contacts'> = {
  ...unsortedList,
  name: 'location-contacts',
  path: 'locations/contacts',
  module: 'crm',
  scope: 'tn.crm.locations:r',
  hasGetById: false,
  takesIds: false,
  listActive: 'never',
  demands: ['locationIds', 'modifiedOnOrAfter', 'createdBefore', 'createdOnOrAfter'],
  filters: [isAmong('locationIds', ({ locationId }) => locationId)],
  exportOnly: ['active'],
  timelineOf: (world) => world.locationContacts,
  isActive: (world, rank) => isActiveContact(world, rank, SALT),
  createRecord: (world, rank) => ({
    ...createContact(world, world.locationContacts, { rank, salt: SALT }),
    locationId: world.locations.idOf(world.contactsOfLocations.parentOf(rank).parent),
  }),
  asNew: () => ({ active: true }),
}
