/**
 * The text of `src/generated/resources.ts`: every resource by its name, with its literal type.
 * @param files names of the files in `src/resources`, such as `job-types.ts`
 */
export function resourceList(files: readonly string[]): string {
  const names = files.map((file) => file.replace('.ts', '')).toSorted()
  const imports = names.map((name) => `import { ${identifierOf(name)} } from '../resources/${name}.ts'`)
  const entries = names.map((name) => `  '${name}': ${identifierOf(name)},`)
  return `// Written by \`pnpm --filter catalog generate\`.
${imports.join('\n')}

/** Every resource, by its name. */
export const resourceMap = {
${entries.join('\n')}
} as const
`
}

/** \`job-types\` is exported as \`jobTypes\`. */
function identifierOf(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
