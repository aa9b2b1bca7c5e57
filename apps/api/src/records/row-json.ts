import { jsonValue } from '../resource-definition/field-kinds.ts'
import type { Resource } from '../resource-definition/resource.ts'

/**
 * SQL of a row as JSON. PostgreSQL formats it, so no id and no amount passes through a JavaScript number.
 * @param alias the table's alias in the query
 * @param wanted fields to return in addition to the id; null: all
 * @param more further members: name and SQL
 */
export function rowJson(
  resource: Resource,
  alias: string,
  wanted: readonly string[] | null = null,
  more: readonly (readonly [name: string, sql: string])[] = [],
): string {
  const members = Object.entries(resource.fields)
    .filter(([name]) => name === 'id' || wanted === null || wanted.includes(name))
    .map(([name, kind]) => [name, jsonValue[kind](resource.sqlOf(alias, name))] as const)
  return `json_build_object(${[...members, ...more].map(([name, sql]) => `'${name}', ${sql}`).join(', ')})`
}
