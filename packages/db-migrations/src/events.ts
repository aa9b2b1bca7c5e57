import type { Direction } from './migration-files.ts'

/** A session that another one waits for. */
export interface Blocker {
  readonly pid: number
  readonly application: string
  /** As pg_stat_activity has it, such as `idle in transaction`. */
  readonly state: string | null
  /** What it runs, or ran last; 200 characters at most. */
  readonly query: string
  /** When its transaction began. */
  readonly since: Date | null
}

/** What a statement waits for, and who waits for the statement. */
export interface Blockage {
  /** The table it wants a lock on; not every wait is for one. */
  readonly relation: string | undefined
  readonly blockers: readonly Blocker[]
  /** Sessions that wait behind us. */
  readonly queuedBehindUs: number
}

/** Who holds the lock that lets one migrator work at a time. */
export interface LockHolder {
  readonly pid: number
  readonly application: string
  /** When it connected. */
  readonly since: Date | null
  /** What it runs now; 200 characters at most. */
  readonly query: string
}

export type MigrationEvent =
  | { readonly type: 'lock.wait'; readonly holder: LockHolder | undefined }
  | { readonly type: 'migration.start'; readonly name: string; readonly direction: Direction }
  /** It stopped half-way before, and goes on after the statements that are done. */
  | {
      readonly type: 'migration.resume'
      readonly name: string
      readonly direction: Direction
      readonly done: number
      readonly total: number
    }
  /** A statement (counted from 1) waits for others; said once a statement and attempt. */
  | ({ readonly type: 'migration.blocked'; readonly name: string; readonly statement: number } & Blockage)
  | {
      readonly type: 'migration.retry'
      readonly name: string
      readonly attempt: number
      readonly reason: string
    }
  /** An index is being built without blocking writers, by us or by a session that outlived its migrator. */
  | {
      readonly type: 'index.progress'
      readonly name: string
      readonly index: string
      readonly pid: number
      /** As pg_stat_progress_create_index has it. */
      readonly phase: string
      readonly percent: number | undefined
    }
  /** An index that an interrupted run left: `kept` as it is whole and as wanted, or `dropped` to be built again. */
  | {
      readonly type: 'index.healed'
      readonly name: string
      readonly index: string
      readonly how: 'kept' | 'dropped'
    }
  | {
      readonly type: 'migration.done'
      readonly name: string
      readonly direction: Direction
      readonly durationMs: number
    }

export type OnMigrationEvent = (event: MigrationEvent) => void
