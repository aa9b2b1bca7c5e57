import { type Check, failed, ok } from './check.ts'

/** What the sync notes as "data as of" is off by as much as the clocks are. */
const LARGEST_SKEW_MS = 60_000

/** Judges by how much another clock is ahead of this machine's, in milliseconds. */
export function checkSkew(name: string, aheadMs: number, advice: string): Check {
  const seconds = Math.round(aheadMs / 1_000)
  const detail =
    seconds === 0
      ? 'agrees with this machine'
      : `${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} this machine`
  return Math.abs(aheadMs) > LARGEST_SKEW_MS ? failed(name, detail, advice) : ok(name, detail)
}
