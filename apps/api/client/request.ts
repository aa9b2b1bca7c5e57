import { readApiError } from './api-error.ts'
import { ApiTimeoutError } from './timeout-error.ts'

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>

/** Query parameters; those without a value are omitted. */
export type Query = object

/** The address of the API, and the key or the session. */
export interface Connection {
  /** The URL with the base path. */
  readonly base: string
  /** The headers of every request, which have the key or name the tenant of the session. */
  readonly headers: Readonly<Record<string, string>>
  /** How long to wait for each whole response, in milliseconds. */
  readonly timeoutMs: number
  readonly fetch: Fetch
}

/** Twice as long as a statement may take by default: the API then still says what was slow. */
export const usualTimeoutMs = 20_000

/** The URL of the API with its base path. @param url of the server; '': the page's own origin */
export function baseOf(url: string): string {
  return `${url.replace(/\/$/, '')}/api/v2`
}

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly query?: Query
  readonly body?: unknown
  /** The media type of the response; a text is returned as it is, a CSV as a blob. @default 'application/json' */
  readonly accept?: 'application/json' | 'text/plain' | 'text/csv'
  /** Headers besides those of the connection. */
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
}

/**
 * Creates a function that sends a request and parses the response.
 * @throws {ApiError} from it when the API refuses; {@link ApiTimeoutError} when it does not respond in time
 */
export function createRequest({ base, headers: common, timeoutMs, fetch }: Connection) {
  return async <T>(
    path: string,
    { method = 'GET', query = {}, body, accept = 'application/json', headers, signal }: RequestOptions,
  ): Promise<T> => {
    return within(timeoutMs, signal, async (eitherSignal) => {
      const response = await fetch(`${base}${path}${queryText(query)}`, {
        method,
        headers: {
          accept,
          ...common,
          ...headers,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: eitherSignal,
      })
      if (!response.ok) throw await readApiError(response)
      if (response.status === 204) return undefined as T
      return (await bodyOf(response, accept)) as T
    })
  }
}

/** A text would lack the byte order mark of a CSV. */
function bodyOf(response: Response, accept: RequestOptions['accept']): Promise<unknown> {
  if (accept === 'text/csv') return response.blob()
  return accept === 'text/plain' ? response.text() : response.json()
}

/** Runs `work` with a signal that aborts after `timeoutMs`, or when `signal` aborts. @throws {ApiTimeoutError} */
async function within<T>(
  timeoutMs: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), timeoutMs)
  try {
    return await work(signal ? AbortSignal.any([signal, late.signal]) : late.signal)
  } catch (error) {
    // Reading the body fails with various errors when the signal aborts.
    throw late.signal.aborted && !signal?.aborted ? new ApiTimeoutError(timeoutMs) : error
  } finally {
    clearTimeout(timer)
  }
}

export function queryText(query: Query): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  return search.size > 0 ? `?${search}` : ''
}
