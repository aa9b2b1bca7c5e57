import type { RunKind } from 'db-migrations/protocol'
import type pg from 'pg'
import type { CacheTable } from '../cache/cache-table.ts'
import type { RecordSource } from '../cache/known-fields.ts'
import type { PreparedPage } from './records/prepare-page.ts'
import type { RunMemory } from './run-memory.ts'

/** Which table of which tenant something is written to. */
export interface TableTarget {
  readonly client: pg.ClientBase
  readonly tenantId: string
  readonly table: CacheTable
  /** Whether changes of single rows are published in the change feed: the table's first full sync has ended. */
  readonly isPublished: boolean
}

/** Where records are written to, and what they are. */
export interface RecordTarget extends TableTarget {
  /** What is left out of the records. */
  readonly droppedPaths: readonly string[]
  readonly source: RecordSource
}

/** Where the pages of a run are written to. */
export interface PageTarget extends RecordTarget {
  readonly runId: string
  /**
   * Which cursor a page moves: that of the full pass, or the durable one of incremental runs. Null: none, since the
   * durable feed will bring the same records too.
   */
  readonly cursor: Extract<RunKind, 'full' | 'incremental'> | null
  readonly memory: RunMemory
}

/** The records of a page. */
export interface RecordPage extends PreparedPage {
  /** Number of the page within a full pass, which notes what it saw; null: nothing is noted. */
  readonly seenPage: number | null
}

/** A page as received, with the cursor that it was asked for by and the one after it. */
export interface PageToWrite extends RecordPage {
  readonly cursor: string | null
  readonly nextCursor: string
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
