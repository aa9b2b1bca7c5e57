import { resourceMap } from './generated/resources.ts'
import type { Resource } from './resource.ts'
import { inSyncOrder } from './sync-order.ts'

/** The name of a resource, such as `job-types`. */
export type ResourceName = keyof typeof resourceMap

/** Every resource, in sync order. */
export const resources: readonly (Resource & { readonly name: ResourceName })[] = inSyncOrder(
  Object.values(resourceMap),
)

/**
 * The resource of that name; undefined if unknown.
 * @example
 * findResource('jobs')?.listPath // 'jobs'
 */
export function findResource(name: string) {
  return resources.find((resource) => resource.name === name)
}
