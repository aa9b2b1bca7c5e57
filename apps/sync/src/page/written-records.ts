import { addDrift, type Drift } from './api-drift.ts'
import type { RecordPage, RecordTarget } from './page-target.ts'

/** The result of writing some records. */
export interface WrittenRecords {
  readonly inserted: number
  readonly updated: number
  /** Records that were skipped because the stored version is newer. */
  readonly outdated: number
  /** Records to quarantine. */
  readonly refused: readonly RefusedRecord[]
  readonly drift: readonly Drift[]
  /** For each of `derivedFrom(table)`: keys of the rows to derive again. */
  readonly parents: readonly (readonly string[])[]
  /** The changes to publish in the change feed, as JSON texts in the order of the writes. */
  readonly changes: readonly string[]
}

export interface RefusedRecord {
  /** JSON text of the record. */
  readonly payload: string
  readonly errorCode: string | null
  readonly error: string
}

/** Writes the records of a page, with the table locked for writing. */
export type WriteRecords<Page extends RecordPage> = (
  target: RecordTarget,
  page: Page,
  now: Date,
) => Promise<WrittenRecords>

export const nothingWritten: WrittenRecords = {
  inserted: 0,
  updated: 0,
  outdated: 0,
  refused: [],
  drift: [],
  parents: [],
  changes: [],
}

/** The combined result of two parts of a page. */
export function addWritten(a: WrittenRecords, b: WrittenRecords): WrittenRecords {
  const lists = Math.max(a.parents.length, b.parents.length)
  return {
    inserted: a.inserted + b.inserted,
    updated: a.updated + b.updated,
    outdated: a.outdated + b.outdated,
    refused: [...a.refused, ...b.refused],
    drift: addDrift(a.drift, b.drift),
    parents: Array.from({ length: lists }, (_, i) => [
      ...new Set([...(a.parents[i] ?? []), ...(b.parents[i] ?? [])]),
    ]),
    changes: [...a.changes, ...b.changes],
  }
}
