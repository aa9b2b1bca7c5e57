/** A name of ServiceTitan or of the sync in words: `In progress`, from `InProgress` or `in_progress`; null of none. */
export function readable(name: string | null | undefined): string | null {
  if (!name) return null
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
