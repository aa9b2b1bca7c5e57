import type { z } from '@hono/zod-openapi'
import { instantParameter, text as textOf } from '../http/values.ts'
import { type FieldKind, instantText, parameterSchema, sqlType } from '../resource-definition/field-kinds.ts'
import { isAt } from '../resource-definition/include.ts'
import { columnOf, fieldsOf, type Resource } from '../resource-definition/resource.ts'
import { prepared, type Statement } from '../tenant/prepared.ts'
import type { Choice, Filters } from './choose-filter.ts'
import type { CursorKey } from './list-cursor.ts'
import { rowJson } from './row-json.ts'

/** What one page of a list contains. */
export interface ListOptions {
  readonly tenantId: string
  readonly filters: Filters
  readonly choice: Choice
  /** Fields to return; null: all. */
  readonly fields: readonly string[] | null
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
    kind === 'instant' ? instantParameter : (parameterSchema[kind] ?? textOf(200)),
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
  const { tenantId, filters, choice, fields, limit, after } = options
  const values: (string | null | number)[] = [tenantId]
  const bind = (value: string | null | number, type = 'text') => `$${values.push(value)}::${type}`
  const keys = keyColumns(resource, choice)
  const where = [
    't.tenant_id = $1',
    ...choice.conditions.map(({ parameter, field, test }) => {
      const kind = fieldsOf(resource)[field] ?? 'text'
      const value = bind(filters.values[parameter] ?? null, sqlType[kind])
      return compare[test](`t.${columnOf(field)}`, value)
    }),
    ...(filters.active === 'any' ? [] : [filters.active === 'true' ? 't.active' : 'NOT t.active']),
    ...(filters.includeDeleted ? [] : ['t.deleted_at IS NULL']),
    ...(after ? [afterKey(keys, choice, after, bind)] : []),
  ]
  const text = `SELECT ${rowJson(resource, 't', fields)}::text AS row,
                  ARRAY[${keys.map(({ sql, kind }) => (kind === 'instant' ? instantText(sql) : `${sql}::text`)).join(', ')}] AS key
             FROM raw.${resource.table} AS t
            WHERE ${where.join('\n              AND ')}
            ORDER BY ${orderBy(keys, choice)} LIMIT ${bind(limit, 'integer')}`
  const isUsual = fields === null && choice.conditions.length <= 1 && !choice.filter.startsWith
  return isUsual ? prepared(text, values) : { text, values }
}

const compare = {
  equals: isAt,
  from: (column: string, value: string) => `${column} >= ${value}`,
  before: (column: string, value: string) => `${column} < ${value}`,
  startsWith: (column: string, value: string) => `${column}_key ^@ lower(left(${value}, 100))`,
}

function keyColumns(resource: Resource, { filter }: Choice): KeyColumn[] {
  const id: KeyColumn = { sql: 't.st_id', kind: 'id' }
  if (filter.startsWith)
    return [{ sql: `t.${columnOf(filter.startsWith)}_key`, kind: 'text', isPattern: true }, id]
  const ordered = filter.orderedBy ?? filter.within
  if (ordered === undefined) return [id]
  return [{ sql: `t.${columnOf(ordered)}`, kind: fieldsOf(resource)[ordered] ?? 'instant' }, id]
}

function orderBy(keys: readonly KeyColumn[], { filter }: Choice): string {
  const direction = filter.newestFirst ? ' DESC' : ''
  const leading = filter.equals ? [`t.${columnOf(filter.equals)}${direction}`] : []
  return [...leading, ...keys.map(({ sql, isPattern }) => sql + (isPattern ? ' USING ~<~' : direction))].join(
    ', ',
  )
}

/** SQL that is true for rows after the row with this key. In descending order, NULL comes first. */
function afterKey(
  keys: readonly KeyColumn[],
  { filter }: Choice,
  after: CursorKey,
  bind: (value: string | null, type?: string) => string,
): string {
  const [first, last] = [keys[0], keys.at(-1)]
  const id = bind(after.at(-1) ?? null, 'bigint')
  const beyond = filter.newestFirst ? '<' : '>'
  if (!first || !last || keys.length === 1) return `t.st_id ${beyond} ${id}`
  if (after[0] === null || after[0] === undefined) {
    const rest = filter.newestFirst ? `OR ${first.sql} IS NOT NULL` : ''
    return `(${first.sql} IS NULL AND t.st_id ${beyond} ${id} ${rest})`
  }
  const value = bind(after[0], sqlType[first.kind])
  if (first.isPattern) {
    return `${first.sql} ~>=~ ${value} AND (${first.sql} ~>~ ${value} OR t.st_id > ${id})`
  }
  // The index scan starts at the bound on the first column.
  return `${first.sql} ${beyond}= ${value} AND (${first.sql}, t.st_id) ${beyond} (${value}, ${id})`
}
