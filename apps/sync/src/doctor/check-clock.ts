import { type Check, failed, ok } from './check.ts'

/** The maximum skew: `data_as_of` is wrong by as much as the clocks differ. */
const LARGEST_SKEW_MS = 60_000

/** Checks the skew of another clock, in milliseconds ahead of this machine's. */
export function checkSkew(name: string, aheadMs: number, advice: string): Check {
  const seconds = Math.round(aheadMs / 1_000)
  const detail =
    seconds === 0
      ? 'agrees with this machine'
      : `${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} this machine`
  return Math.abs(aheadMs) > LARGEST_SKEW_MS ? failed(name, detail, advice) : ok(name, detail)
}
