// Written by `pnpm --filter api generate`.
import type { FilterMap } from '../resource-definition/filters.ts'
import { appointmentAssignments } from '../cached-filters/appointment-assignments.ts'
import { appointments } from '../cached-filters/appointments.ts'
import { customerContacts } from '../cached-filters/customer-contacts.ts'
import { customers } from '../cached-filters/customers.ts'
import { estimates } from '../cached-filters/estimates.ts'
import { invoices } from '../cached-filters/invoices.ts'
import { jobs } from '../cached-filters/jobs.ts'
import { locationContacts } from '../cached-filters/location-contacts.ts'
import { locations } from '../cached-filters/locations.ts'
import { payments } from '../cached-filters/payments.ts'
import { technicians } from '../cached-filters/technicians.ts'

/** The filters of each resource that has some. */
export const filterMap = {
  'appointment-assignments': appointmentAssignments,
  'appointments': appointments,
  'customer-contacts': customerContacts,
  'customers': customers,
  'estimates': estimates,
  'invoices': invoices,
  'jobs': jobs,
  'location-contacts': locationContacts,
  'locations': locations,
  'payments': payments,
  'technicians': technicians,
} as const satisfies FilterMap
