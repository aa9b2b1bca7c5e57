import { contractModules } from './generated/modules.ts'

/** A JSON Schema 2020-12 (sub)schema, as the vendor's OpenAPI 3.1 files write them. */
export type JsonSchema = {
  $schema?: string
  $ref?: string
  $defs?: Record<string, JsonSchema>
  type?: string | string[]
  format?: string
  enum?: unknown[]
  required?: string[]
  properties?: Record<string, JsonSchema>
  items?: JsonSchema
  additionalProperties?: boolean | JsonSchema
  oneOf?: JsonSchema[]
}

/** A parameter of an operation. */
export type ContractParameter = {
  name: string
  in: 'path' | 'query'
  required: boolean
  schema: JsonSchema
}

/** One GET of the vendor's API. */
export type ContractOperation = {
  /** The vendor's operationId. */
  id: string
  module: string
  resource: string
  /** `children`: the list of one record's children. */
  kind: 'list' | 'get' | 'export' | 'children'
  method: string
  /** Path template below the host, with `{tenant}` and `{id}`. */
  path: string
  /** OAuth scopes that the operation requires. */
  scopes: string[]
  parameters: ContractParameter[]
  /** Schema name by HTTP status. */
  responses: Record<string, string>
}

/** One POST, PATCH, PUT or DELETE of the vendor's API. */
export type ContractWrite = {
  /** The vendor's operationId. */
  id: string
  module: string
  /** The resource that it writes. */
  resource: string
  method: 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Path template below the host, with `{tenant}`, `{id}` and others. */
  path: string
  /** OAuth scopes that the operation requires. */
  scopes: string[]
  parameters: ContractParameter[]
  /** Schema name of the request's body, or null if it has none. */
  body: string | null
  /** Schema name by HTTP status, or null for a response without a body. */
  responses: Record<string, string | null>
}

type ModuleContract = {
  module: string
  operations: Omit<ContractOperation, 'module'>[]
  writes?: Omit<ContractWrite, 'module'>[]
  $defs: Record<string, JsonSchema>
}

/** The contract files, one for each module. */
export const modules = contractModules as readonly ModuleContract[]

/** The named schemas of a module. */
export const definitionsOf = (name: string): Record<string, JsonSchema> =>
  modules.find(({ module }) => module === name)?.$defs ?? {}

/** The schema that a reference, or a choice of a reference and `null`, refers to. */
export const resolve = (schema: JsonSchema | undefined, defs: Record<string, JsonSchema>): JsonSchema => {
  const target = schema?.$ref ?? schema?.oneOf?.find(({ $ref }) => $ref !== undefined)?.$ref
  return target === undefined ? (schema ?? {}) : (defs[target.replace('#/$defs/', '')] ?? {})
}

/** Whether a schema allows `null`. */
export const isNullable = ({ type, oneOf }: JsonSchema): boolean =>
  (Array.isArray(type) && type.includes('null')) || (oneOf ?? []).some((choice) => choice.type === 'null')

/** A self-contained schema of a named definition of a module. */
export const schemaOf = (module: string, name: string): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $ref: `#/$defs/${name}`,
  $defs: definitionsOf(module),
})
