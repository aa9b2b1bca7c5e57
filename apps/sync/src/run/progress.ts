import type { RunKind } from 'db-migrations/protocol'
import type { CacheTable } from '../cache/cache-table.ts'
import type { PageCounts } from '../page/page-target.ts'

/** The progress of a run. */
export interface RunProgress extends PageCounts {
  readonly table: CacheTable
  readonly kind: RunKind
  readonly runId: string
  readonly pages: number
  /** Rows marked as deleted. */
  readonly tombstoned: number
  /** Compared windows of time. */
  readonly windows: number
  /** Missing or outdated records that a verify run wrote. */
  readonly mended: number
  /** The time up to which a verify run has proven that no record is missing; null: not proven, or no verify run. */
  readonly completeAsOf: Date | null
  /** The total number of records of this run according to ServiceTitan; null: not known. */
  readonly total: number | null
  /** Time since the run began, in milliseconds. */
  readonly elapsedMs: number
}

export function startProgress(table: CacheTable, run: { kind: RunKind; runId: string }): RunProgress {
  return {
    table,
    kind: run.kind,
    runId: run.runId,
    pages: 0,
    elapsedMs: 0,
    total: null,
    fetched: 0,
    inserted: 0,
    updated: 0,
    unchanged: 0,
    outdated: 0,
    quarantined: 0,
    tombstoned: 0,
    windows: 0,
    mended: 0,
    completeAsOf: null,
  }
}

export function addCounts(progress: RunProgress, counts: PageCounts): RunProgress {
  return {
    ...progress,
    pages: progress.pages + 1,
    fetched: progress.fetched + counts.fetched,
    inserted: progress.inserted + counts.inserted,
    updated: progress.updated + counts.updated,
    unchanged: progress.unchanged + counts.unchanged,
    outdated: progress.outdated + counts.outdated,
    quarantined: progress.quarantined + counts.quarantined,
  }
}
