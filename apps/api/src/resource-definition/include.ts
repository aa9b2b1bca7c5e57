import { cacheTableOf, type Relation, type Resource, type Through } from 'catalog'

// Related rows are found by ranges of one index each, in the order that only this index has: then no other looks as good
// to a planner that knows nothing of the tenant (docs/decisions.md, 9).

/** Rows that come along at most, where there may be many. */
const manyLimit = 200

/** Related rows that come along: one row or many of another resource. */
export interface Include {
  readonly resource: string
  readonly many: boolean
  /** SQL of an array of what the rows have in `column`, from the row `t`; `$1` is the tenant. */
  readonly keys: string
  /** The column of the other table, by which an index finds its rows. */
  readonly column: string
  /** Column that they come in the order of, greatest first with a minus; the id comes last. */
  readonly orderBy: string
  /** Rows at most. */
  readonly limit: number
}

/** How the rows of a relation are found. */
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

/** SQL of an array of the keys that the rows of a further resource have, which are found by a key. */
function keysThrough({ resource, find, take, only, newestBy, limit }: Through, key: string): string {
  const order = newestBy === undefined ? `m.${find}` : `m.${find} DESC, m.${newestBy} DESC`
  return `ARRAY(SELECT m.${take} FROM raw.${cacheTableOf({ name: resource })} AS m
           WHERE m.tenant_id = $1 AND ${isAt(`m.${find}`, key)}${only === 'live' ? ' AND m.active' : ''} AND m.deleted_at IS NULL
           ORDER BY ${order}${limit === undefined ? '' : ` LIMIT ${limit}`})`
}

/** SQL that is true where a column is a value, as a range. */
export function isAt(column: string, value: string): string {
  return `${column} BETWEEN ${value} AND ${value}`
}
