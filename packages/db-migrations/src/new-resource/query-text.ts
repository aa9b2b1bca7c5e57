import { type Column, type ColumnType, cacheTableOf, type Index, type Resource } from 'catalog'
import { printMember } from './print-value.ts'

/**
 * The text of `test/index-queries/<resource>.ts`: a draft query per question that an index serves. The author adjusts
 * selected columns and values.
 */
export function queryText(resource: Resource): string {
  const entries = Object.entries(resource.indexes).map(([name, index]) => {
    const queries = index.queries.map((question) => printQuery(question, draft(resource, index)))
    return `  ${name}: [\n${queries.join('')}  ],\n`
  })
  const body = entries.join('')
  const names = body.includes('...month') ? 'type IndexQuery, month' : 'type IndexQuery'
  return `import { ${names} } from '../indexes-query.ts'

export const queries: Readonly<Record<string, readonly IndexQuery[]>> = {
${body}}
`
}

/** A query for rows by the index column that follows the tenant. */
interface Draft {
  readonly select: string
  readonly table: string
  readonly conditions: readonly string[]
  readonly order: string
  /** The parameters as TypeScript. */
  readonly values: string
  readonly indexOnly: boolean
  readonly notForReader: boolean
  readonly notPrepared: boolean
}

function draft(resource: Resource, { method, columns, include, where }: Index): Draft {
  const [key, order] = method === 'gin' ? columns : columns.slice(1)
  const search = searchOf(resource, key ?? 'st_id')
  return {
    select: include?.join(', ') ?? 'st_id',
    table: cacheTableOf(resource),
    conditions: ['tenant_id = $1', search.condition, ...(where === undefined ? [] : [where])],
    order: typeof order === 'string' ? ` ORDER BY ${order} DESC LIMIT 20` : '',
    values: search.values,
    indexOnly: include !== undefined,
    notForReader: search.notForReader,
    notPrepared: search.condition.includes(' ^@ '),
  }
}

interface Search {
  readonly condition: string
  readonly values: string
  readonly notForReader: boolean
}

/** A condition that the index serves; for a reader, only if its operator is leakproof. */
function searchOf(resource: Resource, key: Index['columns'][number]): Search {
  if (typeof key === 'string') return searchBy(key, resource.columns[key])
  if (key.operators === 'text_pattern_ops')
    return { condition: `${key.column} ^@ lower($2)`, values: "[7, 'TEXT 50']", notForReader: false }
  return { condition: `${key.column} @> $2`, values: '[7, \'[{"id": 55}]\']', notForReader: true }
}

function searchBy(key: string, column: Column | undefined): Search {
  const type: ColumnType = column?.type ?? sharedTypes[key] ?? 'bigint'
  if (key.startsWith('lower('))
    return { condition: `${key} = lower($2)`, values: "[7, 'Text 500']", notForReader: true }
  if (type === 'bigint[]')
    return { condition: `${key} @> ARRAY[$2::bigint]`, values: '[7, 150]', notForReader: true }
  if (type === 'timestamptz' || type === 'date')
    return { condition: `${key} >= $2 AND ${key} < $3`, values: '[7, ...month]', notForReader: false }
  const value = type === 'text' ? "'Text 500'" : type === 'boolean' ? 'true' : '500'
  return { condition: `${key} = $2`, values: `[7, ${value}]`, notForReader: false }
}

/** Types of the shared columns of cache tables that are not ids. */
const sharedTypes: Readonly<Record<string, ColumnType>> = {
  created_on: 'timestamptz',
  modified_on: 'timestamptz',
}

function printQuery(question: string, { select, table, conditions, order, ...rest }: Draft): string {
  const flags = (['indexOnly', 'notForReader', 'notPrepared'] as const).filter((flag) => rest[flag])
  return `    {
      ${printMember('question', question, 6)},
      sql: \`SELECT ${select} FROM raw.${table}
             WHERE ${conditions.join(' AND ')}${order}\`,
      values: ${rest.values},
${flags.map((flag) => `      ${flag}: true,\n`).join('')}    },
`
}
