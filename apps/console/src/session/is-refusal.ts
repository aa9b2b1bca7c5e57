import { ApiError } from 'api/client'

/** Whether the API refused the request, so that a retry would be refused too. */
export function isRefusal(error: Error | null): boolean {
  return error instanceof ApiError && error.status < 500 && error.status !== 429
}
