import { recordTables, views } from 'records'
import type { Resource } from '../resource-definition/resource.ts'
import { cachedResources } from './cached-resources.ts'

/** The name of a table without its schema. */
export const tableName = ({ table }: Pick<Resource, 'table'>): string => table.replace(/^\w+\./, '')

/** A resource, and the table or view with its rows. */
type Named = Pick<Resource, 'name' | 'table'>

/** Everything that the feed of schema `lazi` has changes of: also views that are listed as ServiceTitan has them only. */
export const changedTables: readonly Named[] = [...recordTables, ...views].map(({ resource, name }) => ({
  name: resource,
  table: `lazi.${name}`,
}))

/** The cache tables, by name without their schema. */
export const cacheTables: readonly string[] = cachedResources.map(tableName)

/**
 * SQL of the resource name for a table name, or NULL.
 * @param resources of one schema @default the cached ones
 */
export function resourceSql(column: string, resources: readonly Named[] = cachedResources): string {
  return `CASE ${column} ${resources.map((resource) => `WHEN '${tableName(resource)}' THEN '${resource.name}'`).join(' ')} END`
}
