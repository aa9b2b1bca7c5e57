import type { RunKind } from 'db-migrations/protocol'
import { type Intervals, placeInInterval, retryDelayMs, spread } from './intervals.ts'

/** What is known of the runs of one kind of a table. Times in milliseconds since 1970. */
export interface KindState {
  /** When the last one ended well; null: none did. */
  readonly doneAt: number | null
  /** How many have failed since then. */
  readonly failures: number
  /** When the last of those ended; null: none failed. */
  readonly failedAt: number | null
}

type ScheduledKind = Extract<RunKind, 'full' | 'incremental' | 'verify'>

/** One table of one tenant, as far as its next run depends on it. */
export interface TableState {
  readonly tenantId: string
  readonly tableName: string
  readonly intervals: Intervals
  readonly kinds: Readonly<Record<ScheduledKind, KindState>>
}

export interface PlannedRun {
  readonly kind: ScheduledKind
  /** In milliseconds since 1970; 0: immediately. */
  readonly at: number
}

/**
 * The run that comes next, and when. Until a full sync has ended well there is nothing else. From then on each kind has
 * its own interval and its own pauses after failures, and the one that is due first goes first: a nightly full sync that
 * keeps failing does not delay the incremental one.
 */
export function nextRun(state: TableState): PlannedRun {
  const { full, incremental, verify } = state.kinds
  const place = placeInInterval(state.tenantId, state.tableName)
  const after = (kind: ScheduledKind, doneAt: number | null, everyMs: number): PlannedRun => {
    const { failures, failedAt } = state.kinds[kind]
    if (failures > 0 && failedAt !== null) return { kind, at: failedAt + retryDelayMs(failures, place) }
    return { kind, at: doneAt === null ? 0 : doneAt + spread(everyMs, place) }
  }
  const { incrementalEveryMs, fullEveryMs, verifyEveryMs } = state.intervals
  if (full.doneAt === null) return after('full', null, fullEveryMs)
  const planned = [
    after('incremental', Math.max(full.doneAt, incremental.doneAt ?? 0), incrementalEveryMs),
    after('full', full.doneAt, fullEveryMs),
    // A full sync reads everything, but proves nothing: the first count is due one interval later.
    after('verify', verify.doneAt ?? full.doneAt, verifyEveryMs),
  ]
  return planned.reduce((first, other) => (other.at < first.at ? other : first))
}
