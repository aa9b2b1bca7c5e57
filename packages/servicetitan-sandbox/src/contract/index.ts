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
  kind: 'list' | 'get' | 'export'
  method: string
  /** Path template below the host, with `{tenant}` and `{id}`. */
  path: string
  /** OAuth scopes that the operation requires. */
  scopes: string[]
  parameters: ContractParameter[]
  /** Schema name by HTTP status. */
  responses: Record<string, string>
}

/** A field of a record. */
export type ContractField = {
  name: string
  required: boolean
  nullable: boolean
  /** JSON type without `null`, of the named schema when the field refers to one. */
  type: string
  format: string | undefined
  enum: string[] | undefined
  /** The schema, with unresolved references. */
  schema: JsonSchema
}

type ModuleContract = {
  module: string
  operations: Omit<ContractOperation, 'module'>[]
  $defs: Record<string, JsonSchema>
}

const modules = contractModules as readonly ModuleContract[]

/**
 * Every operation of the vendor's API that the sandbox simulates.
 *
 * Source: the vendor's OpenAPI 3.1 files, one for each module (`salestech-v2` for `sales`).
 *
 * @example
 * ```ts
 * const exported = operations.filter(({ kind }) => kind === 'export')
 * ```
 */
export const operations: readonly ContractOperation[] = modules.flatMap(({ module, operations: own }) =>
  own.map((operation) => ({ ...operation, module })),
)

const definitionsOf = (operation: ContractOperation): Record<string, JsonSchema> =>
  modules.find(({ module }) => module === operation.module)?.$defs ?? {}

/**
 * The operation that reads a resource in one of the three ways, if the vendor has it.
 *
 * @example
 * ```ts
 * findOperation('jobs', 'export')?.path // '/jpm/v2/tenant/{tenant}/export/jobs'
 * ```
 */
export const findOperation = (
  resource: string,
  kind: ContractOperation['kind'],
): ContractOperation | undefined =>
  operations.find((operation) => operation.resource === resource && operation.kind === kind)

/**
 * A self-contained schema of an operation's response, ready for ajv's 2020 dialect. The vendor's formats
 * (`int64`, `decimal`, `html`, `multiline` and others) are kept: give ajv a definition of each, or
 * `validateFormats: false`.
 *
 * @throws when the vendor documents no such status for the operation.
 * @example
 * ```ts
 * const validate = ajv.compile(responseSchema(operation, 200))
 * ```
 */
export const responseSchema = (operation: ContractOperation, status = 200): JsonSchema => {
  const name = operation.responses[status]
  if (name === undefined) throw new Error(`${operation.id} documents no response with status ${status}`)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $ref: `#/$defs/${name}`,
    $defs: definitionsOf(operation),
  }
}

const resolve = (schema: JsonSchema | undefined, defs: Record<string, JsonSchema>): JsonSchema => {
  const target = schema?.$ref ?? schema?.oneOf?.find(({ $ref }) => $ref !== undefined)?.$ref
  return target === undefined ? (schema ?? {}) : (defs[target.replace('#/$defs/', '')] ?? {})
}

const isNullable = ({ type, oneOf }: JsonSchema): boolean =>
  (Array.isArray(type) && type.includes('null')) || (oneOf ?? []).some((choice) => choice.type === 'null')

/**
 * The fields of one record of an operation: of the object itself for `get`, of an item of `data` otherwise.
 *
 * @example
 * ```ts
 * const required = recordFields(operation).filter((field) => field.required)
 * ```
 */
export const recordFields = (operation: ContractOperation): ContractField[] => {
  const defs = definitionsOf(operation)
  const response = resolve({ $ref: `#/$defs/${operation.responses[200]}` }, defs)
  const record = operation.kind === 'get' ? response : resolve(response.properties?.data?.items, defs)
  return Object.entries(record.properties ?? {}).map(([name, schema]) => {
    const target = resolve(schema, defs)
    const types = [target.type ?? []].flat()
    return {
      name,
      required: record.required?.includes(name) ?? false,
      nullable: isNullable(schema),
      type: types.find((type) => type !== 'null') ?? 'object',
      format: target.format,
      enum: target.enum as string[] | undefined,
      schema,
    }
  })
}
