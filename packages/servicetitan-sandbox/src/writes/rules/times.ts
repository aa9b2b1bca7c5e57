import { formatTicks, parseTicks } from '../../lib/ticks.ts'
import type { Checks } from '../checks.ts'

/** The times of an appointment in a body. */
export type GivenTimes = {
  start: string
  end: string
  arrivalWindowStart?: string | null
  arrivalWindowEnd?: string | null
}

const ticksOf = (instant: string | null | undefined): number | undefined =>
  typeof instant === 'string' ? parseTicks(instant) : undefined

/** Checks that an appointment ends after it starts, and that its arrival window is whole or missing. */
export const checkTimes = (checks: Checks, times: GivenTimes, path: string): void => {
  const { start, end, arrivalWindowStart, arrivalWindowEnd } = times
  if ((ticksOf(end) ?? 0) <= (ticksOf(start) ?? 0))
    checks.add(`${path}end`, 'The end must be after the start.')
  const [from, to] = [ticksOf(arrivalWindowStart), ticksOf(arrivalWindowEnd)]
  if ((from === undefined) !== (to === undefined))
    checks.add(`${path}arrivalWindowEnd`, 'An arrival window must have a start and an end.')
  else if (from !== undefined && to !== undefined && to < from)
    checks.add(`${path}arrivalWindowEnd`, 'The arrival window must not end before it starts.')
}

/** The times in the API's format. */
export const timesOf = ({ start, end, arrivalWindowStart, arrivalWindowEnd }: GivenTimes) => {
  const written = (instant: string | null | undefined): string | null => {
    const ticks = ticksOf(instant)
    return ticks === undefined ? null : formatTicks(ticks)
  }
  return {
    start: written(start) ?? start,
    end: written(end) ?? end,
    arrivalWindowStart: written(arrivalWindowStart),
    arrivalWindowEnd: written(arrivalWindowEnd),
  }
}
