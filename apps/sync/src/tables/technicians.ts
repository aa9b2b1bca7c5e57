import type { CacheTable } from '../cache/cache-table.ts'

// team_id and role are resolved through other resources and written by them.
export const technicians: CacheTable = {
  name: 'st_technicians',
  resource: 'technicians',
  columns: [
    { name: 'user_id', path: 'userId', type: 'bigint' },
    { name: 'name', path: 'name', type: 'text' },
    { name: 'first_name', path: 'firstName', type: 'text' },
    { name: 'last_name', path: 'lastName', type: 'text' },
    { name: 'email', path: 'email', type: 'text' },
    { name: 'phone', path: 'phoneNumber', type: 'text' },
    { name: 'mobile', path: 'mobilePhone', type: 'text' },
    { name: 'login_name', path: 'loginName', type: 'text' },
    { name: 'business_unit_id', path: 'businessUnitId', type: 'bigint' },
    { name: 'team', path: 'team', type: 'text' },
    { name: 'zone_id', path: 'mainZoneId', type: 'bigint' },
    { name: 'zone_ids', path: 'zoneIds', type: 'bigint[]' },
    { name: 'skills', path: 'skills', type: 'jsonb' },
    { name: 'positions', path: 'positions', type: 'text[]' },
    { name: 'role_ids', path: 'roleIds', type: 'bigint[]' },
    { name: 'status', path: 'status', type: 'text' },
    { name: 'hire_date', path: 'startDate', type: 'date' },
    { name: 'is_managed_tech', path: 'isManagedTech', type: 'boolean' },
    { name: 'license_type', path: 'licenseType', type: 'text' },
  ],
  droppedPaths: ['burdenRate', 'commissionRate', 'hourlyRate', 'soldByRate', 'home', 'permissions'],
}
