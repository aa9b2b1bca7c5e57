import { findResource, type Resource } from 'servicetitan'
import type { CacheTable } from './cache-table.ts'

/**
 * The client's resource whose records a cache table holds.
 * @throws when the client has no resource of that name
 */
export function resourceOf(table: CacheTable): Resource {
  const resource = findResource(table.resource)
  if (!resource)
    throw new Error(`Expected a resource named ${table.resource} in the client's list, got none.`)
  return resource
}
