import { hash } from '../lib/random.ts'

/** The vendor's `ApiErrorResponse`, in each of its OpenAPI files. */
export type Problem = {
  type: string
  title: string
  status: number
  traceId: string
  errors: Readonly<Record<string, string[]>>
  data: Record<string, unknown>
}

/** Sections of RFC 7231 and 7235, which the live API's `type` refers to. */
const SECTIONS: Record<number, string> = {
  400: 'rfc7231#section-6.5.1',
  401: 'rfc7235#section-3.1',
  403: 'rfc7231#section-6.5.3',
  404: 'rfc7231#section-6.5.4',
  409: 'rfc7231#section-6.5.8',
  500: 'rfc7231#section-6.6.1',
  501: 'rfc7231#section-6.6.2',
}

const TITLES: Record<number, string> = {
  400: 'One or more validation errors occurred.',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  500: 'An error occurred while processing your request.',
}

/** The live API's message for the contacts of an inactive record. */
export const notActive = (what: string, id: string): string => `${what} ID = ${id} is not active`

let problems = 0

const hex = (salt: number): string => hash(problems, salt, 0x7ace).toString(16).padStart(8, '0')

const nextTraceId = (): string => {
  problems += 1
  return `00-${hex(1)}${hex(2)}${hex(3)}${hex(4)}-${hex(5)}${hex(6)}-01`
}

/** The body of an error in the format of the API. */
export const problemBody = (
  status: number,
  title = TITLES[status] ?? `Error ${status}`,
  errors: Readonly<Record<string, string[]>> = {},
): Problem => {
  const type = `https://tools.ietf.org/html/${SECTIONS[status] ?? 'rfc7231#section-6'}`
  return { type, title, status, traceId: nextTraceId(), errors, data: {} }
}

/** An error response in the format of the API. */
export const problem = (
  status: number,
  title?: string,
  errors: Readonly<Record<string, string[]>> = {},
  headers: Record<string, string> = {},
): Response =>
  json(JSON.stringify(problemBody(status, title, errors)), status, {
    'content-type': 'application/problem+json; charset=utf-8',
    ...headers,
  })

/** An error response in the format of the gateway in front of the API, Azure API Management. */
export const gatewayProblem = (
  status: number,
  message: string,
  headers: Record<string, string> = {},
): Response => json(JSON.stringify({ statusCode: status, message }), status, headers)

/** The gateway's response to too many requests. */
export const tooManyRequests = (seconds: number, headers: Record<string, string> = {}): Response =>
  gatewayProblem(429, `Rate limit is exceeded. Try again in ${seconds} seconds.`, headers)

/** A response with this JSON text. */
export const json = (text: string, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(text, { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers } })
