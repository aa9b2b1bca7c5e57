import { isAt } from 'records'
import type { Include } from '../resource-definition/include.ts'
import type { Resource } from '../resource-definition/resource.ts'
import { prepared, type Statement } from '../tenant/prepared.ts'
import { rowJson } from './row-json.ts'

export interface RowOptions {
  readonly tenantId: string
  /** As in the path. */
  readonly id: string
  /** Fields to return; null: all. */
  readonly fields: readonly string[] | null
  /** Names of the related rows to include. */
  readonly include: readonly string[]
  readonly fullData: boolean
  readonly includeDeleted: boolean
}

/**
 * The statement of one row with its included rows: a single query, so all are read from one snapshot.
 * @throws {TypeError} when `include` has an unknown name
 */
export function rowStatement(resource: Resource, options: RowOptions): Statement<string[]> {
  const more = options.include.map((name) => {
    const include = Object.hasOwn(resource.includes, name) ? resource.includes[name] : undefined
    if (!include) throw new TypeError(`Expected a name that ${resource.name} can include, got ${name}`)
    return [name, includeJson(resource.resourceOf(include.resource), include)] as const
  })
  const { column, value, and, id } = resource.lookUp(options.id)
  const fullData = options.fullData ? [['fullData', 't.full_data'] as const] : []
  const text = `SELECT ${rowJson(resource, 't', options.fields, [...more, ...fullData])}::text AS row
             FROM ${resource.table} AS t
            WHERE t.tenant_id = $1 AND ${isAt(`t.${column}`, value)}${and === undefined ? '' : ` AND ${and}`}${options.includeDeleted ? '' : ' AND t.deleted_at IS NULL'}
            ORDER BY t.${column} LIMIT 1`
  const values = [options.tenantId, id]
  const isUsual = options.fields === null && options.include.length <= 1
  return isUsual ? prepared(text, values) : { text, values }
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
