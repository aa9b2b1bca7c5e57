// PostgreSQL's jsonb cannot store the NUL character, U+0000.

/** JSON text without the escape `\u0000`; an escaped backslash followed by `u0000` is kept. */
export function withoutNulCharacters(json: string): string {
  return json.replaceAll(/\\(?:u0000|.)/gs, (found) => (found === '\\u0000' ? '' : found))
}

/** The top-level fields of a record with the character in their name or anywhere in their value. */
export function fieldsWithNulCharacters(json: string): string[] {
  const record: unknown = JSON.parse(json)
  if (typeof record !== 'object' || record === null) return []
  return Object.entries(record)
    .filter((entry) => containsNul(entry))
    .map(([name]) => name.replaceAll('\0', ''))
}

function containsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0')
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([name, inner]) => name.includes('\0') || containsNul(inner))
}
