import type { Resource } from '../resource-definition/resource.ts'
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

/** Every cached resource, by its name. */
export const resourceMap = {
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
} as const satisfies Readonly<Record<string, Resource>>

export type ResourceName = keyof typeof resourceMap

/** Every cached resource. */
export const resources: readonly Resource[] = Object.values(resourceMap)

export const resourceNames = Object.keys(resourceMap) as [ResourceName, ...ResourceName[]]

/** The resource of a name that is known to be one. @throws when it is not */
export function resourceNamed(name: string): Resource {
  const resource = resources.find((candidate) => candidate.name === name)
  if (!resource) throw new Error(`Expected a resource, got ${name}`)
  return resource
}

/** The cache tables of resources, in the same order. */
export function tablesOf(names: readonly ResourceName[]): string[] {
  return names.map((name) => resourceNamed(name).table)
}
