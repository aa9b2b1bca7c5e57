import type { Problem } from '../src/http/problem-schema.ts'

/**
 * The API refused, and says why. An API that cannot be reached at all is fetch's own TypeError.
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
  /** When to try again, in milliseconds; null where the API did not say. */
  readonly retryAfterMs: number | null

  constructor(problem: Problem, retryAfterMs: number | null = null) {
    super(problem.detail ?? problem.title)
    this.status = problem.status
    this.problem = problem
    this.retryAfterMs = retryAfterMs
  }
}

/** The error of an answer that is none of the good ones, even if something in between gave it. */
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
