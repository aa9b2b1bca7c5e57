import { type ContractWrite, type JsonSchema, modules, schemaOf } from './modules.ts'

/**
 * Every write of the vendor's API that the sandbox simulates.
 *
 * @example
 * ```ts
 * const scopes = new Set(writes.flatMap((write) => write.scopes))
 * ```
 */
export const writes: readonly ContractWrite[] = modules.flatMap(({ module, writes: own = [] }) =>
  own.map((write) => ({ ...write, module })),
)

/** The values of a template's parameters in a path, or undefined if the path does not match. */
const match = (template: string, path: string): Record<string, string> | undefined => {
  const [names, values] = [template.split('/'), path.split('/')]
  if (names.length !== values.length) return undefined
  const ids: Record<string, string> = {}
  for (const [at, name] of names.entries()) {
    const value = values[at] ?? ''
    const [, parameter] = /^{(\w+)}$/.exec(name) ?? []
    if (parameter === undefined ? name !== value : value === '') return undefined
    if (parameter !== undefined) ids[parameter] = value
  }
  return ids
}

/**
 * The write that a request makes, with the values of the path's parameters, or undefined if the contract has none.
 *
 * @example
 * ```ts
 * matchWrite('PATCH', '/crm/v2/tenant/7/customers/5') // { write, ids: { tenant: '7', id: '5' } }
 * ```
 */
export const matchWrite = (
  method: string,
  path: string,
): { write: ContractWrite; ids: Record<string, string> } | undefined => {
  for (const write of writes) {
    const ids = write.method === method.toUpperCase() ? match(write.path, path) : undefined
    if (ids) return { write, ids }
  }
  return undefined
}

/**
 * The write with this operationId of the vendor.
 *
 * @throws when the contract has none.
 * @example
 * ```ts
 * findWrite('Jobs_Cancel').path // '/jpm/v2/tenant/{tenant}/jobs/{id}/cancel'
 * ```
 */
export const findWrite = (id: string): ContractWrite => {
  const write = writes.find((candidate) => candidate.id === id)
  if (!write) throw new Error(`The contract has no write ${id}`)
  return write
}

/**
 * A self-contained schema of the body of a write's request, ready for ajv's 2020 dialect as in `responseSchema`.
 *
 * @throws when the write has no body.
 * @example
 * ```ts
 * const validate = ajv.compile(requestSchema(findWrite('Jobs_Cancel')))
 * ```
 */
export const requestSchema = ({ id, module, body }: ContractWrite): JsonSchema => {
  if (body === null) throw new Error(`${id} has no body`)
  return schemaOf(module, body)
}
