import { HTTPException } from 'hono/http-exception'
import { LookUpLimitError } from '../keys/look-up-limit.ts'
import {
  DatabaseUnavailableError,
  isDeadlock,
  isLockTimeout,
  isOverlap,
  isStatementTimeout,
  isTableMissing,
} from '../tenant/database-errors.ts'
import { NotReadyError } from '../tenant/ready-tables.ts'
import { BusyError } from '../tenant/shares.ts'
import { TenantEndedError } from '../tenant/tenant-identity.ts'
import { invalidKey } from './authenticate.ts'
import type { ApiRequest } from './context.ts'
import { ProblemError, type ProblemStatus, problemResponse } from './problem.ts'

/** Responds with the error: in full when the client caused it, else without details, which the request's log line has. */
export function handleError(error: Error, c: ApiRequest): Response {
  return problemResponse(c, asProblem(error))
}

function asProblem(error: Error): ProblemError {
  if (error instanceof ProblemError) return error
  if (error instanceof BusyError) return busy(error)
  if (error instanceof LookUpLimitError) {
    const seconds = Math.ceil(error.waitMs / 1_000)
    return retryAfter(429, seconds, 'Too many unknown keys were sent from this address. Try again later.')
  }
  if (error instanceof DatabaseUnavailableError) {
    return retryAfter(503, 5, 'The database is unavailable. Try again in a moment.')
  }
  if (isLockTimeout(error)) {
    return retryAfter(
      503,
      5,
      'A table of this request is locked, as during maintenance. Try again in a moment.',
    )
  }
  if (isDeadlock(error)) {
    return retryAfter(503, 1, 'Other changes of the same records were under way. Try again in a moment.')
  }
  if (isOverlap(error)) {
    return new ProblemError(409, 'A technician was booked for the same time by another request.')
  }
  if (isTableMissing(error)) {
    return retryAfter(
      503,
      30,
      'The database lacks a table of this version, as during a rollback. Try again later.',
    )
  }
  if (error instanceof NotReadyError) {
    const { waitingFor } = error
    return new ProblemError(
      409,
      `These records are being filled and not complete yet: ${waitingFor.join(', ')}.`,
      {
        waitingFor: [...waitingFor],
        headers: { 'retry-after': '5' },
      },
    )
  }
  // The removal revoked the key; it was looked up before.
  if (error instanceof TenantEndedError) return invalidKey()
  if (isStatementTimeout(error)) {
    return new ProblemError(504, 'The query took too long. Request a shorter period or fewer rows.')
  }
  if (error instanceof HTTPException && error.status < 500) {
    return new ProblemError(error.status === 413 ? 413 : (error.status as ProblemStatus), error.message)
  }
  return new ProblemError(500, 'Internal error, logged under this request id.')
}

function busy({ tenantId }: BusyError): ProblemError {
  if (tenantId === null) {
    return retryAfter(503, 5, 'The server is busy with other requests. Try again in a moment.')
  }
  return retryAfter(
    429,
    1,
    'Too many requests of this tenant at the same time. Wait for responses before sending more.',
  )
}

function retryAfter(status: ProblemStatus, seconds: number, detail: string): ProblemError {
  return new ProblemError(status, detail, { headers: { 'retry-after': String(seconds) } })
}
