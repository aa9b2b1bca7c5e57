import type { ResourceName } from 'catalog'

/**
 * The resources that the schedule is read from: a change of one of them may change the schedule.
 * @example
 * ```ts
 * const isStale = scheduleSources.some((resource) => changed.has(resource))
 * ```
 */
export const scheduleSources = [
  'appointments',
  'jobs',
  'technicians',
  'customers',
  'locations',
  'job-types',
] as const satisfies readonly ResourceName[]
