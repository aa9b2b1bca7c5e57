/** The date, YYYY-MM-DD, that a calendar in the zone shows at that moment. */
export function localDay(instantMs: number, timeZone: string): string {
  // The Canadian English form of a date is the ISO one.
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(instantMs)
}

/** The date so many days later; a date knows no zone and no daylight saving. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Whether a text is a date that exists, YYYY-MM-DD. */
export function isDay(text: string | null): text is string {
  return text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
}

/** Nov 24, 2026 of a date without a time */
export function formatCalendarDate(day: string): string {
  return new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'medium' }).format(Date.parse(day))
}

/** Tuesday, November 24, 2026 */
export function formatDay(day: string): string {
  return new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'full' }).format(Date.parse(day))
}
