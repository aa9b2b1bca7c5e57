import pg from 'pg'

// SQLSTATE classes that blame the data and not the server: another record may well be written.
// 22 data exception, 23 integrity constraint violation, 54 program limit exceeded.
const dataClasses = new Set(['22', '23', '54'])

/** Whether a row is there already. */
export function isUniqueViolation(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && error.code === '23505'
}

/** Whether PostgreSQL refused the data, so that a smaller part of the page is worth trying. */
export function isDataError(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && dataClasses.has((error.code ?? '').slice(0, 2))
}
