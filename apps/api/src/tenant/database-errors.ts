import { SessionEndedError } from 'cli-kit/postgres'
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
    error instanceof SessionEndedError ||
    error.message.startsWith('Connection terminated')
  )
}

const QUERY_CANCELED = '57014'

/** Whether a statement exceeded its timeout. */
export function isStatementTimeout(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === QUERY_CANCELED
}

const LOCK_NOT_AVAILABLE = '55P03'

/** Whether a statement waited too long for a lock. */
export function isLockTimeout(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === LOCK_NOT_AVAILABLE
}

/** SQLSTATEs of a missing table and a missing schema. */
const missingStates = ['42P01', '3F000']

/** Whether a table is missing, as while migrations are rolled back. */
export function isTableMissing(error: unknown): boolean {
  return error instanceof pg.DatabaseError && missingStates.includes(error.code ?? '')
}

const DEADLOCK_DETECTED = '40P01'

/** Whether transactions waited for each other: rolled back, this one can run again. */
export function isDeadlock(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === DEADLOCK_DETECTED
}

const EXCLUSION_VIOLATION = '23P01'

/** Whether a booking would overlap another one that was made at the same time. */
export function isOverlap(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === EXCLUSION_VIOLATION
}
