import type pg from 'pg'
import type { OnMigrationEvent } from '../events.ts'
import type { Direction } from '../migration-files.ts'
import type { MigrationPlan } from '../plan/migration-plan.ts'
import type { Observer } from './blockers.ts'

/** A place between two statements, where a crash may happen. */
export interface Boundary {
  readonly name: string
  readonly direction: Direction
  /**
   * `before` a statement (the last such boundary is before the ledger's); `begun`: a statement outside a
   * transaction is marked as begun; `ran`: it ended and is not marked as done; `recorded`: all is done but
   * COMMIT; `committed`.
   */
  readonly point: 'before' | 'begun' | 'ran' | 'recorded' | 'committed'
  /** The statement, from 0. */
  readonly statement: number
}

export interface ApplyOptions {
  readonly onEvent?: OnMigrationEvent
  /** Sees whom a statement waits for. */
  readonly observer?: Observer
  /** How often it looks, in milliseconds: twice within `lock_timeout`. @default 1_000 */
  readonly lookEveryMs?: number
  /** Longest time of a statement that has no lock timeout, in milliseconds. @default 21_600_000 (6 hours) */
  readonly deadlineMs?: number
  readonly signal?: AbortSignal | undefined
  /** Awaited at every boundary: how tests stop a migrator exactly there. */
  readonly failpoint?: (boundary: Boundary, client: pg.Client) => void | Promise<void>
}

/** One run of one migration, as its parts see it. */
export interface Run {
  readonly client: pg.Client
  /** Of the client's server process. */
  readonly pid: number
  readonly plan: MigrationPlan
  /** Writes the ledger. */
  readonly record: string
  readonly options: ApplyOptions
  /** Passes a boundary. */
  reach(point: Boundary['point'], statement: number): Promise<void>
}
