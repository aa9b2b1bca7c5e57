import type { Resource as Cataloged, Relation, Through } from 'catalog'
import { isAt } from 'records'
import { includeLimit } from './include-limit.ts'

// Each lookup of related rows is a range of one index, in the order that only this index has: so the planner chooses it
// even for a tenant that its statistics do not list (docs/decisions.md, 9).

/** Related rows to include: one row or many of another resource. */
export interface Include {
  readonly resource: string
  readonly many: boolean
  /** SQL of the array of `column` values to find, computed from row `t`; `$1` is the tenant. */
  readonly keys: string
  /** The indexed column of the other table that equals a key. */
  readonly column: string
  /** The column to order by, then the key; a leading minus means descending. */
  readonly orderBy: string
  /** Maximum number of rows. */
  readonly limit: number
  /** The tables of schema `lazi` that they are found in. */
  readonly needs: readonly string[]
}

/**
 * Where the rows of resources are read from: the cache, or LAZI's records. A relation of the catalog names columns of
 * the cache.
 */
export interface Source {
  /** The table or view of a resource, with its schema. */
  readonly tableOf: (resource: string) => string
  /** The tables of schema `lazi` that the rows of a resource are read from. */
  readonly needsOf: (resource: string) => readonly string[]
  /** The column of a resource that has what a column of the cache table has. */
  readonly columnOf: (resource: string, column: string) => string
  /** The column to find rows of a resource by, and SQL of its value for a value of `column`. */
  readonly findBy: (
    resource: string,
    column: string,
  ) => { readonly column: string; convert(sql: string): string }
}

/** The includes of a resource, by name: its relations in the catalog. */
export function includesOf(source: Source, resource: Cataloged): Readonly<Record<string, Include>> {
  return Object.fromEntries(
    Object.entries(resource.relations).map(([name, relation]) => [
      name,
      includeOf(source, resource, relation),
    ]),
  )
}

/** How to find the rows of a relation. */
function includeOf(source: Source, { name: from, columns }: Cataloged, relation: Relation): Include {
  const { by = 'st_id', find = 'st_id', through } = relation
  const many = 'many' in relation
  const resource = many ? relation.many : relation.one
  const { column, convert } = source.findBy(resource, find)
  const own = `t.${source.columnOf(from, by)}`
  const keys = through
    ? keysThrough(source, through, own, convert)
    : columns[by]?.type.endsWith('[]')
      ? own
      : `ARRAY[${convert(own)}]`
  const needs = [...source.needsOf(resource), ...(through ? source.needsOf(through.resource) : [])]
  const key = source.findBy(resource, 'st_id').column
  if (!many) return { resource, many, keys, column, orderBy: key, limit: 1, needs }
  const { orderBy = 'st_id' } = relation
  const direction = orderBy.startsWith('-') ? '-' : ''
  const ordered = orderBy === 'st_id' ? key : source.columnOf(resource, orderBy.replace('-', ''))
  return { resource, many, keys, column, orderBy: `${direction}${ordered}`, limit: includeLimit, needs }
}

/** SQL of the array of keys in the rows of an intermediate resource, which are found by `key`. */
function keysThrough(
  source: Source,
  { resource, find, take, only, newestBy, limit }: Through,
  key: string,
  convert: (sql: string) => string,
): string {
  const m = (column: string) => `m.${source.columnOf(resource, column)}`
  const order = newestBy === undefined ? m(find) : `${m(find)} DESC, ${m(newestBy)} DESC`
  return `ARRAY(SELECT ${convert(m(take))} FROM ${source.tableOf(resource)} AS m
           WHERE m.tenant_id = $1 AND ${isAt(m(find), key)}${only === 'live' ? ' AND m.active' : ''} AND m.deleted_at IS NULL
           ORDER BY ${order}${limit === undefined ? '' : ` LIMIT ${limit}`})`
}
