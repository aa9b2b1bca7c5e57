import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'src', 'resources')

/** The parts of a file in `src/resources` that the generated files need. */
type Described = { name: string; constant: string; record: string; module: string }

const describe = (file: string): Described => {
  const text = readFileSync(join(folder, file), 'utf8')
  const [, constant, record] = /^export const (\w+): Resource<(\w+)> = \{$/m.exec(text) ?? []
  const [, module] = /^ {2}module: '([a-z]+)',$/m.exec(text) ?? []
  if (constant === undefined || record === undefined || module === undefined) {
    throw new Error(
      `src/resources/${file} must export the type of its records and \`const …: Resource<…> = {\` with a \`module\``,
    )
  }
  return { name: file.replace(/\.ts$/, ''), constant, record, module }
}

const HEADER = '// Written by `pnpm --filter servicetitan-sandbox generate`. Do not edit.\n'

const lines = <T>(items: readonly T[], write: (item: T) => string): string => items.map(write).join('\n')

/** A property's name, quoted where necessary. */
const keyOf = (name: string): string => (name.includes('-') ? `'${name}'` : name)

const namesFile = (described: readonly Described[]): string => `${HEADER}
/**
 * The names of all resources that the sandbox simulates.
 *
 * @example
 * \`\`\`ts
 * for (const name of resourceNames) console.log(name, sandbox.count(SANDBOX_TENANT_ID, name))
 * \`\`\`
 */
export const resourceNames = [
${lines(described, ({ name }) => `  '${name}',`)}
] as const

export type ResourceName = (typeof resourceNames)[number]
`

const resourcesFile = (described: readonly Described[]): string => `${HEADER}
import type { Resource } from '../definition/resource.ts'
${lines(described, ({ name, constant, record }) => `import { type ${record}, ${constant} } from '../resources/${name}.ts'`)}
import type { ResourceName } from '../world/generated/resource-names.ts'

/**
 * A record's type by the name of its resource: with exactly the vendor's field names and types.
 *
 * Source: the record schemas of the vendor's OpenAPI files, in the export's format if there is one; lists differ
 * from it only by the \`active\` of jobs and contacts. A test compares generated records with the contract.
 */
export type ResourceRecords = {
${lines(described, ({ name, record }) => `  ${keyOf(name)}: ${record}`)}
}

/** All resources that the sandbox simulates, by name. */
export const resources: { readonly [N in ResourceName]: Resource<ResourceRecords[N]> } = {
${lines(described, ({ name, constant }) => (name === constant ? `  ${name},` : `  ${keyOf(name)}: ${constant},`))}
}
`

/** The path of the contract files from the generated list of them. */
const CONTRACT = '../../../contract'

const contractFile = (modules: readonly string[]): string => `${HEADER}
${lines(modules, (module) => `import ${module} from '${CONTRACT}/${module}.json' with { type: 'json' }`)}

/** The contract files, one per module of the vendor's API. */
export const contractModules: readonly unknown[] = [
${lines(modules, (module) => `  ${module},`)}
]
`

/**
 * The generated files' texts by path in the package, read from the files in `src/resources`.
 *
 * @throws when such a file does not describe a resource.
 */
export const generatedFiles = (): Record<string, string> => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  const described = files.toSorted().map(describe)
  const modules = [...new Set(described.map(({ module }) => module))].toSorted()
  return {
    'src/world/generated/resource-names.ts': namesFile(described),
    'src/generated/resources.ts': resourcesFile(described),
    'src/contract/generated/modules.ts': contractFile(modules),
  }
}

const main = (): void => {
  for (const [path, text] of Object.entries(generatedFiles())) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
    process.stdout.write(`${path}\n`)
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main()
