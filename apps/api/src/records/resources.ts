import { apiFieldsOf, cacheTableOf, resourceMap as catalog, type ResourceName } from 'catalog'
import { filterMap } from '../generated/filters.ts'
import type { ResourceFilters } from '../resource-definition/filters.ts'
import { includeOf } from '../resource-definition/include.ts'
import type { Resource } from '../resource-definition/resource.ts'

const filtersByName: Readonly<Partial<Record<ResourceName, ResourceFilters>>> = filterMap
const noFilters: ResourceFilters = { indexed: [], residual: [] }

/** Every cached resource, by name: its definition in the catalog, with its filters. */
export const resources: readonly Resource[] = Object.values(catalog).map((resource) => {
  const { name, type, relations } = resource
  const { indexed, residual } = filtersByName[name] ?? noFilters
  const includes = Object.fromEntries(
    Object.entries(relations).map(([include, relation]) => [include, includeOf(resource, relation)]),
  )
  return {
    name,
    type,
    table: cacheTableOf(resource),
    fields: apiFieldsOf(resource),
    indexed,
    residual,
    includes,
  }
})

export const resourceNames = Object.keys(catalog) as [ResourceName, ...ResourceName[]]

/** The resource with this name. @throws when there is none */
export function resourceNamed(name: string): Resource {
  const resource = resources.find((candidate) => candidate.name === name)
  if (!resource) throw new Error(`Expected a resource, got ${name}`)
  return resource
}

/** The cache tables of resources, in the same order. */
export function tablesOf(names: readonly ResourceName[]): string[] {
  return names.map((name) => resourceNamed(name).table)
}
