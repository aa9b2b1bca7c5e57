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

/** Which rows a list request selects. */
export interface Filters {
  readonly values: Readonly<Record<string, string | undefined>>
  readonly active: 'true' | 'false' | 'any'
  readonly includeDeleted: boolean
}

/** The path that serves a list request, and the conditions on its rows. */
export interface Choice {
  readonly path: Path
  readonly conditions: readonly Condition[]
}

/** All rows, by id. */
const idPath: Path = { index: 'pkey' }

/**
 * The first path that one of the given parameters selects; the other parameters narrow its rows.
 * @throws {ProblemError} 400 when no path serves the given parameters
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
    throw refuse(first, 'finds only active rows without a tombstone: omit `active` and `includeDeleted`')
  }
  const [narrowing] = conditions.filter(({ parameter }) => parameter !== modifiedCondition.parameter)
  if (narrowing) throw refuse(narrowing, 'only narrows another filter, and none is given')
  return { path: isGiven(modifiedCondition) ? modifiedPath : idPath, conditions }
}

/** Whether the index contains every requested row. */
function serves({ only }: Path, { active, includeDeleted }: Filters): boolean {
  if (only === undefined) return true
  return !includeDeleted && (only === 'kept' || active === 'true')
}

function refuse(condition: Condition | undefined, message: string): ProblemError {
  const path = `query.${condition?.parameter}`
  return new ProblemError(400, 'No index serves this combination of filters.', {
    errors: [{ path, message }],
  })
}
