// Written by `pnpm --filter servicetitan-sandbox generate`. Do not edit.

/**
 * The names of all resources that the sandbox simulates.
 *
 * @example
 * ```ts
 * for (const name of resourceNames) console.log(name, sandbox.count(SANDBOX_TENANT_ID, name))
 * ```
 */
export const resourceNames = [
  'appointment-assignments',
  'appointments',
  'business-units',
  'calls',
  'campaign-costs',
  'campaigns',
  'customer-contacts',
  'customers',
  'employees',
  'estimates',
  'invoice-items',
  'invoices',
  'job-cancel-reasons',
  'job-canceled-logs',
  'job-hold-reasons',
  'job-splits',
  'job-timesheets',
  'job-types',
  'jobs',
  'location-contacts',
  'locations',
  'membership-status-changes',
  'membership-types',
  'memberships',
  'non-job-appointments',
  'payments',
  'tag-types',
  'teams',
  'technician-shifts',
  'technicians',
  'zones',
] as const

export type ResourceName = (typeof resourceNames)[number]
