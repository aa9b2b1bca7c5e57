import { z } from '@hono/zod-openapi'
import { whole } from '../http/query-values.ts'
import { flag, instant, text } from '../http/values.ts'
import { parameterSchema } from '../resource-definition/field-kinds.ts'
import type { Path } from '../resource-definition/filters.ts'
import { fieldsOf, type Resource } from '../resource-definition/resource.ts'

/** One condition of a list: what a parameter demands of a field. */
export interface Condition {
  readonly parameter: string
  readonly field: string
  readonly test: 'at' | 'from' | 'before' | 'begins'
}

/** The parameters that a path is taken for. */
export function conditionsOf({ at, within, begins }: Path): Condition[] {
  if (at !== undefined) return [{ parameter: at, field: at, test: 'at' }]
  if (begins !== undefined) return [{ parameter: 'search', field: begins, test: 'begins' }]
  if (within === undefined) return []
  return [
    { parameter: `${within}From`, field: within, test: 'from' },
    { parameter: `${within}Before`, field: within, test: 'before' },
  ]
}

/** The path of every table: what changed since a moment, oldest change first. */
export const modifiedPath: Path = { orderedBy: 'modifiedOn', index: 'modified_idx' }
export const modifiedCondition: Condition = { parameter: 'modifiedSince', field: 'modifiedOn', test: 'from' }

/** Every condition that a list of the resource may have. */
export function conditionsOfResource({ paths, narrow }: Resource): Condition[] {
  return [
    ...paths.flatMap(conditionsOf),
    ...narrow.map((field): Condition => ({ parameter: field, field, test: 'at' })),
    modifiedCondition,
  ]
}

export const limitParameter = whole(1, 500).default(50).openapi({ description: 'Rows at most.' })

export const cursorParameter = text(2_000).optional().openapi({
  description: '`nextCursor` of the answer before: goes on where that ended, with the same filters.',
})

/** `fields` and `include`: names from a list of ours, separated by commas. */
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
        message: `There is no ${unknown.join(', ')}. Choose from: ${names.join(', ')}`,
      })
      return z.NEVER
    })
    .openapi({
      type: 'string',
      description: `${description} Names with commas between them: ${names.join(', ')}.`,
    })
}

export function fieldsParameter(resource: Resource) {
  return namesParameter(Object.keys(fieldsOf(resource)), 'Only these fields, and the id.')
}

/** The query of a list: filters that an index serves, and how much of each row. */
export function listQuery(resource: Resource) {
  return z.strictObject({
    ...filterParameters(resource),
    modifiedSince: instant.optional().openapi({
      description: 'Only rows that ServiceTitan changed at this moment or later, oldest change first.',
    }),
    active: z.enum(['true', 'false', 'any']).default('true').openapi({
      description: 'Whether rows that ServiceTitan deactivated are left out, alone, or shown too.',
    }),
    includeDeleted: flag.default(false).openapi({
      description: 'Whether to show rows too whose record is gone from ServiceTitan (`deletedAt`).',
    }),
    fields: fieldsParameter(resource),
    limit: limitParameter,
    cursor: cursorParameter,
  })
}

function filterParameters(resource: Resource): Record<string, z.ZodType> {
  const fields = fieldsOf(resource)
  const optional = (field: string) => (parameterSchema[fields[field] ?? 'json'] ?? text(200)).optional()
  const ofPaths = resource.paths.flatMap((path) =>
    conditionsOf(path).map(({ parameter, field, test }) => {
      const live = path.only === 'live' ? ' Finds active rows only.' : ''
      return [parameter, optional(field).openapi({ description: `${words[test](field)}${live}` })] as const
    }),
  )
  const needs = resource.paths.flatMap(conditionsOf).map(({ parameter }) => parameter)
  const ofNarrow = resource.narrow.map((field) => {
    const description = `Narrows down what another parameter found: one of ${needs.join(', ')}.`
    return [field, optional(field).openapi({ description })] as const
  })
  return Object.fromEntries([...ofNarrow, ...ofPaths])
}

const words: Readonly<Record<Condition['test'], (field: string) => string>> = {
  at: (field) => `Rows with this ${field}.`,
  from: (field) => `Rows with ${field} at this moment or later.`,
  before: (field) => `Rows with ${field} before this moment.`,
  begins: (field) => `Rows whose ${field} begins so, whatever the case.`,
}
