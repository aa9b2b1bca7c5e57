import { addDays, isDay, startOfDay } from './local-day.ts'

/** The first and the last day of a period in the address, YYYY-MM-DD; other texts are ignored. */
export interface Period {
  readonly from: string | undefined
  readonly through: string | undefined
}

/** The bounds of a period as instants; `before` is exclusive. */
export interface Bounds {
  readonly from: string | undefined
  readonly before: string | undefined
}

/** Earlier than any record. As the only filter, a period from it sorts a list newest first. */
export const earliest = '2000-01-01T00:00:00Z'

/** The bounds of a period of calendar dates, such as those of invoices, which are midnights in UTC. */
export function boundsOfDates(period: Period): Bounds {
  return boundsOf(period, (day) => `${day}T00:00:00Z`)
}

/** The bounds of a period of days in a time zone. */
export function boundsOfDays(period: Period, timeZone: string): Bounds {
  return boundsOf(period, (day) => startOfDay(day, timeZone))
}

function boundsOf({ from, through }: Period, startOf: (day: string) => string): Bounds {
  return {
    from: from !== undefined && isDay(from) ? startOf(from) : undefined,
    before: through !== undefined && isDay(through) ? startOf(addDays(through, 1)) : undefined,
  }
}
