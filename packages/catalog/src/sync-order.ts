import type { Resource } from './resource.ts'

/** The resources that a resource derives columns or fields from. */
export function sourcesOf({ columns, derivedFields }: Resource): string[] {
  const ofColumns = Object.values(columns).flatMap((column) =>
    'derivedFrom' in column && column.derivedFrom !== null ? [column.derivedFrom] : [],
  )
  return [...new Set([...ofColumns, ...Object.values(derivedFields)])]
}

/**
 * Resources in the order of a sync: what others refer to first, but what another derives values from before it, so that
 * a first sync writes each row once. Those that wait for equally many others come in the order of their names. Any
 * other order ends with the same rows.
 * @throws {Error} for a name that no resource has, and for resources that wait for each other.
 */
export function inSyncOrder<R extends Resource>(resources: readonly R[]): R[] {
  const byName = new Map(resources.map((resource) => [resource.name, resource]))
  const depths = new Map<string, number>()
  const depthOf = (name: string, path: readonly string[]): number => {
    const known = depths.get(name)
    if (known !== undefined) return known
    if (path.includes(name))
      throw new Error(
        `Expected an order, got resources that wait for each other: ${[...path, name].join(', ')}`,
      )
    const resource = byName.get(name)
    if (!resource) throw new Error(`Expected the name of a resource in ${path.at(-1)}, got ${name}`)
    const before = [...resource.syncedAfter, ...sourcesOf(resource)]
    const depth = Math.max(-1, ...before.map((other) => depthOf(other, [...path, name]))) + 1
    depths.set(name, depth)
    return depth
  }
  const sorted = resources.map((resource) => ({ resource, depth: depthOf(resource.name, []) }))
  sorted.sort((a, b) => a.depth - b.depth || (a.resource.name < b.resource.name ? -1 : 1))
  return sorted.map(({ resource }) => resource)
}
