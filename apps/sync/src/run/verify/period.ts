import type { Window } from '../count-records.ts'

/** A period of `modified_on` in whole milliseconds: `from` inclusive (null: unbounded), `to` exclusive. */
export interface Period {
  readonly from: Date | null
  readonly to: Date
}

/** The period as query parameters of a list. */
export function windowOf({ from, to }: Period): Window {
  return { ...(from && { modifiedOnOrAfter: from.toISOString() }), modifiedBefore: to.toISOString() }
}

/** Whether a received time lies in the period, with a tolerance of one millisecond. */
export function isWithin({ from, to }: Period, modifiedOn: string): boolean {
  const at = Date.parse(modifiedOn)
  return (from === null || at >= from.getTime() - 1) && at <= to.getTime()
}
