import type pg from 'pg'
import type { Sandbox } from 'servicetitan-sandbox'
import type { CacheTable } from '../../src/cache/cache-table.ts'

export type JsonRecord = Readonly<Record<string, unknown>>

export interface Wholeness {
  /** The tables that were synced. @default all */
  readonly tables?: readonly CacheTable[]
  /** What ServiceTitan sent in place of a record that it has; null: nothing that has a row. @default the record */
  readonly sent?: (record: JsonRecord, table: CacheTable) => JsonRecord | null
  /** Whether only a part of the records was read, so that rows may be missing. @default false */
  readonly isPartial?: boolean
  /** How many records are in open quarantine. @default 0 */
  readonly quarantined?: number
  /** Tables whose last run failed, by a part of its error. @default none */
  readonly failed?: Readonly<Record<string, RegExp>>
  /** Whether rows were written outside of runs too, as by a replay. @default false */
  readonly isReplayed?: boolean
}

/** What is compared: one tenant's rows and the sandbox that they came from. */
export interface Whole {
  readonly tenantId: string
  readonly id: number
  readonly sandbox: Sandbox
  readonly pool: pg.Pool
}
