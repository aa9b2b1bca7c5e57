import { ProblemError } from '../http/problem.ts'
import type { IndexedFilter } from '../resource-definition/filters.ts'
import type { Resource } from '../resource-definition/resource.ts'
import {
  type Condition,
  conditionsOf,
  conditionsOfResource,
  modifiedCondition,
  modifiedFilter,
} from './list-parameters.ts'

/** Which rows a list request selects. */
export interface Filters {
  readonly values: Readonly<Record<string, string | undefined>>
  readonly active: 'true' | 'false' | 'any'
  readonly includeDeleted: boolean
}

/** The indexed filter that serves a list request, and the conditions on its rows. */
export interface Choice {
  readonly filter: IndexedFilter
  readonly conditions: readonly Condition[]
}

/** All rows, by id. */
const allRows: IndexedFilter = { index: 'pkey' }

/**
 * The first indexed filter that one of the given parameters selects; the other parameters are residual filters.
 * @throws {ProblemError} 400 when no index serves the given parameters
 */
export function chooseFilter(resource: Resource, filters: Filters): Choice {
  const isGiven = ({ parameter }: Condition) => filters.values[parameter] !== undefined
  const conditions = conditionsOfResource(resource).filter(isGiven)
  const candidates = resource.indexed.filter((filter) => conditionsOf(filter).some(isGiven))
  const filter = candidates.find((candidate) => serves(candidate, filters))
  if (filter) return { filter, conditions }
  const [unserved] = candidates
  if (unserved) {
    const [first] = conditionsOf(unserved).filter(isGiven)
    throw refuse(first, 'finds only active rows without a tombstone: omit `active` and `includeDeleted`')
  }
  const [residual] = conditions.filter(({ parameter }) => parameter !== modifiedCondition.parameter)
  if (residual) throw refuse(residual, 'can only be used together with another filter')
  return { filter: isGiven(modifiedCondition) ? modifiedFilter : allRows, conditions }
}

/** Whether the index contains every requested row. */
function serves({ only }: IndexedFilter, { active, includeDeleted }: Filters): boolean {
  if (only === undefined) return true
  return !includeDeleted && (only === 'kept' || active === 'true')
}

function refuse(condition: Condition | undefined, message: string): ProblemError {
  const path = `query.${condition?.parameter}`
  return new ProblemError(400, 'No index serves this combination of filters.', {
    errors: [{ path, message }],
  })
}
