import type pg from 'pg'
import type { OnMigrationEvent } from '../events.ts'
import type { Direction } from '../migration-files.ts'
import type { MigrationPlan } from '../plan/migration-plan.ts'
import type { Observer } from './blockers.ts'

/** A point between two statements, where a crash may happen. */
export interface Boundary {
  readonly name: string
  readonly direction: Direction
  /**
   * `before`: before a statement (the last one writes the ledger); `begun`: a statement outside a transaction is marked
   * as started; `ran`: it has run and is not yet marked as done; `recorded`: before COMMIT; `committed`: after COMMIT.
   */
  readonly point: 'before' | 'begun' | 'ran' | 'recorded' | 'committed'
  /** The statement, from 0. */
  readonly statement: number
}

export interface ApplyOptions {
  readonly onEvent?: OnMigrationEvent
  /** Finds the sessions that block a statement. */
  readonly observer?: Observer
  /** Interval of observation, in milliseconds; at most half of `lock_timeout`. @default 1_000 */
  readonly observeEveryMs?: number
  /** `statement_timeout` outside a transaction, in milliseconds. @default 21_600_000 (6 hours) */
  readonly deadlineMs?: number
  readonly signal?: AbortSignal | undefined
  /** Awaited at every boundary, so that tests can stop a migrator there. */
  readonly failpoint?: (boundary: Boundary, client: pg.Client) => void | Promise<void>
}

/** The context of one run of one migration. */
export interface Run {
  readonly client: pg.Client
  /** Pid of the client's server process. */
  readonly pid: number
  readonly plan: MigrationPlan
  /** SQL that writes the ledger. */
  readonly record: string
  readonly options: ApplyOptions
  /** Called at each boundary. */
  reach(point: Boundary['point'], statement: number): Promise<void>
}
