export type { Clock } from './clock.ts'
export type { Fault } from './faults.ts'
export type { Listening } from './listen.ts'
export {
  type Credentials,
  SANDBOX_TENANT_ID,
  type SandboxOptions,
  sandboxCredentials,
  type TenantOptions,
} from './options.ts'
export type { LoggedRequest } from './request-log.ts'
export type {
  AppointmentAssignmentRecord,
  AppointmentRecord,
  JobRecord,
  LocationRecord,
  ResourceName,
  ResourceRecords,
  TechnicianRecord,
} from './resources/records.ts'
export { resourceNames } from './resources/resources.ts'
export { createSandbox, type Sandbox } from './sandbox.ts'
export type { Sizes } from './world/world.ts'
