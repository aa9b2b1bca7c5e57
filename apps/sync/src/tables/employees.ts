import type { CacheTable } from '../cache/cache-table.ts'

export const employees: CacheTable = {
  name: 'st_employees',
  resource: 'employees',
  columns: [
    { name: 'user_id', path: 'userId', type: 'bigint' },
    { name: 'name', path: 'name', type: 'text' },
    { name: 'first_name', path: 'firstName', type: 'text' },
    { name: 'last_name', path: 'lastName', type: 'text' },
    { name: 'email', path: 'email', type: 'text' },
    { name: 'phone', path: 'phoneNumber', type: 'text' },
    { name: 'login_name', path: 'loginName', type: 'text' },
    { name: 'role', path: 'role', type: 'text' },
    { name: 'role_ids', path: 'roleIds', type: 'bigint[]' },
    { name: 'business_unit_id', path: 'businessUnitId', type: 'bigint' },
    { name: 'manager_id', path: 'managerId', type: 'bigint' },
    { name: 'hire_date', path: 'startDate', type: 'date' },
    { name: 'termination_date', path: 'terminationDate', type: 'date' },
    { name: 'account_locked', path: 'accountLocked', type: 'boolean' },
  ],
  droppedPaths: ['hourlyRate', 'home', 'permissions'],
}
