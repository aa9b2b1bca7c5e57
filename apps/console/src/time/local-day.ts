/** The local date of an instant, YYYY-MM-DD. */
export function localDay(instantMs: number, timeZone: string): string {
  // Canadian English formats dates in the ISO 8601 form.
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(instantMs)
}

/** Adds days to a date. Dates have no time zone, so daylight saving time has no effect. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Whether a text is a valid date, YYYY-MM-DD. */
export function isDay(text: string | null): text is string {
  return text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
}

/** Nov 24, 2026, from a date without a time */
export function formatCalendarDate(day: string): string {
  return new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'medium' }).format(Date.parse(day))
}

/** Tuesday, November 24, 2026 */
export function formatDay(day: string): string {
  return new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'full' }).format(Date.parse(day))
}
