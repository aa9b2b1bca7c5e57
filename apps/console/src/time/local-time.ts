import { localClock } from './format.ts'
import { localDay } from './local-day.ts'

// Times as a form has them: the local date and time of the tenant, without its offset.

/** The local time of an instant, as an input of type `datetime-local` has it: `2026-03-10T15:30`. */
export function toLocalTime(instant: string | number, timeZone: string): string {
  const atMs = new Date(instant).getTime()
  const { hour, minute } = localClock(atMs, timeZone)
  const digits = (value: number) => String(value).padStart(2, '0')
  return `${localDay(atMs, timeZone)}T${digits(hour)}:${digits(minute)}`
}

const farthestMs = 15 * 3_600_000

/**
 * The instant of a local time. Of a time that clocks pass twice it is the first; of one that they skip, the instant as
 * long after the gap as the time is within it.
 * @param local such as `2026-03-10T15:30`
 */
export function fromLocalTime(local: string, timeZone: string): string {
  const wantedMs = Date.parse(`${local}Z`)
  const offsetAt = (atMs: number) => Date.parse(`${toLocalTime(atMs, timeZone)}Z`) - atMs
  const [before, after] = [wantedMs - farthestMs, wantedMs + farthestMs].map(
    (nearMs) => wantedMs - offsetAt(nearMs),
  ) as [number, number]
  const isExact = (atMs: number) => toLocalTime(atMs, timeZone) === local.slice(0, 16)
  return new Date(!isExact(before) && isExact(after) ? after : before).toISOString()
}
