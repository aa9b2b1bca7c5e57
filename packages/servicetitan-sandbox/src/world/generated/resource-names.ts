// Written by `pnpm --filter servicetitan-sandbox generate`. Do not edit.

/** Everything that the sandbox plays. */
export const resourceNames = [
  'appointment-assignments',
  'appointments',
  'business-units',
  'campaigns',
  'customer-contacts',
  'customers',
  'employees',
  'estimates',
  'invoices',
  'job-cancel-reasons',
  'job-hold-reasons',
  'job-types',
  'jobs',
  'location-contacts',
  'locations',
  'payments',
  'tag-types',
  'teams',
  'technicians',
  'zones',
] as const

export type ResourceName = (typeof resourceNames)[number]
