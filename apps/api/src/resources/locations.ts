import { defineFilters } from '../resource-definition/filters.ts'

export const locations = defineFilters({
  paths: [
    { at: 'customerId', index: 'st_locations_customer_idx' },
    { at: 'addressZip', index: 'st_locations_zip_idx' },
    { at: 'zoneId', index: 'st_locations_zone_idx' },
    { begins: 'name', index: 'st_locations_name_idx' },
  ],
  narrow: [],
})
