import type pg from 'pg'
import type { Sandbox } from 'servicetitan-sandbox'
import type { CacheTable } from '../../src/cache/cache-table.ts'

export type JsonRecord = Readonly<Record<string, unknown>>

export interface Wholeness {
  /** The tables that were synced. @default all */
  readonly tables?: readonly CacheTable[]
  /** The record as sent by ServiceTitan; null: it has no row. @default the record itself */
  readonly sent?: (record: JsonRecord, table: CacheTable) => JsonRecord | null
  /** Whether only a part of the records was read, so that rows may be missing. @default false */
  readonly isPartial?: boolean
  /** The number of open entries in quarantine. @default 0 */
  readonly quarantined?: number
  /** Tables whose last run failed, with a pattern of its error. @default none */
  readonly failed?: Readonly<Record<string, RegExp>>
  /** Whether rows were also written outside of runs, as by a replay. @default false */
  readonly isReplayed?: boolean
}

/** The two sides of the comparison: one tenant's rows, and its sandbox. */
export interface Whole {
  readonly tenantId: string
  readonly id: number
  readonly sandbox: Sandbox
  readonly pool: pg.Pool
}
