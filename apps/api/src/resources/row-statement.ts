import { prepared } from './prepared.ts'
import type { Include, Resource } from './resource.ts'
import { columnOf } from './resource.ts'
import { resourceNamed } from './resources.ts'
import { rowJson } from './row-json.ts'

export interface RowOptions {
  readonly tenantId: string
  readonly id: string
  /** Fields to show; null: all. */
  readonly fields: readonly string[] | null
  /** Related rows to show. */
  readonly include: readonly string[]
  readonly fullData: boolean
  readonly includeDeleted: boolean
}

/** The statement of one row, with what is to come along: one query, one moment. */
export function rowStatement(resource: Resource, options: RowOptions) {
  const more = options.include.map((name) => {
    const include = resource.includes[name]
    if (!include) throw new TypeError(`Expected \`include\` to be one of ${resource.name}, got ${name}`)
    return [name, includeJson(include)] as const
  })
  const fullData = options.fullData ? [['fullData', 't.full_data'] as const] : []
  return prepared(options.fields === null && options.include.length <= 1, {
    text: `SELECT ${rowJson(resource, 't', options.fields, [...more, ...fullData])}::text AS row
             FROM raw.${resource.table} AS t
            WHERE t.tenant_id = $1 AND t.st_id = $2::bigint${options.includeDeleted ? '' : ' AND t.deleted_at IS NULL'}`,
    values: [options.tenantId, options.id],
  })
}

/** SQL of related rows as JSON. What is gone does not come along; what is inactive does. */
function includeJson({ resource: name, many, where, orderBy, limit }: Include): string {
  const resource = resourceNamed(name)
  const row = rowJson(resource, 'i')
  const from = `FROM raw.${resource.table} AS i WHERE i.tenant_id = $1 AND ${where} AND i.deleted_at IS NULL`
  if (!many) return `(SELECT ${row} ${from})`
  return `(SELECT coalesce(json_agg(related.row), '[]') FROM (
             SELECT ${row} AS row ${from} ORDER BY ${order(orderBy)} LIMIT ${limit}) AS related)`
}

function order(orderBy: string | undefined): string {
  if (orderBy === undefined) return 'i.st_id'
  const column = `i.${columnOf(orderBy.replace('-', ''))}`
  return orderBy.startsWith('-') ? `${column} DESC, i.st_id DESC` : `${column}, i.st_id`
}
