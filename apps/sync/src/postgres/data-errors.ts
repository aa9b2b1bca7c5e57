import pg from 'pg'

// SQLSTATE classes of errors that the data causes, not the server: other records may be written successfully. 22 data
// exception, 23 integrity constraint violation, 54 program limit exceeded.
const dataClasses = new Set(['22', '23', '54'])

/** Whether a row with the same key already exists. */
export function isUniqueViolation(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && error.code === '23505'
}

/** Whether the data caused the error, so that smaller parts of the page may succeed. */
export function isDataError(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && dataClasses.has((error.code ?? '').slice(0, 2))
}
