import { ranksOfChildren } from '../definition/common.ts'
import { isAmong, parseIds } from '../definition/filter.ts'
import type { Id } from '../definition/record.ts'
import { type Resource, unsortedListDefaults } from '../definition/resource.ts'
import { type ContactRecord, createContact, isActiveContact } from '../facts/contacts.ts'

/** `Crm.V2.ExportLocationContactResponse` */
export type LocationContactRecord = ContactRecord & { locationId: Id }

const SALT = 25

const ofParents = isAmong<LocationContactRecord>('locationIds', ({ locationId }) => locationId)

/**
 * Source: OpenAPI `crm-v2`, operations `Locations_GetLocationsContactsList` and `ExportContacts_LocationsContacts`.
 * The list requires a range of time or locations' ids; that it omits inactive contacts is inferred from its records,
 * which have no `active`.
 */
export const locationContacts: Resource<LocationContactRecord> = {
  ...unsortedListDefaults,
  name: 'location-contacts',
  path: 'locations/contacts',
  module: 'crm',
  scope: 'tn.crm.locations:r',
  hasGetById: false,
  supportsIds: false,
  listActive: 'never',
  requiresOneOf: ['locationIds', 'modifiedOnOrAfter', 'createdBefore', 'createdOnOrAfter'],
  filters: [
    {
      ...ofParents,
      ranks: (world, text) =>
        (parseIds(text) ?? []).flatMap((id) =>
          ranksOfChildren(world, { child: 'location-contacts', parent: 'locations', id }),
        ),
    },
  ],
  exportOnly: ['active'],
  size: { defaultSize: ({ of }) => 2 * of('locations'), requires: ['locations'] },
  origin: { firstId: 25_000_000, parent: 'locations' },
  isActive: (world, rank) => isActiveContact(world, rank, SALT),
  createRecord: (world, rank) => ({
    ...createContact(world, world.timelines['location-contacts'], { rank, salt: SALT }),
    locationId: world.timelines.locations.idOf(world.spreads['location-contacts'].parentOf(rank).parent),
  }),
  newRecordFields: () => ({ active: true }),
}
