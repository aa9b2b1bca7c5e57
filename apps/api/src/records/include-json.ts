import { isAt } from 'records'
import type { Include } from '../resource-definition/include.ts'
import type { Resource } from '../resource-definition/resource.ts'
import { rowJson } from './row-json.ts'

/** The names of the related rows that every row of a list can include: those of which a row has one at most. */
export function listIncludes({ includes }: Resource): string[] {
  return Object.entries(includes).flatMap(([name, { many }]) => (many ? [] : [name]))
}

/**
 * The related rows of row `t` as members of its JSON: name and SQL, in which `$1` is the tenant.
 * @throws {TypeError} when `names` has an unknown name
 */
export function includedMembers(
  resource: Resource,
  names: readonly string[],
): (readonly [name: string, sql: string])[] {
  return names.map((name) => {
    const include = Object.hasOwn(resource.includes, name) ? resource.includes[name] : undefined
    if (!include) throw new TypeError(`Expected a name that ${resource.name} can include, got ${name}`)
    return [name, includeJson(resource.resourceOf(include.resource), include)] as const
  })
}

/** The tables of schema `lazi` that the related rows with these names are found in. */
export function neededBy({ includes }: Resource, names: readonly string[]): string[] {
  return names.flatMap((name) => includes[name]?.needs ?? [])
}

/**
 * SQL of related rows as JSON, including inactive rows but none with a tombstone. Each key has its own index lookup and
 * LIMIT.
 */
function includeJson(resource: Resource, { many, keys, column, orderBy, limit }: Include): string {
  const order = orderOf(orderBy, resource.key.column)
  const from = `(SELECT DISTINCT key FROM unnest(${keys}) AS key) AS wanted
      CROSS JOIN LATERAL (
           SELECT * FROM ${resource.table} AS r
            WHERE r.tenant_id = $1 AND ${isAt(`r.${column}`, 'wanted.key')} AND r.deleted_at IS NULL
            ORDER BY r.${column}${order.direction}, ${order.of('r')} LIMIT ${limit}) AS i`
  const row = rowJson(resource, 'i')
  if (!many) return `(SELECT ${row} FROM ${from})`
  return `(SELECT coalesce(json_agg(related.row), '[]') FROM (
             SELECT ${row} AS row FROM ${from} ORDER BY ${order.of('i')} LIMIT ${limit}) AS related)`
}

function orderOf(orderBy: string, key: string) {
  const direction = orderBy.startsWith('-') ? ' DESC' : ''
  const columns = [...new Set([orderBy.replace('-', ''), key])]
  return {
    direction,
    of: (alias: string) => columns.map((column) => `${alias}.${column}${direction}`).join(', '),
  }
}
