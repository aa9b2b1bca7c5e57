import type { RunKind } from 'db-migrations/protocol'
import type pg from 'pg'
import type { CacheTable } from '../cache/cache-table.ts'
import type { RecordSource } from '../cache/known-fields.ts'
import type { PreparedPage } from './records/prepare-page.ts'
import type { RunMemory } from './run-memory.ts'

/** The table of a tenant that is written. */
export interface TableTarget {
  readonly client: pg.ClientBase
  readonly tenantId: string
  readonly table: CacheTable
  /** Whether changes of single rows are published in the change feed: the table's first full sync has ended. */
  readonly isPublished: boolean
}

/** Where records are written, and what they contain. */
export interface RecordTarget extends TableTarget {
  /** Paths that are removed from the records. */
  readonly droppedPaths: readonly string[]
  readonly source: RecordSource
}

/** Where the pages of a run are written. */
export interface PageTarget extends RecordTarget {
  readonly runId: string
  /**
   * Which cursor a page moves: that of the full pass, or the durable one of incremental runs. Null: none, since the
   * durable feed contains the same records too.
   */
  readonly cursor: Extract<RunKind, 'full' | 'incremental'> | null
  readonly memory: RunMemory
}

/** The records of a page. */
export interface RecordPage extends PreparedPage {
  /** Number of the page within a full pass, which records the ids that it saw; null: none are recorded. */
  readonly seenPage: number | null
}

/** A page as received, with the cursor that it was requested with and the next one. */
export interface PageToWrite extends RecordPage {
  readonly cursor: string | null
  readonly nextCursor: string
  readonly requests: number
  readonly bytes: number
}

/** The results of a page, in records. */
export interface PageCounts {
  readonly fetched: number
  readonly inserted: number
  readonly updated: number
  readonly unchanged: number
  readonly quarantined: number
}
