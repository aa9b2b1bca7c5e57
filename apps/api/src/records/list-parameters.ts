import { z } from '@hono/zod-openapi'
import { whole } from '../http/query-values.ts'
import { flag, instantParameter, text } from '../http/values.ts'
import { parameterSchema } from '../resource-definition/field-kinds.ts'
import type { IndexedFilter } from '../resource-definition/filters.ts'
import type { Resource } from '../resource-definition/resource.ts'
import { listIncludes } from './include-json.ts'

/** One condition of a list: how a parameter restricts a field. */
export interface Condition {
  readonly parameter: string
  readonly field: string
  readonly test: 'equals' | 'from' | 'before' | 'startsWith'
}

/** The conditions that select an indexed filter. */
export function conditionsOf({ equals, within, startsWith }: IndexedFilter): Condition[] {
  if (equals !== undefined) return [{ parameter: equals, field: equals, test: 'equals' }]
  if (startsWith !== undefined) return [{ parameter: 'search', field: startsWith, test: 'startsWith' }]
  if (within === undefined) return []
  return [
    { parameter: `${within}From`, field: within, test: 'from' },
    { parameter: `${within}Before`, field: within, test: 'before' },
  ]
}

/** The indexed filter that every cached table has: rows changed since a time, oldest change first. */
export const modifiedFilter: IndexedFilter = { orderedBy: 'modifiedOn', index: 'modified_idx' }
export const modifiedCondition: Condition = { parameter: 'modifiedSince', field: 'modifiedOn', test: 'from' }

/** Every condition that a list of the resource supports. */
export function conditionsOfResource({ indexed, residual, isCached }: Resource): Condition[] {
  return [
    ...indexed.flatMap(conditionsOf),
    ...residual.map((field): Condition => ({ parameter: field, field, test: 'equals' })),
    ...(isCached ? [modifiedCondition] : []),
  ]
}

/** As what an answer is sent; for routes with `hasCsv`. */
export const formatParameter = z.enum(['json', 'csv']).default('json').openapi({
  description:
    'csv: at most 100000 rows, with decimals as they are. A text that a spreadsheet would take for a formula begins with an apostrophe.',
})

export const limitParameter = whole(1, 500).default(50).openapi({ description: 'Maximum number of rows.' })

export const cursorParameter = text(2_000).optional().openapi({
  description: '`nextCursor` of the previous page, with the same filters: continues after its last row.',
})

/** `fields` and `include`: names from a fixed list, separated by commas. */
export function namesParameter(names: readonly string[], description: string) {
  return text(2_000)
    .optional()
    .transform((value, context) => {
      if (value === undefined) return null
      const wanted = [...new Set(value.split(','))]
      const unknown = wanted.filter((name) => !names.includes(name))
      if (unknown.length === 0) return wanted
      context.addIssue({
        code: 'custom',
        message: `Unknown: ${unknown.join(', ')}. Expected any of: ${names.join(', ')}`,
      })
      return z.NEVER
    })
    .openapi({
      type: 'string',
      description: `${description} Names, separated by commas: ${names.join(', ')}.`,
    })
}

export function fieldsParameter(resource: Resource) {
  return namesParameter(Object.keys(resource.fields), 'Return only the id and these fields.')
}

/** The query of a list: its filters, fields and paging. */
export function listQuery(resource: Resource) {
  return z.strictObject({
    ...filterParameters(resource),
    ...(resource.isCached && {
      modifiedSince: instantParameter.optional().openapi({
        description: 'Only rows that ServiceTitan changed at or after this time, oldest change first.',
      }),
    }),
    active: z.enum(['true', 'false', 'any']).default('true').openapi({
      description: '`true`: active rows; `false`: deactivated rows; `any`: both.',
    }),
    includeDeleted: flag.default(false).openapi({
      description: 'Whether to include rows whose record was deleted in ServiceTitan (`deletedAt`).',
    }),
    fields: fieldsParameter(resource),
    ...(listIncludes(resource).length > 0 && {
      include: namesParameter(listIncludes(resource), 'Related rows to return with each row.'),
    }),
    limit: limitParameter,
    cursor: cursorParameter,
  })
}

function filterParameters(resource: Resource): Record<string, z.ZodType> {
  const { fields } = resource
  const optional = (field: string) => (parameterSchema[fields[field] ?? 'json'] ?? text(200)).optional()
  const ofIndexed = resource.indexed.flatMap((filter) =>
    conditionsOf(filter).map(({ parameter, field, test }) => {
      const live = filter.only === 'live' ? ' Finds only active rows.' : ''
      return [
        parameter,
        optional(field).openapi({ description: `${descriptions[test](field)}${live}` }),
      ] as const
    }),
  )
  const indexedParameters = resource.indexed.flatMap(conditionsOf).map(({ parameter }) => parameter)
  const ofResidual = resource.residual.map((field) => {
    const description = `Further filters the rows found by one of ${indexedParameters.join(', ')}.`
    return [field, optional(field).openapi({ description })] as const
  })
  return Object.fromEntries([...ofResidual, ...ofIndexed])
}

const descriptions: Readonly<Record<Condition['test'], (field: string) => string>> = {
  equals: (field) => `Rows with this ${field}.`,
  from: (field) => `Rows with ${field} at or after this time.`,
  before: (field) => `Rows with ${field} before this time.`,
  startsWith: (field) => `Rows whose ${field} starts with this text, ignoring case.`,
}
