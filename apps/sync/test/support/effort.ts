import { appendFileSync } from 'node:fs'
import fc from 'fast-check'

/**
 * The effort of the fault suite. CI runs a fixed number of rounds with a fixed seed; `pnpm test:soak` runs more rounds,
 * with another seed each time, until its time is up.
 */
const isSoak = process.env.SOAK === '1'

/** The seed of all random choices of the suite. */
export const seed = Number(process.env.SOAK_SEED ?? 20_261_122)

const untilMs = isSoak ? Number(process.env.SOAK_UNTIL) : Number.POSITIVE_INFINITY

/** The number of rounds in CI or in a soak. */
export const rounds = (ci: number, soak: number): number => (isSoak ? soak : ci)

/** The share of one test in the remaining time of the soak, in milliseconds. */
const shareMs = (): number => Math.max(10_000, (untilMs - Date.now()) / 3)

/** @returns a function that tells whether the test has time for another round */
export function startClock(): () => boolean {
  const endMs = Date.now() + shareMs()
  return () => Date.now() < endMs
}

/**
 * Checks a property with `ci` examples, or 50 times as many in a soak.
 * @throws when it fails, with the seed and the smallest counterexample
 */
export async function hold<T>(what: string, property: fc.IAsyncProperty<T>, ci: number): Promise<void> {
  const details = await fc.check(property, {
    seed,
    numRuns: rounds(ci, ci * 50),
    ...(isSoak && { interruptAfterTimeLimit: shareMs() }),
  })
  count(what, details.numRuns)
  if (details.counterexample === null) return
  throw new Error(fc.defaultReportMessage(details) ?? 'It does not hold.', { cause: details.errorInstance })
}

/** Adds the number of executed rounds to the soak's totals. */
export function count(what: string, times: number): void {
  if (process.env.SOAK_TOTALS) appendFileSync(process.env.SOAK_TOTALS, `${JSON.stringify([what, times])}\n`)
}
