export type { BusinessDay, BusinessDayOptions } from './business-day/business-day.ts'
export type { BusinessChange } from './business-day/office.ts'
export type { ResourceRecords } from './generated/resources.ts'
export type { LoggedRequest } from './http/request-log.ts'
export type { Clock } from './lib/clock.ts'
export type { Listening } from './listen.ts'
export { createSandbox, type Sandbox } from './sandbox.ts'
export type { Fault } from './settings/faults.ts'
export {
  type Credentials,
  SANDBOX_TENANT_ID,
  type SandboxOptions,
  sandboxCredentials,
  type TenantOptions,
} from './settings/options.ts'
export type { WriteOptions } from './settings/write-options.ts'
export type { ResourceName } from './world/generated/resource-names.ts'
export { resourceNames } from './world/generated/resource-names.ts'
export type { Sizes } from './world/sizes.ts'
export type { BookEntry } from './writes/book.ts'
export type { Hands, WriteResult } from './writes/perform.ts'
