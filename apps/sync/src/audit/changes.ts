/** The values of one field of an entry's `changes`. */
export interface ChangedField {
  readonly old?: unknown
  readonly new?: unknown
}

/**
 * Reads the changes of an entry. Who changed them in the database may have written anything.
 * @returns null when they are no JSON object of objects
 */
export function parseChanges(changes: string): Readonly<Record<string, ChangedField>> | null {
  try {
    const parsed: unknown = JSON.parse(changes)
    return isObject(parsed) && Object.values(parsed).every(isObject) ? parsed : null
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Record<string, object> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
