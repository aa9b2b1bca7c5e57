import type { ResourceName } from 'catalog'

/**
 * The resources that technicians' availability is read from: a change of one of them may change the availability.
 * @example
 * ```ts
 * const isStale = availabilitySources.some((resource) => changed.has(resource))
 * ```
 */
export const availabilitySources = ['appointments', 'technicians'] as const satisfies readonly ResourceName[]
