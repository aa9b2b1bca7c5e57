import type { RunKind } from 'db-migrations/protocol'
import { type Intervals, offsetInInterval, retryDelayMs, withJitter } from './intervals.ts'

/** The past runs of one kind of a table. Times in milliseconds since 1970. */
export interface KindState {
  /** When the last successful run ended; null: none has succeeded. */
  readonly doneAt: number | null
  /** The number of failed runs since then. */
  readonly failures: number
  /** When the last failed run since then ended; null: none has failed. */
  readonly failedAt: number | null
}

type ScheduledKind = Extract<RunKind, 'full' | 'incremental' | 'verify'>

/** The state of one table of one tenant that determines its next run. */
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
 * The next run and its time. Until a full sync has succeeded, it is a full sync. Later each kind has its own interval
 * and its own pauses after failures, and the earliest due kind is next: a full sync that keeps failing does not delay
 * incremental syncs.
 */
export function nextRun(state: TableState): PlannedRun {
  const { full, incremental, verify } = state.kinds
  const offset = offsetInInterval(state.tenantId, state.tableName)
  const after = (kind: ScheduledKind, doneAt: number | null, everyMs: number): PlannedRun => {
    const { failures, failedAt } = state.kinds[kind]
    if (failures > 0 && failedAt !== null) return { kind, at: failedAt + retryDelayMs(failures, offset) }
    return { kind, at: doneAt === null ? 0 : doneAt + withJitter(everyMs, offset) }
  }
  const { incrementalEveryMs, fullEveryMs, verifyEveryMs } = state.intervals
  if (full.doneAt === null) return after('full', null, fullEveryMs)
  const planned = [
    after('incremental', Math.max(full.doneAt, incremental.doneAt ?? 0), incrementalEveryMs),
    after('full', full.doneAt, fullEveryMs),
    // A full sync reads everything but does not compare counts: the first verify run is due one interval later.
    after('verify', verify.doneAt ?? full.doneAt, verifyEveryMs),
  ]
  return planned.reduce((first, other) => (other.at < first.at ? other : first))
}
