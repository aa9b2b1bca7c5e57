const form =
  /^(?<date>\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.(?<fraction>\d{1,9}))?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i

/**
 * Reads a time with its offset from UTC (RFC 3339; seconds may be left out), from the years 1 to 9999.
 * @returns the time in UTC with six decimals of a second; null when the text is none, or its month has no such day
 * @example
 * ```ts
 * toInstant('2026-03-10T15:04:05.1234567-06:00') // '2026-03-10T21:04:05.123456Z'
 * ```
 */
export function toInstant(text: string): string | null {
  const parts = form.exec(text)
  const instant = new Date(text)
  if (!parts || Number.isNaN(instant.getTime()) || !isDay(parts.groups?.date ?? '')) return null
  const seconds = instant.toISOString().slice(0, -5)
  const fraction = (parts.groups?.fraction ?? '').padEnd(6, '0').slice(0, 6)
  return /^(?!0000)\d{4}-/.test(seconds) ? `${seconds}.${fraction}Z` : null
}

/** Whether a month has such a day: `Date` reads February 30 as a day of March. */
const isDay = (date: string) => new Date(`${date}T00:00:00Z`).toISOString().startsWith(date)
