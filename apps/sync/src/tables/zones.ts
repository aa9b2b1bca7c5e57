import type { CacheTable } from '../cache/cache-table.ts'

export const zones: CacheTable = {
  name: 'st_zones',
  resource: 'zones',
  columns: [
    { name: 'name', path: 'name', type: 'text' },
    { name: 'zips', path: 'zips', type: 'text[]' },
    { name: 'cities', path: 'cities', type: 'text[]' },
    { name: 'territory_numbers', path: 'territoryNumbers', type: 'text[]' },
    { name: 'service_days_enabled', path: 'serviceDaysEnabled', type: 'boolean' },
    { name: 'service_days', path: 'serviceDays', type: 'text[]' },
    { name: 'business_unit_ids', path: 'businessUnits', type: 'bigint[]' },
    { name: 'technician_ids', path: 'technicians', type: 'bigint[]' },
    { name: 'created_by_id', path: 'createdBy', type: 'bigint' },
  ],
  droppedPaths: [],
}
