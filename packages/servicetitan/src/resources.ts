import type { Resource } from './resource.ts'
import { appointmentAssignments } from './resources/appointment-assignments.ts'
import { appointments } from './resources/appointments.ts'
import { businessUnits } from './resources/business-units.ts'
import { campaigns } from './resources/campaigns.ts'
import { customerContacts } from './resources/customer-contacts.ts'
import { customers } from './resources/customers.ts'
import { employees } from './resources/employees.ts'
import { estimates } from './resources/estimates.ts'
import { invoices } from './resources/invoices.ts'
import { jobTypes } from './resources/job-types.ts'
import { jobs } from './resources/jobs.ts'
import { locationContacts } from './resources/location-contacts.ts'
import { locations } from './resources/locations.ts'
import { payments } from './resources/payments.ts'
import { tagTypes } from './resources/tag-types.ts'
import { teams } from './resources/teams.ts'
import { technicians } from './resources/technicians.ts'
import { zones } from './resources/zones.ts'

/** Every resource, parents before children. A new one is a file in `resources/` and a line here. */
export const resources: readonly Resource[] = [
  businessUnits,
  tagTypes,
  campaigns,
  jobTypes,
  teams,
  employees,
  technicians,
  zones,
  customers,
  customerContacts,
  locations,
  locationContacts,
  jobs,
  appointments,
  appointmentAssignments,
  estimates,
  invoices,
  payments,
]

/** The resource of that name, or undefined when there is none. */
export function findResource(name: string): Resource | undefined {
  return resources.find((resource) => resource.name === name)
}
