import type { Resource } from 'catalog'
import type { ClientConfig } from '../config/config.ts'
import { tenantPath } from '../http/api-request.ts'
import type { Method } from '../http/errors.ts'
import { show, wrongOption } from '../lib/expect.ts'

export interface WriteRequest {
  readonly method: 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** The first segment of the path, such as `crm`. */
  readonly module: Resource['module']
  /** The path below the tenant, without a leading slash, such as `customers/41000001/contacts`. */
  readonly path: string
  /** Sent as JSON. Ids and numbers beyond 2^53 can be bigints; they are sent in digits. @default no body */
  readonly body?: Readonly<Record<string, unknown>> | readonly unknown[] | undefined
  /** The scope that the endpoint requires, such as `tn.crm.customers:w`: it is named in the error of a 403. */
  readonly scope?: string | undefined
  /** Before the request is sent, an abort cancels it; after that, the outcome is unknown. */
  readonly signal?: AbortSignal | undefined
}

/** A valid request, ready to be sent. */
export interface ReadyWrite {
  readonly method: Method
  readonly path: string
  readonly url: string
  readonly body: string | undefined
  readonly scope: string | undefined
  readonly signal: AbortSignal | undefined
}

const methods: readonly string[] = ['POST', 'PATCH', 'PUT', 'DELETE']
const segment = /^[A-Za-z0-9_-]+$/

/** @throws TypeError for a wrong argument; the body is never shown. */
export function readWrite(config: ClientConfig, request: WriteRequest): ReadyWrite {
  const { method, module, path, scope, signal } = request
  if (!methods.includes(method)) throw wrongOption('method', methods.join(', '), show(method))
  // `..` or an encoded slash would reach another path, a query other records.
  if (typeof module !== 'string' || !segment.test(module)) {
    throw wrongOption('module', 'the first segment of a path', show(module))
  }
  if (typeof path !== 'string' || !path.split('/').every((part) => segment.test(part))) {
    throw wrongOption('path', 'segments of letters, digits, - and _, separated by /', show(path))
  }
  const whole = tenantPath(config, module, path)
  return {
    method,
    path: whole,
    url: `${config.apiUrl}${whole}`,
    body: toJson(request.body),
    scope,
    signal,
  }
}

function toJson(body: unknown): string | undefined {
  if (body === undefined) return undefined
  if (typeof body === 'object' && body !== null) return JSON.stringify(body, exactNumbers)
  throw wrongOption('body', 'an object or a list', body === null ? 'null' : `type ${typeof body}`)
}

/** TypeScript does not declare it yet: a value that `JSON.stringify` writes as this text. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown }

/** Refuses NaN and infinite numbers, which JSON has not: they would be sent as null and clear the field. */
function exactNumbers(key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return rawJSON(String(value))
  if (typeof value !== 'number' || Number.isFinite(value)) return value
  throw wrongOption('body', 'finite numbers only', `another one in ${show(key)}`)
}
