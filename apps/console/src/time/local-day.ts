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

const minuteMs = 60_000
/** No local midnight is further from midnight in UTC. */
const farthestMinutes = 15 * 60

/**
 * The first instant of a local date, in ISO 8601. Where clocks skip midnight, it is the instant after the gap.
 * @param day YYYY-MM-DD
 */
export function startOfDay(day: string, timeZone: string): string {
  const midnightMs = Date.parse(day)
  let before = -farthestMinutes
  let within = farthestMinutes
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2)
    if (localDay(midnightMs + middle * minuteMs, timeZone) < day) before = middle
    else within = middle
  }
  return new Date(midnightMs + within * minuteMs).toISOString()
}

/** Whether a text is a valid month, YYYY-MM. */
export function isMonth(text: string | undefined): text is string {
  return text !== undefined && /^\d{4}-\d\d$/.test(text) && isDay(`${text}-01`)
}

/** Adds months to a month, YYYY-MM. */
export function addMonths(month: string, months: number): string {
  const date = new Date(`${month}-01`)
  date.setUTCMonth(date.getUTCMonth() + months)
  return date.toISOString().slice(0, 7)
}

/** November 2026 */
export function formatMonth(month: string): string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', month: 'long', year: 'numeric' })
  return format.format(Date.parse(`${month}-01`))
}
