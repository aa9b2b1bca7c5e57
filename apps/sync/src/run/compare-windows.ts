import { FilterIgnoredError } from './ask-again.ts'
import { countRecords } from './count-records.ts'
import { countRows, findSplit } from './count-rows.ts'
import { isWithin, type Period, windowOf } from './period.ts'
import type { RunProgress } from './progress.ts'
import type { RunContext } from './run-context.ts'
import { type FoundPage, writeFound } from './write-found.ts'

/** So much differs that counting does not help. */
export class VerifyBudgetError extends Error {
  override readonly name = 'VerifyBudgetError'
  readonly code = 'VERIFY_BUDGET'

  constructor(resource: string, requests: number) {
    super(
      `${resource} differs from ServiceTitan in so many places that ${requests} requests did not find them all. What was found is mended. Run: sync run ${resource} --full`,
    )
  }
}

/** Differences may cancel each other out in one window: the whole is never compared in one. */
const FIRST_WINDOWS = 8
/** A window with no more records than this is fetched instead of halved. */
const FETCHED_AT_ONCE = 1_000
/** Where halving by time begins when there is no row to go by. */
const EARLIEST = Date.UTC(2000, 0, 1)

/** What a comparison has found so far; only its verbs change it. */
interface Comparison {
  readonly progress: RunProgress
  /** Whether every record that ServiceTitan counts is in the table. */
  readonly isComplete: boolean
  /** Notes requests. @throws {VerifyBudgetError} when they are more than the run may spend */
  spend(requests: number): void
  /** Notes that the counts of a window were compared. */
  sawWindow(): void
  /** Writes what is missing or outdated of a page. */
  mend(page: FoundPage): Promise<void>
}

function openComparison(context: RunContext, start: RunProgress): Comparison {
  const { resource, maxRequests, report } = context
  let progress = start
  let isComplete = true
  let spent = 0
  return {
    get progress() {
      return progress
    },
    get isComplete() {
      return isComplete
    },
    spend(requests) {
      spent += requests
      if (spent > maxRequests) throw new VerifyBudgetError(resource.name, spent)
    },
    sawWindow() {
      progress = { ...progress, windows: progress.windows + 1 }
      report(progress)
    },
    async mend(page) {
      const before = progress
      const after = await writeFound(context, before, page)
      const written = after.inserted + after.updated - before.inserted - before.updated
      progress = { ...after, mended: before.mended + written }
      if (after.quarantined > before.quarantined) isComplete = false
      report(progress)
    },
  }
}

/**
 * Compares counts up to `until` and mends what differs.
 * @returns the progress, and whether every record that ServiceTitan counts is in the table
 * @throws {VerifyBudgetError} @throws {FilterIgnoredError}
 */
export async function compareWindows(
  context: RunContext,
  start: RunProgress,
  until: Date,
): Promise<{ progress: RunProgress; isComplete: boolean }> {
  const comparison = openComparison(context, start)
  for (const period of await firstPeriods(context, until)) {
    await compare(context, comparison, period, await countRemote(context, comparison, period))
  }
  return { progress: comparison.progress, isComplete: comparison.isComplete }
}

async function firstPeriods(context: RunContext, until: Date): Promise<Period[]> {
  const whole: Period = { from: null, to: until }
  const rows = await countRows(context, whole)
  const splits: number[] = []
  for (let part = 1; part < FIRST_WINDOWS; part += 1) {
    const split = await findSplit(context, whole, { rows, share: part / FIRST_WINDOWS })
    if (split) splits.push(split.getTime())
  }
  const bounds = [...new Set(splits)].toSorted((a, b) => a - b).map((time) => new Date(time))
  return [...bounds, until].map((to, index) => ({ from: bounds[index - 1] ?? null, to }))
}

async function compare(
  context: RunContext,
  comparison: Comparison,
  period: Period,
  remote: number,
): Promise<void> {
  context.signal.throwIfAborted()
  const local = await countRows(context, period)
  comparison.sawWindow()
  // Where ServiceTitan has none, none can be missing; rows that it no longer shows are not examined here.
  if (local === remote || remote === 0) return
  const split = remote <= FETCHED_AT_ONCE ? null : await splitOf(context, period, local)
  if (split === null) {
    await mend(context, comparison, period)
    return
  }
  const left = { from: period.from, to: split }
  const inLeft = await countRemote(context, comparison, left)
  await compare(context, comparison, left, inLeft)
  await compare(context, comparison, { from: split, to: period.to }, Math.max(0, remote - inLeft))
}

/** Near the middle of the rows; where they lie too close together, the middle of the time. */
async function splitOf(context: RunContext, period: Period, rows: number): Promise<Date | null> {
  const byRows = rows > 1 ? await findSplit(context, period, { rows, share: 0.5 }) : null
  if (byRows) return byRows
  const from = period.from?.getTime() ?? EARLIEST
  const middle = Math.floor((from + period.to.getTime()) / 2)
  return middle > from ? new Date(middle) : null
}

async function countRemote(context: RunContext, comparison: Comparison, period: Period): Promise<number> {
  const { api, resource, signal } = context
  comparison.spend(0)
  const { total, sample, requests } = await countRecords(api, resource, windowOf(period), signal)
  comparison.spend(requests)
  context.memory.addSideRequests(requests)
  if (total === null) {
    throw new Error(`ServiceTitan sent no totalCount for ${resource.name}: it cannot be verified.`)
  }
  if (sample !== null && !isWithin(period, sample)) throw new FilterIgnoredError(resource.name, 'modifiedOn')
  return total
}

/** Fetches a window and writes what is missing or outdated. */
async function mend(context: RunContext, comparison: Comparison, period: Period): Promise<void> {
  const { api, resource, signal } = context
  const options = { ...windowOf(period), pageSize: FETCHED_AT_ONCE, signal }
  for await (const page of api.listPages(resource, options)) {
    comparison.spend(page.requests)
    const records = JSON.parse(page.data.toString()) as { modifiedOn?: string }[]
    if (records.some(({ modifiedOn }) => modifiedOn !== undefined && !isWithin(period, modifiedOn))) {
      throw new FilterIgnoredError(resource.name, 'modifiedOn')
    }
    await comparison.mend(page)
  }
}
