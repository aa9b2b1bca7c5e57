import type { CacheTable } from '../cache/cache-table.ts'

// phone and email come from the location's contacts and are written by that resource.
export const locations: CacheTable = {
  name: 'st_locations',
  resource: 'locations',
  columns: [
    { name: 'customer_id', path: 'customerId', type: 'bigint' },
    { name: 'name', path: 'name', type: 'text' },
    { name: 'address_street', path: 'address.street', type: 'text' },
    { name: 'address_unit', path: 'address.unit', type: 'text' },
    { name: 'address_city', path: 'address.city', type: 'text' },
    { name: 'address_state', path: 'address.state', type: 'text' },
    { name: 'address_zip', path: 'address.zip', type: 'text' },
    { name: 'address_country', path: 'address.country', type: 'text' },
    { name: 'latitude', path: 'address.latitude', type: 'latitude' },
    { name: 'longitude', path: 'address.longitude', type: 'longitude' },
    { name: 'zone_id', path: 'zoneId', type: 'bigint' },
    { name: 'tax_zone_id', path: 'taxZoneId', type: 'bigint' },
    { name: 'tax_exempt', path: 'taxExempt', type: 'boolean' },
    { name: 'merged_to_id', path: 'mergedToId', type: 'bigint' },
    { name: 'tag_type_ids', path: 'tagTypeIds', type: 'bigint[]' },
  ],
  droppedPaths: [],
}
