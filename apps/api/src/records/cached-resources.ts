import { apiFieldsOf, cacheTableOf, resourceMap as catalog, type ResourceName } from 'catalog'
import { filterMap } from '../generated/filters.ts'
import { cachedColumn } from '../resource-definition/columns.ts'
import type { FieldKind } from '../resource-definition/field-kinds.ts'
import { noFilters, type ResourceFilters } from '../resource-definition/filters.ts'
import { includesOf, type Source } from '../resource-definition/include.ts'
import type { Resource } from '../resource-definition/resource.ts'
import { cachedFields, neverNull } from '../resource-definition/shared-fields.ts'

const filtersByName: Readonly<Partial<Record<ResourceName, ResourceFilters>>> = filterMap

const cache: Source = {
  tableOf: (name) => `raw.${cacheTableOf({ name })}`,
  needsOf: () => [],
  columnOf: (_, column) => column,
  findBy: (_, column) => ({ column, convert: (sql) => sql }),
}

/** Every cached resource, by name: its definition in the catalog, with its filters. */
export const cachedResources: readonly Resource[] = Object.values(catalog).map((resource) => {
  const { name, type, exampleId } = resource
  const { indexed, residual } = filtersByName[name] ?? noFilters
  const fields: Readonly<Record<string, FieldKind>> = {
    ...cachedFields.leading,
    ...apiFieldsOf(resource),
    ...cachedFields.trailing,
  }
  return {
    name,
    path: `/servicetitan/${name}`,
    type: `ServiceTitan${type}`,
    exampleId,
    table: cache.tableOf(name),
    fields,
    neverNull: neverNull.cached,
    sqlOf: (alias, field) => `${alias}.${cachedColumn(field)}`,
    key: { column: 'st_id', kind: 'id' },
    lookUp: (id) => ({ column: 'st_id', value: '$2::bigint', id }),
    compared: {},
    isCached: true,
    definition: null,
    indexed,
    residual,
    includes: includesOf(cache, resource),
    resourceOf: cachedResource,
    needs: [],
  }
})

export const resourceNames = Object.keys(catalog) as [ResourceName, ...ResourceName[]]

/** The cached resource with this name. @throws when there is none */
export function cachedResource(name: string): Resource {
  const resource = cachedResources.find((candidate) => candidate.name === name)
  if (!resource) throw new Error(`Expected a resource, got ${name}`)
  return resource
}
