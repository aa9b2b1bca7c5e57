import { one } from '../resource-definition/include.ts'
import { defineResource } from '../resource-definition/resource.ts'

export const locationContacts = defineResource({
  name: 'location-contacts',
  type: 'LocationContact',
  table: 'st_location_contacts',
  fields: { locationId: 'id', type: 'text', value: 'text', memo: 'text', doNotText: 'boolean' },
  paths: [{ at: 'locationId', index: 'st_location_contacts_location_idx' }],
  narrow: [],
  includes: { location: one('locations', 't.location_id') },
})
