// Written by `pnpm --filter api generate`.
import type { FilterMap } from '../resource-definition/filters.ts'
import { appointmentAssignments } from '../resources/appointment-assignments.ts'
import { appointments } from '../resources/appointments.ts'
import { customerContacts } from '../resources/customer-contacts.ts'
import { customers } from '../resources/customers.ts'
import { estimates } from '../resources/estimates.ts'
import { invoices } from '../resources/invoices.ts'
import { jobs } from '../resources/jobs.ts'
import { locationContacts } from '../resources/location-contacts.ts'
import { locations } from '../resources/locations.ts'
import { payments } from '../resources/payments.ts'
import { technicians } from '../resources/technicians.ts'

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
