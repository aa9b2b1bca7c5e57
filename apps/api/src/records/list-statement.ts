import type { z } from '@hono/zod-openapi'
import { prepared, type Statement } from 'cli-kit/postgres'
import { instantText, isAt } from 'records'
import { text as textOf } from '../http/values.ts'
import { type FieldKind, parameterSchema, sqlType } from '../resource-definition/field-kinds.ts'
import type { Resource } from '../resource-definition/resource.ts'
import type { Choice, Filters } from './choose-filter.ts'
import { includedMembers } from './include-json.ts'
import { type CursorKey, instantKey } from './list-cursor.ts'
import { rowJson } from './row-json.ts'

/** What one page of a list contains. */
export interface ListOptions {
  readonly tenantId: string
  readonly filters: Filters
  readonly choice: Choice
  /** Fields to return; null: all. */
  readonly fields: readonly string[] | null
  /** Names of the related rows to include in each row: of {@link listIncludes}. */
  readonly include: readonly string[]
  /** Maximum number of rows, plus one that shows whether another page follows. */
  readonly limit: number
  /** The sort key of the last row of the previous page; null: the first page. */
  readonly after: CursorKey | null
}

/** A column of the sort key. */
interface KeyColumn {
  readonly sql: string
  /** How a cursor stores the value. */
  readonly kind: FieldKind
  /** Whether the index has operator class `text_pattern_ops`, which compares text byte by byte. */
  readonly isPattern?: boolean
}

/** The schema of each value of a cursor. */
export function keySchemas(resource: Resource, choice: Choice): z.ZodType[] {
  return keyColumns(resource, choice).map(({ kind }) =>
    kind === 'instant' ? instantKey : (parameterSchema[kind] ?? textOf(200)),
  )
}

/**
 * The statement of a page: each row as JSON text, and its sort key.
 *
 * An equality condition is written as a range, and its column leads ORDER BY: only the index that leads with the column
 * has rows in that order, so the planner chooses it even for a tenant that its statistics do not list
 * (docs/decisions.md, 9).
 */
export function listStatement(
  resource: Resource,
  options: ListOptions,
): Statement<(string | number | null)[]> {
  const { tenantId, filters, choice, fields, include, limit, after } = options
  const values: (string | null | number)[] = [tenantId]
  const bind = (value: string | null | number, type = 'text') => `$${values.push(value)}::${type}`
  const keys = keyColumns(resource, choice)
  const where = [
    't.tenant_id = $1',
    ...choice.conditions.map(({ parameter, field, test }) => {
      const value = bind(filters.values[parameter] ?? null, sqlType[kindOf(resource, field)])
      const { column, convert } = comparedOf(resource, field)
      return compare[test](column, convert(value))
    }),
    ...(filters.active === 'any' ? [] : [filters.active === 'true' ? 't.active' : 'NOT t.active']),
    ...(filters.includeDeleted ? [] : ['t.deleted_at IS NULL']),
    ...(after ? [afterKey(resource, keys, choice, after, bind)] : []),
  ]
  const text = `SELECT ${rowJson(resource, 't', fields, includedMembers(resource, include))}::text AS row,
                  ARRAY[${keys.map(({ sql, kind }) => (kind === 'instant' ? instantText(sql) : `${sql}::text`)).join(', ')}] AS key
             FROM ${resource.table} AS t
            WHERE ${where.join('\n              AND ')}
            ORDER BY ${orderBy(resource, keys, choice)} LIMIT ${bind(limit, 'integer')}`
  const isWhole = fields === null && include.length === 0
  const isUsual = isWhole && choice.conditions.length <= 1 && !choice.filter.startsWith
  return isUsual ? prepared(text, values) : { text, values }
}

const compare = {
  equals: isAt,
  from: (column: string, value: string) => `${column} >= ${value}`,
  before: (column: string, value: string) => `${column} < ${value}`,
  startsWith: (column: string, value: string) => `${column}_key ^@ lower(left(${value}, 100))`,
}

function kindOf({ fields }: Resource, field: string): FieldKind {
  return fields[field] ?? 'text'
}

/** SQL of the column that a condition on a field compares, and of the value that it is compared with. */
function comparedOf(resource: Resource, field: string) {
  const compared = resource.compared[field]
  if (!compared) return { column: resource.sqlOf('t', field), convert: (sql: string) => sql }
  return { column: `t.${compared.column}`, convert: compared.convert }
}

function keyColumns(resource: Resource, { filter }: Choice): KeyColumn[] {
  const id: KeyColumn = { sql: `t.${resource.key.column}`, kind: resource.key.kind }
  if (filter.startsWith)
    return [{ sql: `${resource.sqlOf('t', filter.startsWith)}_key`, kind: 'text', isPattern: true }, id]
  const ordered = filter.orderedBy ?? filter.within
  if (ordered === undefined) return [id]
  return [{ sql: resource.sqlOf('t', ordered), kind: kindOf(resource, ordered) }, id]
}

function orderBy(resource: Resource, keys: readonly KeyColumn[], { filter }: Choice): string {
  const direction = filter.newestFirst ? ' DESC' : ''
  const leading = filter.equals ? [`${comparedOf(resource, filter.equals).column}${direction}`] : []
  return [...leading, ...keys.map(({ sql, isPattern }) => sql + (isPattern ? ' USING ~<~' : direction))].join(
    ', ',
  )
}

/** SQL that is true for rows after the row with this key. NULL comes first in descending order, else last. */
function afterKey(
  { key }: Resource,
  keys: readonly KeyColumn[],
  { filter }: Choice,
  after: CursorKey,
  bind: (value: string | null, type?: string) => string,
): string {
  const [first, last] = [keys[0], keys.at(-1)]
  const row = `t.${key.column}`
  const id = bind(after.at(-1) ?? null, sqlType[key.kind])
  const beyond = filter.newestFirst ? '<' : '>'
  if (!first || !last || keys.length === 1) return `${row} ${beyond} ${id}`
  if (after[0] === null || after[0] === undefined) {
    const rest = filter.newestFirst ? `OR ${first.sql} IS NOT NULL` : ''
    return `(${first.sql} IS NULL AND ${row} ${beyond} ${id} ${rest})`
  }
  const value = bind(after[0], sqlType[first.kind])
  if (first.isPattern) {
    return `${first.sql} ~>=~ ${value} AND (${first.sql} ~>~ ${value} OR ${row} > ${id})`
  }
  // The index scan starts at the bound on the first column.
  const rest = `${first.sql} ${beyond}= ${value} AND (${first.sql}, ${row}) ${beyond} (${value}, ${id})`
  // In ascending order NULL comes last. A period has no NULL, and few rows share what a filter is equal to.
  return filter.equals && !filter.newestFirst ? `(${rest} OR ${first.sql} IS NULL)` : rest
}
