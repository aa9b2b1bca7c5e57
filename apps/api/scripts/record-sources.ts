import { type Relation, type Resource, sourcesOf } from 'catalog'

/**
 * The text of `client/generated/record-sources.ts`: for each resource, the resources that a row with all its includes
 * is read from.
 */
export function recordSourcesText(resources: readonly Resource[]): string {
  const entries = resources.map((resource) => {
    const names = recordSourcesOf(resource).map((name) => `'${name}'`)
    return `  '${resource.name}': [${names.join(', ')}],`
  })
  return `// Written by \`pnpm --filter api generate\`.
import type { ResourceName } from 'catalog'

/**
 * For each resource, the resources that one of its rows is read from, with all its includes: a change of one of them
 * may change the response.
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

/** A resource, its derivation sources, and the resources of its relations, including intermediate ones. */
function recordSourcesOf(resource: Resource): string[] {
  const related = Object.values(resource.relations).flatMap(resourcesOf)
  return [...new Set([resource.name, ...sourcesOf(resource), ...related])]
}

function resourcesOf(relation: Relation): string[] {
  const through = relation.through ? [relation.through.resource] : []
  return [...through, 'one' in relation ? relation.one : relation.many]
}
