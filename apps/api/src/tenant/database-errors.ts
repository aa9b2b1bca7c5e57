import pg from 'pg'

/** PostgreSQL cannot be reached, takes no more connections, or went away: later it may answer. */
export class DatabaseAwayError extends Error {
  override readonly name = 'DatabaseAwayError'
  readonly code = 'DATABASE_AWAY'

  constructor(cause: unknown) {
    super('PostgreSQL cannot be reached', { cause })
  }
}

/** Shutdown, crash recovery, too many connections, a connection that broke. */
const awayStates = /^(?:08...|57P0[1235]|53300)$/

/** Whether the connection is gone, and not only the statement. */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof pg.DatabaseError) return awayStates.test(error.code ?? '')
  const { code } = error as NodeJS.ErrnoException
  return (
    /^(?:ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND)/.test(code ?? '') ||
    /^(?:Connection terminated|Client has encountered a connection error)/.test(error.message)
  )
}

const QUERY_CANCELED = '57014'

/** Whether a statement took longer than it may. */
export function isStatementTimeout(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === QUERY_CANCELED
}
