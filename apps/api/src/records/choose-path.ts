import { ProblemError } from '../http/problem.ts'
import type { Path } from '../resource-definition/filters.ts'
import type { Resource } from '../resource-definition/resource.ts'
import {
  type Condition,
  conditionsOf,
  conditionsOfResource,
  modifiedCondition,
  modifiedPath,
} from './list-parameters.ts'

/** What a list asks for, apart from how much. */
export interface Filters {
  readonly values: Readonly<Record<string, string | undefined>>
  readonly active: 'true' | 'false' | 'any'
  readonly includeDeleted: boolean
}

/** How a list is answered. */
export interface Choice {
  readonly path: Path
  readonly conditions: readonly Condition[]
}

/** The order of a table by its id. */
const idPath: Path = { index: 'pkey' }

/**
 * The first path that a parameter was given for; what else was given narrows it down.
 * @throws {ProblemError} 400 when nothing serves what was asked for
 */
export function choosePath(resource: Resource, filters: Filters): Choice {
  const isGiven = ({ parameter }: Condition) => filters.values[parameter] !== undefined
  const conditions = conditionsOfResource(resource).filter(isGiven)
  const candidates = resource.paths.filter((path) => conditionsOf(path).some(isGiven))
  const path = candidates.find((candidate) => serves(candidate, filters))
  if (path) return { path, conditions }
  const [unserved] = candidates
  if (unserved) {
    const [first] = conditionsOf(unserved).filter(isGiven)
    throw refuse(first, 'finds rows only that exist and are active: leave out `active` and `includeDeleted`')
  }
  const [narrowing] = conditions.filter(({ parameter }) => parameter !== modifiedCondition.parameter)
  if (narrowing) throw refuse(narrowing, 'narrows down another filter, and there is none')
  return { path: isGiven(modifiedCondition) ? modifiedPath : idPath, conditions }
}

/** Whether the index has every row that is asked for. */
function serves({ only }: Path, { active, includeDeleted }: Filters): boolean {
  if (only === undefined) return true
  return !includeDeleted && (only === 'kept' || active === 'true')
}

function refuse(condition: Condition | undefined, message: string): ProblemError {
  const path = `query.${condition?.parameter}`
  return new ProblemError(400, 'No index serves these filters together.', { errors: [{ path, message }] })
}
