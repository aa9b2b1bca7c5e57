// Written by `pnpm --filter servicetitan-sandbox generate`. Do not edit.

import type { Resource } from '../definition/resource.ts'
import { type AppointmentAssignmentRecord, appointmentAssignments } from '../resources/appointment-assignments.ts'
import { type AppointmentRecord, appointments } from '../resources/appointments.ts'
import { type BusinessUnitRecord, businessUnits } from '../resources/business-units.ts'
import { type CallRecord, calls } from '../resources/calls.ts'
import { type CampaignCostRecord, campaignCosts } from '../resources/campaign-costs.ts'
import { type CampaignRecord, campaigns } from '../resources/campaigns.ts'
import { type CustomerContactRecord, customerContacts } from '../resources/customer-contacts.ts'
import { type CustomerRecord, customers } from '../resources/customers.ts'
import { type EmployeeRecord, employees } from '../resources/employees.ts'
import { type EstimateRecord, estimates } from '../resources/estimates.ts'
import { type InvoiceItemRecord, invoiceItems } from '../resources/invoice-items.ts'
import { type InvoiceRecord, invoices } from '../resources/invoices.ts'
import { type JobCancelReasonRecord, jobCancelReasons } from '../resources/job-cancel-reasons.ts'
import { type JobCanceledLogRecord, jobCanceledLogs } from '../resources/job-canceled-logs.ts'
import { type JobHoldReasonRecord, jobHoldReasons } from '../resources/job-hold-reasons.ts'
import { type JobSplitRecord, jobSplits } from '../resources/job-splits.ts'
import { type JobTimesheetRecord, jobTimesheets } from '../resources/job-timesheets.ts'
import { type JobTypeRecord, jobTypes } from '../resources/job-types.ts'
import { type JobRecord, jobs } from '../resources/jobs.ts'
import { type LocationContactRecord, locationContacts } from '../resources/location-contacts.ts'
import { type LocationRecord, locations } from '../resources/locations.ts'
import { type MembershipStatusChangeRecord, membershipStatusChanges } from '../resources/membership-status-changes.ts'
import { type MembershipTypeRecord, membershipTypes } from '../resources/membership-types.ts'
import { type MembershipRecord, memberships } from '../resources/memberships.ts'
import { type NonJobAppointmentRecord, nonJobAppointments } from '../resources/non-job-appointments.ts'
import { type PaymentRecord, payments } from '../resources/payments.ts'
import { type TagTypeRecord, tagTypes } from '../resources/tag-types.ts'
import { type TeamRecord, teams } from '../resources/teams.ts'
import { type TechnicianShiftRecord, technicianShifts } from '../resources/technician-shifts.ts'
import { type TechnicianRecord, technicians } from '../resources/technicians.ts'
import { type ZoneRecord, zones } from '../resources/zones.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'

/**
 * A record's type by the name of its resource: with exactly the vendor's field names and types.
 *
 * Source: the record schemas of the vendor's OpenAPI files, in the export's format if there is one; lists differ
 * from it only by the `active` of jobs and contacts. A test compares generated records with the contract.
 */
export type ResourceRecords = {
  'appointment-assignments': AppointmentAssignmentRecord
  appointments: AppointmentRecord
  'business-units': BusinessUnitRecord
  calls: CallRecord
  'campaign-costs': CampaignCostRecord
  campaigns: CampaignRecord
  'customer-contacts': CustomerContactRecord
  customers: CustomerRecord
  employees: EmployeeRecord
  estimates: EstimateRecord
  'invoice-items': InvoiceItemRecord
  invoices: InvoiceRecord
  'job-cancel-reasons': JobCancelReasonRecord
  'job-canceled-logs': JobCanceledLogRecord
  'job-hold-reasons': JobHoldReasonRecord
  'job-splits': JobSplitRecord
  'job-timesheets': JobTimesheetRecord
  'job-types': JobTypeRecord
  jobs: JobRecord
  'location-contacts': LocationContactRecord
  locations: LocationRecord
  'membership-status-changes': MembershipStatusChangeRecord
  'membership-types': MembershipTypeRecord
  memberships: MembershipRecord
  'non-job-appointments': NonJobAppointmentRecord
  payments: PaymentRecord
  'tag-types': TagTypeRecord
  teams: TeamRecord
  'technician-shifts': TechnicianShiftRecord
  technicians: TechnicianRecord
  zones: ZoneRecord
}

/** All resources that the sandbox simulates, by name. */
export const resources: { readonly [N in ResourceName]: Resource<ResourceRecords[N]> } = {
  'appointment-assignments': appointmentAssignments,
  appointments,
  'business-units': businessUnits,
  calls,
  'campaign-costs': campaignCosts,
  campaigns,
  'customer-contacts': customerContacts,
  customers,
  employees,
  estimates,
  'invoice-items': invoiceItems,
  invoices,
  'job-cancel-reasons': jobCancelReasons,
  'job-canceled-logs': jobCanceledLogs,
  'job-hold-reasons': jobHoldReasons,
  'job-splits': jobSplits,
  'job-timesheets': jobTimesheets,
  'job-types': jobTypes,
  jobs,
  'location-contacts': locationContacts,
  locations,
  'membership-status-changes': membershipStatusChanges,
  'membership-types': membershipTypes,
  memberships,
  'non-job-appointments': nonJobAppointments,
  payments,
  'tag-types': tagTypes,
  teams,
  'technician-shifts': technicianShifts,
  technicians,
  zones,
}
