export type { BusinessDay, BusinessDayOptions } from './business-day/business-day.ts'
export type { BusinessChange } from './business-day/office.ts'
export type { LoggedRequest } from './http/request-log.ts'
export type { Clock } from './lib/clock.ts'
export type { Listening } from './listen.ts'
export type { InvoiceRecord, PaymentRecord } from './resources/records/accounting.ts'
export type {
  CustomerContactRecord,
  CustomerRecord,
  LocationContactRecord,
  LocationRecord,
} from './resources/records/crm.ts'
export type { AppointmentAssignmentRecord, TeamRecord, ZoneRecord } from './resources/records/dispatch.ts'
export type { AppointmentRecord, JobRecord, JobTypeRecord } from './resources/records/jpm.ts'
export type { CampaignRecord } from './resources/records/marketing.ts'
export type { EstimateRecord } from './resources/records/sales.ts'
export type {
  BusinessUnitRecord,
  EmployeeRecord,
  TagTypeRecord,
  TechnicianRecord,
} from './resources/records/settings.ts'
export type { ResourceName, ResourceRecords } from './resources/records.ts'
export { resourceNames } from './resources/resources.ts'
export { createSandbox, type Sandbox } from './sandbox.ts'
export type { Fault } from './settings/faults.ts'
export {
  type Credentials,
  SANDBOX_TENANT_ID,
  type SandboxOptions,
  sandboxCredentials,
  type TenantOptions,
} from './settings/options.ts'
export type { Sizes } from './world/sizes.ts'
