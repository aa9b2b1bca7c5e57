import type { Resource } from '../resource-definition/resource.ts'
import { cachedResources } from './cached-resources.ts'

/** The name of a table without its schema. */
export const tableName = ({ table }: Pick<Resource, 'table'>): string => table.replace(/^\w+\./, '')

/** The cache tables, by name without their schema. */
export const cacheTables: readonly string[] = cachedResources.map(tableName)

/**
 * SQL of the resource name for a table name, or NULL.
 * @param resources of one schema @default the cached ones
 */
export function resourceSql(column: string, resources: readonly Resource[] = cachedResources): string {
  return `CASE ${column} ${resources.map((resource) => `WHEN '${tableName(resource)}' THEN '${resource.name}'`).join(' ')} END`
}
