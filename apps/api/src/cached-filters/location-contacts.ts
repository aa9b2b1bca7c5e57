import { defineFilters } from '../resource-definition/filters.ts'

export const locationContacts = defineFilters({
  indexed: [{ equals: 'locationId', index: 'st_location_contacts_location_idx' }],
  residual: [],
})
