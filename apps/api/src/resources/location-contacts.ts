import { defineFilters } from '../resource-definition/filters.ts'

export const locationContacts = defineFilters({
  paths: [{ equals: 'locationId', index: 'st_location_contacts_location_idx' }],
  narrow: [],
})
