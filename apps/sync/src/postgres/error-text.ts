import pg from 'pg'

/** An error as one line: its message and, from PostgreSQL, the hint that says what to do. */
export function errorText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const hint = error instanceof pg.DatabaseError && error.hint ? `. ${error.hint}` : ''
  return `${message}${hint}`.replaceAll(/\s*\n\s*/g, ' ')
}
