import { defineFilters } from '../resource-definition/filters.ts'

export const locations = defineFilters({
  indexed: [
    { equals: 'customerId', index: 'st_locations_customer_idx' },
    { equals: 'addressZip', index: 'st_locations_zip_idx' },
    { equals: 'zoneId', index: 'st_locations_zone_idx' },
    { startsWith: 'name', index: 'st_locations_name_idx' },
  ],
  residual: [],
})
