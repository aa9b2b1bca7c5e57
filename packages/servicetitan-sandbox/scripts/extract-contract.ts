import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { resources } from '../src/generated/resources.ts'
import { CHILD_LISTS, WRITE_PATHS } from './write-paths.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Fields = Record<string, Json>

/** The resources that the sandbox simulates. */
const RESOURCES = Object.values(resources)

/** Modules whose OpenAPI file has another name than their paths, or has the version in each path. */
const FILES: Record<string, { file?: string; prefix?: string }> = {
  sales: { file: 'salestech-v2' },
  telecom: { file: 'telecom', prefix: '/v2' },
}

/** The three ways to read one resource, as path templates below the module's base path; only one is required. */
const KINDS = [
  { kind: 'list', path: (resource: string) => `/tenant/{tenant}/${resource}` },
  { kind: 'get', path: (resource: string) => `/tenant/{tenant}/${resource}/{id}` },
  { kind: 'export', path: (resource: string) => `/tenant/{tenant}/export/${resource}` },
] as const

const KEPT = [
  '$ref',
  'type',
  'format',
  'enum',
  'required',
  'default',
  'minimum',
  'maximum',
  'maxProperties',
  'pattern',
]
const PROSE = ['description', 'summary', 'example', 'examples', 'title', 'deprecated']
const SCHEMA_LISTS = ['oneOf', 'anyOf', 'allOf']
const SCHEMAS = ['items', 'additionalProperties']

/** The prefix of the vendor's schema references; in JSON Schema 2020-12 it is `#/$defs/`. */
const COMPONENTS = '#/components/schemas/'

const isFields = (value: Json | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const fields = (value: Json | undefined, name: string): Fields => {
  if (!isFields(value))
    throw new Error(`Expected ${name} to be an object: has the structure of the OpenAPI file changed?`)
  return value
}

/** @throws for an unknown keyword, because it may restrict the valid values */
const cleanSchema = (schema: Json, refs: Set<string>): Json => {
  if (!isFields(schema)) return schema
  const cleaned: Fields = {}
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === '$ref') {
      const name = String(value).replace(COMPONENTS, '')
      refs.add(name)
      cleaned.$ref = `#/$defs/${name}`
    } else if (KEPT.includes(keyword)) cleaned[keyword] = value
    else if (keyword === 'properties') {
      const properties = Object.entries(fields(value, 'properties'))
      cleaned.properties = Object.fromEntries(properties.map(([name, of]) => [name, cleanSchema(of, refs)]))
    } else if (SCHEMA_LISTS.includes(keyword)) {
      cleaned[keyword] = (value as Json[]).map((item) => cleanSchema(item, refs))
    } else if (SCHEMAS.includes(keyword)) cleaned[keyword] = cleanSchema(value, refs)
    else if (!PROSE.includes(keyword) && !keyword.startsWith('x-')) {
      throw new Error(`Unknown schema keyword ${keyword}: add it to KEPT or PROSE in extract-contract.ts`)
    }
  }
  return cleaned
}

const cleanParameter = (parameter: Json, refs: Set<string>): Fields => {
  const { name, in: location, required, schema } = fields(parameter, 'a parameter')
  const cleaned = fields(cleanSchema(schema ?? {}, refs), 'a parameter schema')
  return { name: name ?? '', in: location ?? '', required: required === true, schema: cleaned }
}

/** The name of the schema of a JSON body, or null for a body without content. */
const bodyRef = (body: Json | undefined, refs: Set<string>): string | null => {
  const json = isFields(body) && isFields(body.content) ? body.content['application/json'] : undefined
  if (json === undefined) return null
  const schema = fields(fields(json, 'a JSON body').schema, 'a schema of a body')
  const name = String(schema.$ref).replace(COMPONENTS, '')
  refs.add(name)
  return name
}

const responseRefs = (responses: Fields, refs: Set<string>): Fields =>
  Object.fromEntries(Object.entries(responses).map(([status, response]) => [status, bodyRef(response, refs)]))

const scopesOf = (security: Json | undefined): Json[] =>
  (Array.isArray(security) ? security : []).flatMap((entry) => (isFields(entry) ? (entry.oauth ?? []) : []))

const resolveDefinitions = (refs: Set<string>, schemas: Fields): Fields => {
  const defs: Fields = {}
  // A Set can grow while it is iterated, so nested schemas are included.
  for (const name of refs) {
    if (!(name in schemas)) throw new Error(`The OpenAPI file has no schema ${name}`)
    defs[name] = cleanSchema(schemas[name] ?? null, refs)
  }
  return Object.fromEntries(Object.entries(defs).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The common parts of an operation, as the vendor describes it. */
const operationOf = (
  described: Fields,
  refs: Set<string>,
  own: { resource: string; kind?: string; method: string; path: string },
): Fields => {
  const { resource, kind, method, path } = own
  return {
    id: described.operationId ?? '',
    resource,
    ...(kind !== undefined && { kind }),
    method,
    path,
    scopes: scopesOf(described.security),
    parameters: ((described.parameters ?? []) as Json[]).map((parameter) => cleanParameter(parameter, refs)),
    ...(kind === undefined && { body: bodyRef(described.requestBody, refs) }),
    responses: responseRefs(fields(described.responses, 'responses'), refs),
  }
}

const extractModule = (module: string, api: Fields): Fields => {
  const basePath = `/${module}/v2`
  const paths = fields(api.paths, 'paths')
  const refs = new Set<string>()
  const operations: Json[] = []
  const { prefix = '' } = FILES[module] ?? {}
  const addRead = (resource: string, kind: string, template: string, isRequired: boolean): void => {
    const item = paths[`${prefix}${template}`]
    if (!isRequired && (!isFields(item) || item.get === undefined)) return
    const get = fields(fields(item, `path ${template}`).get, `GET ${template}`)
    operations.push(operationOf(get, refs, { resource, kind, method: 'GET', path: `${basePath}${template}` }))
  }
  for (const { name: resource, path: resourcePath = resource, hasList } of RESOURCES.filter(
    (entry) => entry.module === module,
  )) {
    // Without a list, records are read by the export only: a get may return another kind of record.
    const [required, ...optional] = hasList ? KINDS : KINDS.filter(({ kind }) => kind === 'export')
    if (required) addRead(resource, required.kind, required.path(resourcePath), true)
    for (const { kind, path } of optional) addRead(resource, kind, path(resourcePath), false)
    const children = CHILD_LISTS[resource]
    if (children !== undefined) addRead(resource, 'children', `/tenant/{tenant}/${children}`, true)
  }
  const writes = (WRITE_PATHS[module] ?? []).map(([resource, method, path]) => {
    const template = `/tenant/{tenant}/${path}`
    const item = fields(paths[`${prefix}${template}`], `path ${template}`)
    const described = fields(item[method.toLowerCase()], `${method} ${template}`)
    return operationOf(described, refs, { resource, method, path: `${basePath}${template}` })
  })
  const schemas = fields(fields(api.components, 'components').schemas, 'schemas')
  return {
    module,
    operations,
    ...(writes.length > 0 && { writes }),
    $defs: resolveDefinitions(refs, schemas),
  }
}

/** JSON with each value on one line if it fits, so that the committed files are short and have small diffs. */
const write = (value: Json, indent = ''): string => {
  const inline = JSON.stringify(value)
  if (typeof value !== 'object' || value === null || inline.length + indent.length <= 110) return inline
  const deeper = `${indent} `
  const lines = Array.isArray(value)
    ? value.map((item) => deeper + write(item, deeper))
    : Object.entries(value).map(([name, of]) => `${deeper}${JSON.stringify(name)}: ${write(of, deeper)}`)
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`
}

/**
 * The contract files' texts by file name, read from the vendor's OpenAPI files.
 *
 * @throws when a file is missing or does not have the expected structure.
 */
export const extractContract = (openapiDir: string): Record<string, string> => {
  const modules = [...new Set(RESOURCES.map(({ module }) => module))]
  const extract = (module: string): [string, string] => {
    const file = join(openapiDir, `${FILES[module]?.file ?? `${module}-v2`}.json`)
    const api = fields(JSON.parse(readFileSync(file, 'utf8')), 'the file')
    return [`${module}.json`, `${write(extractModule(module, api))}\n`]
  }
  return Object.fromEntries(modules.map(extract))
}

const main = (openapiDir: string | undefined): number => {
  if (openapiDir === undefined || openapiDir.startsWith('-')) {
    process.stderr.write(
      "Usage: pnpm --filter servicetitan-sandbox contract <folder>\n\nExtracts the operations of every resource from the vendor's OpenAPI files (crm-v2.json, jpm-v2.json, …).\n",
    )
    return openapiDir === '--help' ? 0 : 2
  }
  const target = join(import.meta.dirname, '..', 'contract')
  mkdirSync(target, { recursive: true })
  for (const [name, text] of Object.entries(extractContract(openapiDir))) {
    writeFileSync(join(target, name), text)
    process.stdout.write(`contract/${name}\n`)
  }
  return 0
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    process.exitCode = main(process.argv[2])
  } catch (error) {
    process.stderr.write(`error: ${error instanceof Error ? error.message : error}\n`)
    process.exitCode = 1
  }
}
