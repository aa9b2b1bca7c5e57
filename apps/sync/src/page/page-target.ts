import type { CacheTable } from '../cache/cache-table.ts'
import type { PreparedPage } from './records/prepare-page.ts'

/** Which table of which tenant a page is written to, for which run. */
export interface PageTarget {
  readonly tenantId: string
  readonly table: CacheTable
  readonly runId: string
  /**
   * full: moves the cursor of the pass; incremental: moves the durable cursor; hot and repair: bring records that the
   * durable feed will bring too, and move none.
   */
  readonly lane: 'full' | 'incremental' | 'hot' | 'repair'
  /** Whether the change feed is told of each row. */
  readonly announce: boolean
  readonly droppedPaths: readonly string[]
  readonly expects: Expectation
}

/** What a run takes for granted of its table until it learns better. */
export interface Expectation {
  /** That no record of a page is stored yet. */
  allNew: boolean
  /** That no record of the table is quarantined, so that none is to be closed. */
  noneQuarantined: boolean
  /** Whether other tables have rows of the tenant from which values of this one's are derived. */
  readonly hasRelatives: boolean
  /** That pages come out as they are foreseen. */
  asForeseen: boolean
}

/** Whether it is the table's first full pass: until it has ended its pages are new rows, of which nobody is told. */
export function isOfFirstPass({ lane, announce }: Pick<PageTarget, 'lane' | 'announce'>): boolean {
  return lane === 'full' && !announce
}

/** A page as received, with the cursor that it was asked for by and the one after it. */
export interface PageToWrite extends PreparedPage {
  readonly cursor: string | null
  readonly nextCursor: string
  /** Number of the page within a full pass, which notes what it saw; null: nothing is noted. */
  readonly seenPage: number | null
  readonly requests: number
  readonly bytes: number
}

/** What became of the records of a page. */
export interface PageCounts {
  readonly fetched: number
  readonly inserted: number
  readonly updated: number
  readonly unchanged: number
  readonly quarantined: number
}
