import { readApiError } from './api-error.ts'

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>

/** Parameters; those without a value are left out. */
export type Query = object

/** Where the API is, and whose key asks. */
export interface Connection {
  /** With the base path. */
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

/** Asks the API and reads its answer. @throws {ApiError} */
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
