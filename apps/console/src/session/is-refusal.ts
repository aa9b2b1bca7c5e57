import { ApiError } from 'api/client'

/** Whether the API understood the question and will not answer it, however often it is asked. */
export function isRefusal(error: Error | null): boolean {
  return error instanceof ApiError && error.status < 500 && error.status !== 429
}
