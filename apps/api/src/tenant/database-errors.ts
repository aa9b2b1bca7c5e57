import pg from 'pg'

/** PostgreSQL cannot be reached, accepts no more connections, or closed the connection; a retry may succeed. */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError'
  readonly code = 'DATABASE_UNAVAILABLE'

  constructor(cause: unknown) {
    super('PostgreSQL cannot be reached', { cause })
  }
}

/** SQLSTATEs of shutdown, crash recovery, too many connections and broken connections. */
const unavailableStates = /^(?:08...|57P0[1235]|53300)$/

/** Whether the connection failed, and not only the statement. */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof pg.DatabaseError) return unavailableStates.test(error.code ?? '')
  const { code } = error as NodeJS.ErrnoException
  return (
    /^(?:ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND)/.test(code ?? '') ||
    /^(?:Connection terminated|Client has encountered a connection error)/.test(error.message)
  )
}

const QUERY_CANCELED = '57014'

/** Whether a statement exceeded its timeout. */
export function isStatementTimeout(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === QUERY_CANCELED
}
