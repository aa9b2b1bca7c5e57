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
  'calls': ['calls', 'jobs', 'customers', 'campaigns'],
  'campaign-costs': ['campaign-costs', 'campaigns'],
  'campaigns': ['campaigns'],
  'customer-contacts': ['customer-contacts', 'customers'],
  'customers': ['customers', 'locations', 'jobs', 'customer-contacts'],
  'employees': ['employees'],
  'estimates': ['estimates', 'jobs', 'customers', 'locations'],
  'invoice-items': ['invoice-items', 'invoices'],
  'invoices': ['invoices', 'jobs', 'customers', 'locations'],
  'job-cancel-reasons': ['job-cancel-reasons'],
  'job-canceled-logs': ['job-canceled-logs', 'jobs', 'job-cancel-reasons'],
  'job-hold-reasons': ['job-hold-reasons'],
  'job-splits': ['job-splits', 'jobs', 'technicians'],
  'job-timesheets': ['job-timesheets', 'jobs', 'appointments', 'technicians'],
  'job-types': ['job-types'],
  'jobs': ['jobs', 'appointments', 'appointment-assignments', 'locations', 'customers', 'technicians', 'invoices'],
  'location-contacts': ['location-contacts', 'locations'],
  'locations': ['locations', 'location-contacts', 'customers', 'jobs', 'appointments'],
  'membership-status-changes': ['membership-status-changes', 'memberships'],
  'membership-types': ['membership-types'],
  'memberships': ['memberships', 'customers', 'locations', 'membership-types'],
  'non-job-appointments': ['non-job-appointments', 'technicians'],
  'payments': ['payments', 'customers'],
  'tag-types': ['tag-types'],
  'teams': ['teams'],
  'technician-shifts': ['technician-shifts', 'technicians'],
  'technicians': ['technicians', 'teams', 'appointment-assignments', 'appointments'],
  'zones': ['zones'],
}
