import { identifierOf } from 'catalog'

/**
 * The text of `src/generated/filters.ts`: the filters of each resource that has some, with their literal types.
 * @param files names of the files in `src/cached-filters`, such as `job-types.ts`
 */
export function filterList(files: readonly string[]): string {
  const names = files.map((file) => file.replace('.ts', '')).toSorted()
  const imports = names.map((name) => `import { ${identifierOf(name)} } from '../cached-filters/${name}.ts'`)
  const entries = names.map((name) => `  '${name}': ${identifierOf(name)},`)
  return `// Written by \`pnpm --filter api generate\`.
import type { FilterMap } from '../resource-definition/filters.ts'
${imports.join('\n')}

/** The filters of each resource that has some. */
export const filterMap = {
${entries.join('\n')}
} as const satisfies FilterMap
`
}
