import { ApiError } from 'api/client'

/** Whether the API refused the request, so that a retry gets the same answer. */
export function isRefusal(error: Error | null): boolean {
  return error instanceof ApiError && error.status < 500 && error.status !== 429
}
