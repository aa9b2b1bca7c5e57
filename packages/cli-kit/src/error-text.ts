/**
 * An error as one line: its message and, if it comes from PostgreSQL, the hint.
 * @example
 * logger.warn({ error: errorText(error) }, 'connection lost')
 */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return oneLine(String(error))
  const hint = 'hint' in error && typeof error.hint === 'string' && error.hint ? `. ${error.hint}` : ''
  return oneLine(`${error.message}${hint}`)
}

const oneLine = (text: string) => text.replaceAll(/\s*\n\s*/g, ' ')
