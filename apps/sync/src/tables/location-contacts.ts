import type { CacheTable } from '../cache/cache-table.ts'

export const locationContacts: CacheTable = {
  name: 'st_location_contacts',
  resource: 'location-contacts',
  columns: [
    { name: 'location_id', path: 'locationId', type: 'bigint' },
    { name: 'type', path: 'type', type: 'text' },
    { name: 'value', path: 'value', type: 'text' },
    { name: 'memo', path: 'memo', type: 'text' },
    { name: 'do_not_text', path: 'phoneSettings.doNotText', type: 'boolean' },
  ],
  droppedPaths: [],
}
