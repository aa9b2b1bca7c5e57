import type { ColumnType, Resource } from './resource.ts'

/**
 * The name of a resource's cache table in schema `raw`.
 * @example
 * cacheTableOf({ name: 'job-types' }) // 'st_job_types'
 */
export function cacheTableOf({ name }: Pick<Resource, 'name'>): string {
  return `st_${name.replaceAll('-', '_')}`
}

/**
 * The PostgreSQL type of a column.
 * @example
 * sqlTypeOf('latitude') // 'double precision'
 */
export function sqlTypeOf(type: ColumnType): string {
  return sqlTypes[type] ?? type
}

const sqlTypes: Readonly<Partial<Record<ColumnType, string>>> = {
  amount: 'numeric',
  latitude: 'double precision',
  longitude: 'double precision',
}
