import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { matchWrite, requestSchema } from 'servicetitan-sandbox/contract'

/** A write request as it was sent. */
export interface SentWrite {
  readonly method: string
  /** With the module and the tenant. */
  readonly path: string
  /** As `JSON.stringify` takes it; ids may be bigints. */
  readonly body?: unknown
}

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

const ajv = new Ajv2020({ allErrors: true })
ajv.addFormat('date-time', dateTime)
ajv.addFormat('int32', { type: 'number', validate: (value: number) => Math.abs(value) < 2 ** 31 })
ajv.addFormat('int64', { type: 'number', validate: Number.isInteger })
for (const name of ['decimal', 'double'])
  ajv.addFormat(name, { type: 'number', validate: (value: number) => Number.isFinite(value) })
for (const name of ['html', 'multiline', 'phone', 'guid', 'email', 'duration']) ajv.addFormat(name, true)

const validators = new Map<string, ValidateFunction>()

/**
 * How a write request of ours violates the vendor's OpenAPI files. They are read by a validator of its own, and neither by
 * our client nor by the sandbox.
 */
export function violationsOf({ method, path, body }: SentWrite): string[] {
  const found = matchWrite(method, path)
  if (!found) return [`${method} ${path} is not in the contract`]
  const { write } = found
  if (write.body === null) return body === undefined ? [] : ['a body where the contract has none']
  if (body === undefined) return ['a body is missing']
  const validate = validators.get(write.id) ?? ajv.compile(requestSchema(write))
  validators.set(write.id, validate)
  return validate(toPlain(body))
    ? []
    : (validate.errors ?? []).map(({ instancePath, message, params }) =>
        [instancePath, message, params.additionalProperty].filter(Boolean).join(' '),
      )
}

/** The body as it is read from its JSON text. */
const toPlain = (body: unknown): unknown =>
  JSON.parse(JSON.stringify(body, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)))

/**
 * A `fetch` that checks every write request before it is sent.
 * @param onViolation called with what is wrong
 */
export const checkedFetch =
  (onViolation: (text: string) => void): typeof fetch =>
  (input, init) => {
    const { pathname: path } = new URL(input instanceof Request ? input.url : input)
    const method = init?.method ?? 'GET'
    if (method !== 'GET' && path !== '/connect/token') {
      const body = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined
      for (const text of violationsOf({ method, path, body })) onViolation(`${method} ${path}: ${text}`)
    }
    return fetch(input, init)
  }
