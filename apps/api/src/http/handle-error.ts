import { HTTPException } from 'hono/http-exception'
import type { Logger } from 'pino'
import { DatabaseUnavailableError, isStatementTimeout } from '../tenant/database-errors.ts'
import type { ApiRequest } from './context.ts'
import { ProblemError, type ProblemStatus, problemResponse } from './problem.ts'

/** Responds with the error: in full when the client caused it, else without details, which are logged. */
export function handleError(error: Error, c: ApiRequest, logger: Logger): Response {
  const problem = asProblem(error)
  if (problem.status >= 500) {
    logger.error({ err: error, requestId: c.var.requestId, path: c.req.path }, 'The request failed')
  }
  return problemResponse(c, problem)
}

function asProblem(error: Error): ProblemError {
  if (error instanceof ProblemError) return error
  if (error instanceof DatabaseUnavailableError) {
    return new ProblemError(503, 'The database is unavailable. Try again in a moment.', {
      headers: { 'retry-after': '5' },
    })
  }
  if (isStatementTimeout(error)) {
    return new ProblemError(504, 'The query took too long. Request a shorter period or fewer rows.')
  }
  if (error instanceof HTTPException && error.status < 500) {
    return new ProblemError(error.status === 413 ? 413 : (error.status as ProblemStatus), error.message)
  }
  return new ProblemError(500, 'Internal error, logged under this request id.')
}
