import type { Resource } from './resource.ts'

/**
 * The derivation sources of a resource's columns and fields.
 * @example
 * ```ts
 * sourcesOf(resourceMap.jobs) // ['appointments', 'appointment-assignments']
 * ```
 */
export function sourcesOf({ columns, derivedFields }: Resource): string[] {
  const ofColumns = Object.values(columns).flatMap((column) =>
    'derivedFrom' in column && column.derivedFrom !== null ? [column.derivedFrom] : [],
  )
  return [...new Set([...ofColumns, ...Object.values(derivedFields)])]
}

/**
 * Resources in sync order: each after its referenced resources and derivation sources, so that a first sync writes each
 * row once. Resources of equal depth are ordered by name. Any other order produces the same rows.
 * @throws {Error} for an unknown name or a circular dependency
 */
export function inSyncOrder<R extends Resource>(resources: readonly R[]): R[] {
  const byName = new Map(resources.map((resource) => [resource.name, resource]))
  const depths = new Map<string, number>()
  const depthOf = (name: string, path: readonly string[]): number => {
    const known = depths.get(name)
    if (known !== undefined) return known
    if (path.includes(name))
      throw new Error(`Expected a sync order, got a circular dependency: ${[...path, name].join(', ')}`)
    const resource = byName.get(name)
    if (!resource) throw new Error(`Expected a resource name in ${path.at(-1)}, got ${name}`)
    const before = [...resource.syncedAfter, ...sourcesOf(resource)]
    const depth = Math.max(-1, ...before.map((other) => depthOf(other, [...path, name]))) + 1
    depths.set(name, depth)
    return depth
  }
  const sorted = resources.map((resource) => ({ resource, depth: depthOf(resource.name, []) }))
  sorted.sort((a, b) => a.depth - b.depth || (a.resource.name < b.resource.name ? -1 : 1))
  return sorted.map(({ resource }) => resource)
}
