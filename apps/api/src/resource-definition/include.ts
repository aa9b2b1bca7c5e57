import { cacheTableOf, type Relation, type Resource, type Through } from 'catalog'

// Each lookup of related rows is a range of one index, in the order that only this index has: so the planner chooses it
// even for a tenant that its statistics do not list (docs/decisions.md, 9).

/** Maximum number of included rows of a `many` relation. */
const manyLimit = 200

/** Related rows to include: one row or many of another resource. */
export interface Include {
  readonly resource: string
  readonly many: boolean
  /** SQL of the array of `column` values to find, computed from row `t`; `$1` is the tenant. */
  readonly keys: string
  /** The indexed column of the other table that equals a key. */
  readonly column: string
  /** The column to order by, then the id; a leading minus means descending. */
  readonly orderBy: string
  /** Maximum number of rows. */
  readonly limit: number
}

/** How to find the rows of a relation. */
export function includeOf({ columns }: Pick<Resource, 'columns'>, relation: Relation): Include {
  const { by = 'st_id', find: column = 'st_id', through } = relation
  const isArray = columns[by]?.type.endsWith('[]') ?? false
  const keys = through ? keysThrough(through, `t.${by}`) : isArray ? `t.${by}` : `ARRAY[t.${by}]`
  if ('one' in relation) {
    return { resource: relation.one, many: false, keys, column, orderBy: 'st_id', limit: 1 }
  }
  const { many: resource, orderBy = 'st_id' } = relation
  return { resource, many: true, keys, column, orderBy, limit: manyLimit }
}

/** SQL of the array of keys in the rows of an intermediate resource, which are found by `key`. */
function keysThrough({ resource, find, take, only, newestBy, limit }: Through, key: string): string {
  const order = newestBy === undefined ? `m.${find}` : `m.${find} DESC, m.${newestBy} DESC`
  return `ARRAY(SELECT m.${take} FROM raw.${cacheTableOf({ name: resource })} AS m
           WHERE m.tenant_id = $1 AND ${isAt(`m.${find}`, key)}${only === 'live' ? ' AND m.active' : ''} AND m.deleted_at IS NULL
           ORDER BY ${order}${limit === undefined ? '' : ` LIMIT ${limit}`})`
}

/** SQL of an equality condition, written as a range (docs/decisions.md, 9). */
export function isAt(column: string, value: string): string {
  return `${column} BETWEEN ${value} AND ${value}`
}
