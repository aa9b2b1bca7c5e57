import { countRecords } from '../count-records.ts'
import type { RunProgress } from '../progress.ts'
import { FilterIgnoredError } from '../request-by-id.ts'
import type { RunContext } from '../run-context.ts'
import { type FoundPage, writeFound } from '../write-found.ts'
import { countRows, findSplit } from './count-rows.ts'
import { isWithin, type Period, windowOf } from './period.ts'

/** A verify run has used its budget of requests before it had found all differences. */
export class VerifyBudgetError extends Error {
  override readonly name = 'VerifyBudgetError'
  readonly code = 'VERIFY_BUDGET'

  constructor(resource: string, maxRequests: number) {
    super(
      `The verify run used its ${maxRequests} requests before it had found all differences of ${resource}. The differences found so far are repaired. To repair the others, run: pnpm sync run ${resource} --full`,
    )
  }
}

/** The number of windows to begin with: in a single one, a missing and an extra record would cancel each other out. */
const FIRST_WINDOWS = 8
/** A window with at most this many records is fetched instead of halved. */
const FETCH_LIMIT = 1_000
/** The lower bound for halving an unbounded window by time. */
const EARLIEST = Date.UTC(2000, 0, 1)

/** The state of a comparison; only its methods change it. */
interface Comparison {
  readonly progress: RunProgress
  /** Whether every record that ServiceTitan counts is in the table. */
  readonly isComplete: boolean
  /** Counts requests. @throws {VerifyBudgetError} when they exceed the run's budget */
  spend(requests: number): void
  /** Counts a compared window. */
  addWindow(): void
  /** Writes the records of a page that are missing or outdated in the table. */
  repair(page: FoundPage): Promise<void>
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
      if (spent > maxRequests) throw new VerifyBudgetError(resource.name, maxRequests)
    },
    addWindow() {
      progress = { ...progress, windows: progress.windows + 1 }
      report(progress)
    },
    async repair(page) {
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
 * Compares counts up to `until` and repairs the differences.
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
  comparison.addWindow()
  // Without records in ServiceTitan none can be missing; extra rows are left to a full sync.
  if (local === remote || remote === 0) return
  const split = remote <= FETCH_LIMIT ? null : await splitOf(context, period, local)
  if (split === null) {
    await repair(context, comparison, period)
    return
  }
  const left = { from: period.from, to: split }
  const inLeft = await countRemote(context, comparison, left)
  await compare(context, comparison, left, inLeft)
  await compare(context, comparison, { from: split, to: period.to }, Math.max(0, remote - inLeft))
}

/** A time near the middle of the rows or, where they lie too close together, the middle of the period. */
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
    throw new Error(`ServiceTitan sent no totalCount for ${resource.name}, so it cannot be verified.`)
  }
  if (sample !== null && !isWithin(period, sample)) throw new FilterIgnoredError(resource.name, 'modifiedOn')
  return total
}

/** Fetches a window and writes its missing or outdated records. */
async function repair(context: RunContext, comparison: Comparison, period: Period): Promise<void> {
  const { api, resource, signal } = context
  const options = { ...windowOf(period), pageSize: FETCH_LIMIT, signal }
  for await (const page of api.listPages(resource, options)) {
    comparison.spend(page.requests)
    const records = JSON.parse(page.data.toString()) as { modifiedOn?: string }[]
    if (records.some(({ modifiedOn }) => modifiedOn !== undefined && !isWithin(period, modifiedOn))) {
      throw new FilterIgnoredError(resource.name, 'modifiedOn')
    }
    await comparison.repair(page)
  }
}
