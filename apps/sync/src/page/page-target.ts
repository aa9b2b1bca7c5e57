import type { RunKind } from 'db-migrations/protocol'
import type pg from 'pg'
import type { CacheTable } from '../cache/cache-table.ts'
import type { RecordSource } from '../cache/known-fields.ts'
import type { ErasedPart } from './erased/erased-records.ts'
import type { PreparedPage } from './records/prepare-page.ts'
import type { RunMemory } from './run-memory.ts'

/** The table of a tenant to write. */
export interface TableTarget {
  readonly client: pg.ClientBase
  readonly tenantId: string
  readonly table: CacheTable
  /** Whether changes of single rows are published in the change feed: the table's first full sync has ended. */
  readonly isPublished: boolean
}

/** The table to write, and the source and excluded fields of its records. */
export interface RecordTarget extends TableTarget {
  /** Paths of the excluded fields, which are removed from the records. */
  readonly droppedPaths: readonly string[]
  readonly source: RecordSource
  /** Fields that the feed leaves blank: a record of the feed keeps the stored value. @default none */
  readonly blankFields?: readonly string[]
}

/** The table, run and cursor of the pages to write. */
export interface PageTarget extends RecordTarget {
  readonly runId: string
  /**
   * The cursor that a page moves: the full cursor, or the incremental cursor, which incremental runs continue from.
   * Null: none, because the records are recent changes (the feed without recent changes returns them again later), are
   * requested individually, or are of a list, whose cursor moves when the run ends.
   */
  readonly cursor: Extract<RunKind, 'full' | 'incremental'> | null
  readonly memory: RunMemory
}

/** The records of a page. */
export interface RecordPage extends PreparedPage {
  /** Number of the page within a full pass, under which its ids are recorded; null: they are not recorded. */
  readonly seenPage: number | null
}

/** A page, with the cursor with which it was requested and the next one. */
export interface PageToWrite extends RecordPage {
  readonly cursor: string | null
  readonly nextCursor: string
  readonly requests: number
  readonly bytes: number
  /** What the page contained of erased persons, and `records` does not. @default nothing */
  readonly erased?: ErasedPart
}

/** The results of a page, in numbers of records. */
export interface PageCounts {
  readonly fetched: number
  readonly inserted: number
  readonly updated: number
  readonly unchanged: number
  /** Skipped, because the stored version is newer. */
  readonly outdated: number
  readonly quarantined: number
}
