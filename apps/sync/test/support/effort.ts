import { appendFileSync } from 'node:fs'
import fc from 'fast-check'

/**
 * How hard the fault suite tries. CI runs a bounded number of rounds from a fixed seed; `pnpm test:soak` raises the
 * numbers, sets another seed each round and ends the rounds when its time is up.
 */
const isSoak = process.env.SOAK === '1'

/** What every random choice of the suite follows from. */
export const seed = Number(process.env.SOAK_SEED ?? 20_261_122)

const untilMs = isSoak ? Number(process.env.SOAK_UNTIL) : Number.POSITIVE_INFINITY

/** How many rounds: `ci`, or `soak` when the suite is soaked. */
export const rounds = (ci: number, soak: number): number => (isSoak ? soak : ci)

/** What one test may take of the soak's time, in milliseconds: a part, so that those that come later have theirs. */
const shareMs = (): number => Math.max(10_000, (untilMs - Date.now()) / 3)

/** Asked before each round of a test: whether it has time for another one. */
export function startClock(): () => boolean {
  const endMs = Date.now() + shareMs()
  return () => Date.now() < endMs
}

/**
 * Holds a property against `ci` examples, 50 times as many when the suite is soaked.
 * @throws what does not hold, with the seed and the smallest example
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

/** Adds to the soak's totals: how many rounds of what were done. */
export function count(what: string, times: number): void {
  if (process.env.SOAK_TOTALS) appendFileSync(process.env.SOAK_TOTALS, `${JSON.stringify([what, times])}\n`)
}
