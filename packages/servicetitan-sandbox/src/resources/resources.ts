import type { Resource } from '../definition/resource.ts'
import { appointmentAssignments } from './appointment-assignments.ts'
import { appointments } from './appointments.ts'
import { businessUnits } from './business-units.ts'
import { campaigns } from './campaigns.ts'
import { customerContacts } from './customer-contacts.ts'
import { customers } from './customers.ts'
import { employees } from './employees.ts'
import { estimates } from './estimates.ts'
import { invoices } from './invoices.ts'
import { jobTypes } from './job-types.ts'
import { jobs } from './jobs.ts'
import { locationContacts } from './location-contacts.ts'
import { locations } from './locations.ts'
import { payments } from './payments.ts'
import type { ResourceName } from './records.ts'
import { tagTypes } from './tag-types.ts'
import { teams } from './teams.ts'
import { technicians } from './technicians.ts'
import { zones } from './zones.ts'

/** Everything that the sandbox plays. A new resource is a file beside this one and an entry here. */
export const resources: { [N in ResourceName]: Resource<N> } = {
  locations,
  jobs,
  appointments,
  technicians,
  'appointment-assignments': appointmentAssignments,
  customers,
  'customer-contacts': customerContacts,
  'location-contacts': locationContacts,
  'business-units': businessUnits,
  campaigns,
  'job-types': jobTypes,
  zones,
  teams,
  'tag-types': tagTypes,
  employees,
  invoices,
  payments,
  estimates,
}

export const resourceNames = Object.keys(resources) as ResourceName[]
