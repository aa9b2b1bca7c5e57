export { type OpenPoolOptions, openPool, prepares } from './pool.ts'
export { assertRoles, RoleError } from './roles.ts'
export { readTenantId, selectTenant } from './select-tenant.ts'
export { pinSession } from './session.ts'
