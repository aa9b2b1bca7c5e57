// Written by `pnpm --filter catalog generate`.
import { appointmentAssignments } from '../resources/appointment-assignments.ts'
import { appointments } from '../resources/appointments.ts'
import { businessUnits } from '../resources/business-units.ts'
import { campaigns } from '../resources/campaigns.ts'
import { customerContacts } from '../resources/customer-contacts.ts'
import { customers } from '../resources/customers.ts'
import { employees } from '../resources/employees.ts'
import { estimates } from '../resources/estimates.ts'
import { invoices } from '../resources/invoices.ts'
import { jobCancelReasons } from '../resources/job-cancel-reasons.ts'
import { jobHoldReasons } from '../resources/job-hold-reasons.ts'
import { jobTypes } from '../resources/job-types.ts'
import { jobs } from '../resources/jobs.ts'
import { locationContacts } from '../resources/location-contacts.ts'
import { locations } from '../resources/locations.ts'
import { payments } from '../resources/payments.ts'
import { tagTypes } from '../resources/tag-types.ts'
import { teams } from '../resources/teams.ts'
import { technicians } from '../resources/technicians.ts'
import { zones } from '../resources/zones.ts'

/** Every resource, by its name. */
export const resourceMap = {
  'appointment-assignments': appointmentAssignments,
  'appointments': appointments,
  'business-units': businessUnits,
  'campaigns': campaigns,
  'customer-contacts': customerContacts,
  'customers': customers,
  'employees': employees,
  'estimates': estimates,
  'invoices': invoices,
  'job-cancel-reasons': jobCancelReasons,
  'job-hold-reasons': jobHoldReasons,
  'job-types': jobTypes,
  'jobs': jobs,
  'location-contacts': locationContacts,
  'locations': locations,
  'payments': payments,
  'tag-types': tagTypes,
  'teams': teams,
  'technicians': technicians,
  'zones': zones,
} as const
