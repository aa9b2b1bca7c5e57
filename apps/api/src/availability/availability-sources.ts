import type { ResourceName } from 'catalog'

/**
 * The resources that technicians' availability is read from: it may have changed when one of them has.
 * @example
 * ```ts
 * const isStale = availabilitySources.some((resource) => changed.has(resource))
 * ```
 */
export const availabilitySources = ['appointments', 'technicians'] as const satisfies readonly ResourceName[]
