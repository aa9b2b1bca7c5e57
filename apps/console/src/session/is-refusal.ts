import { ApiError } from 'api/client'

/** Whether the API refused the request, so that a retry would be refused too. */
export function isRefusal(error: Error | null): boolean {
  return error instanceof ApiError && error.status < 500 && error.status !== 429
}

/** The tables of LAZI's records that must be complete before the API answers; undefined if that is not the reason. */
export function waitingFor(error: Error | null): readonly string[] | undefined {
  return error instanceof ApiError && error.status === 409 ? error.problem.waitingFor : undefined
}
