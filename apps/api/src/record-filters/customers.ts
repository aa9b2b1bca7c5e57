import { defineFilters } from '../resource-definition/filters.ts'

export const customers = defineFilters({
  indexed: [{ startsWith: 'name', index: 'customers_name_idx' }],
  residual: [],
})

export const customerContacts = defineFilters({
  indexed: [{ equals: 'customerId', index: 'customer_contacts_customer_idx' }],
  residual: [],
})

export const locations = defineFilters({
  indexed: [
    { equals: 'customerId', index: 'locations_customer_idx' },
    { equals: 'addressZip', index: 'locations_zip_idx' },
    { equals: 'zoneId', index: 'locations_zone_idx' },
    { startsWith: 'name', index: 'locations_name_idx' },
  ],
  residual: [],
})

export const locationContacts = defineFilters({
  indexed: [{ equals: 'locationId', index: 'location_contacts_location_idx' }],
  residual: [],
})
