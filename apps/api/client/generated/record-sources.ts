// Written by `pnpm --filter api generate`.
import type { ResourceName } from 'catalog'

/**
 * For each resource, the resources that one of its rows is read from, with all its includes: a change of one of them
 * may change the response.
 * @example
 * ```ts
 * const isStale = recordSources.jobs.some((resource) => changed.has(resource))
 * ```
 */
export const recordSources: Readonly<Record<ResourceName, readonly ResourceName[]>> = {
  'appointment-assignments': ['appointment-assignments', 'appointments', 'jobs', 'technicians'],
  'appointments': ['appointments', 'appointment-assignments', 'jobs', 'customers', 'locations', 'technicians'],
  'business-units': ['business-units'],
  'campaigns': ['campaigns'],
  'customer-contacts': ['customer-contacts', 'customers'],
  'customers': ['customers', 'locations', 'jobs', 'customer-contacts'],
  'employees': ['employees'],
  'estimates': ['estimates', 'jobs', 'customers', 'locations'],
  'invoices': ['invoices', 'jobs', 'customers', 'locations'],
  'job-cancel-reasons': ['job-cancel-reasons'],
  'job-hold-reasons': ['job-hold-reasons'],
  'job-types': ['job-types'],
  'jobs': ['jobs', 'appointments', 'appointment-assignments', 'locations', 'customers', 'technicians', 'invoices'],
  'location-contacts': ['location-contacts', 'locations'],
  'locations': ['locations', 'location-contacts', 'customers', 'jobs', 'appointments'],
  'payments': ['payments', 'customers'],
  'tag-types': ['tag-types'],
  'teams': ['teams'],
  'technicians': ['technicians', 'teams', 'appointment-assignments', 'appointments'],
  'zones': ['zones'],
}
