const formats = new Map<string, Intl.DateTimeFormat>()

function format(timeZone: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timeZone} ${name}`
  const known = formats.get(key) ?? new Intl.DateTimeFormat('en-US', { timeZone, ...options })
  formats.set(key, known)
  return known
}

/** Nov 24, 2026, 3:05 PM */
export function formatDateTime(instant: string | number, timeZone: string): string {
  return format(timeZone, 'date-time', { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant))
}

/** Tuesday, November 24, 2026 at 3:05:09 PM CST */
export function formatExactly(instant: string | number, timeZone: string): string {
  return format(timeZone, 'exact', { dateStyle: 'full', timeStyle: 'long' }).format(new Date(instant))
}

/** 3:05 PM */
export function formatTime(instant: string | number, timeZone: string): string {
  return format(timeZone, 'time', { hour: 'numeric', minute: '2-digit' }).format(new Date(instant))
}

/** Nov 24, 2026 */
export function formatDate(instant: string | number, timeZone: string): string {
  return format(timeZone, 'date', { dateStyle: 'medium' }).format(new Date(instant))
}

/** 3 PM */
export function formatHour(instant: string | number, timeZone: string): string {
  return format(timeZone, 'hour', { hour: 'numeric' }).format(new Date(instant))
}

/** The time zone's name at that instant: CST, or GMT+10:30 if it has no abbreviation. */
export function zoneName(instant: string | number, timeZone: string): string {
  const parts = format(timeZone, 'zone', { timeZoneName: 'short' }).formatToParts(new Date(instant))
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
}

/** 2 h 30 min, 45 min, 3 h */
export function formatMinutes(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = Math.round(minutes % 60)
  if (hours === 0) return `${rest} min`
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
}

/** 12 s ago, 5 min ago, 3 h ago, 2 d ago; in 4 min for a future instant. */
export function formatRelative(instant: string | number, nowMs: number): string {
  const seconds = Math.round((nowMs - new Date(instant).getTime()) / 1000)
  const text = formatAge(Math.abs(seconds))
  if (Math.abs(seconds) < 5) return 'just now'
  return seconds < 0 ? `in ${text}` : `${text} ago`
}

/** 12 s, 5 min, 3 h, 2 d */
export function formatAge(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} h`
  return `${Math.round(seconds / 86_400)} d`
}

/** The local hour and minute of an instant. */
export function localClock(instantMs: number, timeZone: string): { hour: number; minute: number } {
  const parts = format(timeZone, 'clock', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(instantMs)
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  return { hour: read('hour'), minute: read('minute') }
}
