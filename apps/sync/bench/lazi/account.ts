import { resourceOf, tableOf } from '../../src/cache/tables.ts'
import { projectionOf, projections } from '../../src/projector/tables.ts'

/** The resources of jobs and of everything that they refer to, directly or not; jobs first. */
export function jobsWithParents(): string[] {
  const found = new Set<string>()
  const add = (name: string) => {
    if (found.has(name)) return
    found.add(name)
    projectionOf(name).parents.forEach(add)
  }
  add('jobs')
  return projections
    .filter(({ name }) => found.has(name))
    .sort((a, b) => Number(b.name === 'jobs') - Number(a.name === 'jobs'))
    .flatMap(({ table }) => (table ? [resourceOf(tableOf(table.resource)).name] : []))
}
