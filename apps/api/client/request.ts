import { readApiError } from './api-error.ts'

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>

/** Query parameters; those without a value are omitted. */
export type Query = object

/** The address of the API, and the key. */
export interface Connection {
  /** The URL with the base path. */
  readonly base: string
  readonly key: string
  readonly fetch: Fetch
}

export interface RequestOptions {
  readonly method?: 'GET' | 'POST'
  readonly query?: Query
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
}

/** Creates a function that sends a request and parses the response. @throws {ApiError} from it when the API refuses */
export function createRequest({ base, key, fetch }: Connection) {
  return async <T>(
    path: string,
    { method = 'GET', query = {}, body, signal }: RequestOptions,
  ): Promise<T> => {
    const response = await fetch(`${base}${path}${queryText(query)}`, {
      method,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
    if (!response.ok) throw await readApiError(response)
    return (await response.json()) as T
  }
}

export function queryText(query: Query): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  return search.size > 0 ? `?${search}` : ''
}
