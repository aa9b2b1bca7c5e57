import { cacheTableOf, type Resource, type ResourceName, resourceMap, resources } from 'catalog'
import type { CacheTable } from './cache-table.ts'

/** Every cache table, in the order of a sync, which is the order of the catalog. */
export const tables: readonly CacheTable[] = resources.map((resource) => ({
  name: cacheTableOf(resource),
  resource: resource.name,
  columns: Object.entries(resource.columns).flatMap(([name, column]) =>
    'path' in column ? [{ name, path: column.path, type: column.type }] : [],
  ),
  droppedPaths: resource.droppedPaths,
}))

/**
 * The cache table of a resource.
 * @example
 * tableOf('jobs').name // 'st_jobs'
 */
export function tableOf(name: ResourceName): CacheTable {
  const table = tables.find(({ resource }) => resource === name)
  if (!table) throw new Error(`Expected a resource of the catalog, got ${name}.`)
  return table
}

/** The resource that a cache table stores. */
export function resourceOf(table: CacheTable): Resource {
  return resourceMap[table.resource]
}
