export { projectTenant } from './project-tenant.ts'
export { projectedId } from './projected-id.ts'
