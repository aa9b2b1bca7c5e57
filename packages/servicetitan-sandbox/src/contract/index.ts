import {
  type ContractOperation,
  definitionsOf,
  isNullable,
  type JsonSchema,
  modules,
  resolve,
  schemaOf,
} from './modules.ts'

export type { ContractOperation, ContractParameter, ContractWrite, JsonSchema } from './modules.ts'
export { findWrite, matchWrite, requestSchema, writes } from './writes.ts'

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
 * @throws when the vendor documents no such status for the operation, or no body with it.
 * @example
 * ```ts
 * const validate = ajv.compile(responseSchema(operation, 200))
 * ```
 */
export const responseSchema = (
  operation: Pick<ContractOperation, 'id' | 'module'> & { responses: Record<string, string | null> },
  status = 200,
): JsonSchema => {
  const name = operation.responses[status]
  if (name === undefined) throw new Error(`${operation.id} documents no response with status ${status}`)
  if (name === null)
    throw new Error(`${operation.id} documents no body of its response with status ${status}`)
  return schemaOf(operation.module, name)
}

/**
 * The fields of one record of an operation: of the object itself for `get`, of an item of `data` otherwise.
 *
 * @example
 * ```ts
 * const required = recordFields(operation).filter((field) => field.required)
 * ```
 */
export const recordFields = (operation: ContractOperation): ContractField[] => {
  const defs = definitionsOf(operation.module)
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
