import type pg from 'pg'
import type { CacheTable } from '../cache/cache-table.ts'
import { addDrift, type Drift } from './api-drift.ts'
import type { Expectation, PageTarget, PageToWrite } from './page-target.ts'

/** What writing some records came to. */
export interface WrittenRecords {
  readonly inserted: number
  readonly updated: number
  /** Records to quarantine. */
  readonly refused: readonly RefusedRecord[]
  readonly drift: readonly Drift[]
  /** For each of `derivedFrom(table)`: keys of the rows to derive again. */
  readonly parents: readonly (readonly string[])[]
  /** What to tell the change feed, as JSON texts in the order of the writes. */
  readonly changes: readonly string[]
}

export interface RefusedRecord {
  /** JSON text of the record. */
  readonly payload: string
  readonly errorCode: string | null
  readonly error: string
}

export interface RecordWriter {
  readonly client: pg.ClientBase
  readonly tenantId: string
  readonly table: CacheTable
  readonly now: Date
  /** What was left out of the records. */
  readonly droppedPaths: readonly string[]
  /** Whether the change feed is told of each row. */
  readonly announce: boolean
  /** Number of the page within a full pass; null: what the page holds is not noted. */
  readonly seenPage: number | null
  readonly expects: Pick<Expectation, 'allNew'>
  /** Whether other tables have, or may have, rows of the tenant from which values of this one's are derived. */
  readonly hasRelatives: boolean
  /** Whether the records come from a list; where there is a feed, its records have fields that the list's have not. */
  readonly isFromList: boolean
}

/** Who writes the records of a page. @param hasRelatives as in `RecordWriter` */
export function recordWriter(
  client: pg.ClientBase,
  { tenantId, table, droppedPaths, announce, expects, lane }: PageTarget,
  { seenPage }: Pick<PageToWrite, 'seenPage'>,
  now: Date,
  hasRelatives: boolean,
): RecordWriter {
  return {
    client,
    tenantId,
    table,
    now,
    droppedPaths,
    announce,
    seenPage,
    expects,
    hasRelatives,
    isFromList: lane === 'repair',
  }
}

export const nothingWritten: WrittenRecords = {
  inserted: 0,
  updated: 0,
  refused: [],
  drift: [],
  parents: [],
  changes: [],
}

/** What two parts of a page came to together. */
export function addWritten(a: WrittenRecords, b: WrittenRecords): WrittenRecords {
  const lists = Math.max(a.parents.length, b.parents.length)
  return {
    inserted: a.inserted + b.inserted,
    updated: a.updated + b.updated,
    refused: [...a.refused, ...b.refused],
    drift: addDrift(a.drift, b.drift),
    parents: Array.from({ length: lists }, (_, i) => [
      ...new Set([...(a.parents[i] ?? []), ...(b.parents[i] ?? [])]),
    ]),
    changes: [...a.changes, ...b.changes],
  }
}
