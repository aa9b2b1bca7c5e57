import type { CacheTable } from '../cache/cache-table.ts'
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
import { tagTypes } from './tag-types.ts'
import { teams } from './teams.ts'
import { technicians } from './technicians.ts'
import { zones } from './zones.ts'

/**
 * Every cache table, in the order of a sync: what others refer to first, but those that another derives values
 * from before it, so that a first sync writes each row once. Any other order ends the same.
 */
export const tables: readonly CacheTable[] = [
  businessUnits,
  campaigns,
  jobTypes,
  tagTypes,
  zones,
  teams,
  technicians,
  employees,
  customers,
  customerContacts,
  locationContacts,
  locations,
  appointmentAssignments,
  appointments,
  jobs,
  invoices,
  payments,
  estimates,
]
