import { type Relation, type Resource, sourcesOf } from 'catalog'

/**
 * The text of `client/generated/record-sources.ts`: of each resource, what a row with all that can be included is read
 * from.
 */
export function recordSourcesText(resources: readonly Resource[]): string {
  const entries = resources.map((resource) => {
    const names = recordSourcesOf(resource).map((name) => `'${name}'`)
    return `  '${resource.name}': [${names.join(', ')}],`
  })
  return `// Written by \`pnpm --filter api generate\`.
import type { ResourceName } from 'catalog'

/**
 * Of every resource, the resources that one of its rows is read from, with all that can be included: the answer may have
 * changed when one of them has.
 * @example
 * \`\`\`ts
 * const isStale = recordSources.jobs.some((resource) => changed.has(resource))
 * \`\`\`
 */
export const recordSources: Readonly<Record<ResourceName, readonly ResourceName[]>> = {
${entries.join('\n')}
}
`
}

/** A resource, those that its values are derived from, and those that its relations lead to and through. */
function recordSourcesOf(resource: Resource): string[] {
  const related = Object.values(resource.relations).flatMap(resourcesOf)
  return [...new Set([resource.name, ...sourcesOf(resource), ...related])]
}

function resourcesOf(relation: Relation): string[] {
  const through = relation.through ? [relation.through.resource] : []
  return [...through, 'one' in relation ? relation.one : relation.many]
}
