import type { Problem } from '../src/http/problem-schema.ts'

/**
 * The API refused the request; `problem` says why. When the API cannot be reached, fetch throws its own TypeError.
 * @example
 * ```ts
 * try {
 *   await api.get('jobs', '100')
 * } catch (error) {
 *   if (error instanceof ApiError && error.status === 404) return null
 *   throw error
 * }
 * ```
 */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly problem: Problem
  /** When to retry, in milliseconds; null when the API did not say. */
  readonly retryAfterMs: number | null

  constructor(problem: Problem, retryAfterMs: number | null = null) {
    super(problem.detail ?? problem.title)
    this.status = problem.status
    this.problem = problem
    this.retryAfterMs = retryAfterMs
  }
}

/** The error of an unsuccessful response, even if a proxy sent it. */
export async function readApiError(response: Response): Promise<ApiError> {
  const fallback: Problem = {
    type: 'about:blank',
    title: response.statusText || 'The request failed',
    status: response.status,
    requestId: response.headers.get('x-request-id') ?? '',
  }
  const body = (await response.json().catch(() => ({}))) as Partial<Problem>
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return new ApiError(
    { ...fallback, ...body, status: response.status },
    Number.isNaN(seconds) ? null : seconds * 1000,
  )
}
