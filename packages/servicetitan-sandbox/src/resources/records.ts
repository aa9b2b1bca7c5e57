import type { InvoiceRecord, PaymentRecord } from './records/accounting.ts'
import type {
  CustomerContactRecord,
  CustomerRecord,
  LocationContactRecord,
  LocationRecord,
} from './records/crm.ts'
import type { AppointmentAssignmentRecord, TeamRecord, ZoneRecord } from './records/dispatch.ts'
import type { AppointmentRecord, JobRecord, JobTypeRecord } from './records/jpm.ts'
import type { CampaignRecord } from './records/marketing.ts'
import type { EstimateRecord } from './records/sales.ts'
import type {
  BusinessUnitRecord,
  EmployeeRecord,
  TagTypeRecord,
  TechnicianRecord,
} from './records/settings.ts'

/**
 * A record's type by the name of its resource: field names and types exactly the vendor's.
 *
 * Source: the record schemas of the vendor's OpenAPI files, in the export's form where there is an export; lists
 * differ from it only by the `active` of jobs and contacts. A test compares what is generated with the contract.
 */
export type ResourceRecords = {
  locations: LocationRecord
  jobs: JobRecord
  appointments: AppointmentRecord
  technicians: TechnicianRecord
  'appointment-assignments': AppointmentAssignmentRecord
  customers: CustomerRecord
  'customer-contacts': CustomerContactRecord
  'location-contacts': LocationContactRecord
  'business-units': BusinessUnitRecord
  campaigns: CampaignRecord
  'job-types': JobTypeRecord
  zones: ZoneRecord
  teams: TeamRecord
  'tag-types': TagTypeRecord
  employees: EmployeeRecord
  invoices: InvoiceRecord
  payments: PaymentRecord
  estimates: EstimateRecord
}

export type ResourceName = keyof ResourceRecords
