/**
 * A number with its noun.
 * @param many the plural
 * @example
 * ```ts
 * counted(1, 'entry', 'entries') // '1 entry'
 * counted(0, 'seal') // '0 seals'
 * ```
 */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/**
 * A number with its digits in groups of three.
 * @example
 * ```ts
 * formatCount(36_434) // '36,434'
 * ```
 */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US')
}
